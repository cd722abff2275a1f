import { setTimeout as pause } from 'node:timers/promises';

export interface Running {
  /** Settles when it ends, by itself or stopped. */
  promise: Promise<unknown>;
  stop: () => Promise<unknown>;
}

export interface Kept {
  stop: () => Promise<void>;
}

const usualPauseMs = 5000;

/** Begins what may end by itself, as where the database was away, and begins it again whenever it has ended. The first time it has to begin. */
export async function keepRunning(
  begin: () => Promise<Running>,
  noteFault: (error: unknown) => void,
  pauseMs = usualPauseMs,
): Promise<Kept> {
  const ending = new AbortController();
  const { signal } = ending;
  let running: Running | null = await begin();
  const goOn = async (): Promise<void> => {
    while (!signal.aborted) {
      await running?.promise.catch((error: unknown) => void (signal.aborted || noteFault(error)));
      running = null;
      await pause(pauseMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      running = await begin().catch((error: unknown) => (noteFault(error), null));
    }
    await stop(running);
  };
  const ended = goOn();
  return {
    stop: async () => {
      ending.abort();
      await stop(running);
      await ended;
    },
  };
}

/** What has ended by itself can not be stopped. */
async function stop(running: Running | null): Promise<void> {
  await running?.stop().catch(() => undefined);
}
