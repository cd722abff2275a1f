import { keepRunning, type Running } from '../../src/kernel/keep-running';

/** Runs that end when they are told to; `faults` is what was noted. */
function runs() {
  const begun: { end: (error?: Error) => void; stopped: boolean }[] = [];
  const faults: string[] = [];
  let refusals = 0;
  const waiting: (() => void)[] = [];
  const begin = async (): Promise<Running> => {
    if (refusals > 0) throw new Error(`refused ${refusals--}`);
    let end!: (error?: Error) => void;
    const promise = new Promise<void>((resolve, reject) => (end = (error) => (error ? reject(error) : resolve())));
    const run = { end, stopped: false };
    begun.push(run);
    for (const wake of waiting.splice(0)) wake();
    const stop = async () => {
      run.stopped = true;
      end();
    };
    return { promise, stop };
  };
  return {
    ...{ begun, faults },
    keep: () => keepRunning(begin, (error) => faults.push((error as Error).message), 1),
    refuse: (times: number) => (refusals = times),
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
  };
}

describe('What is kept running', () => {
  test('begins again when it has ended, by a fault or by itself, as often as that takes', async () => {
    const { begun, faults, keep, refuse, next } = runs();
    const kept = await keep();
    refuse(2);
    const second = next();
    begun[0]!.end(new Error('the database is away'));
    await second;
    expect(faults).toEqual(['the database is away', 'refused 2', 'refused 1']);
    const third = next();
    begun[1]!.end();
    await third;
    await kept.stop();
    expect(begun.map(({ stopped }) => stopped)).toEqual([false, false, true]);
    expect(faults).toHaveLength(3);
  });

  test('has to begin the first time', async () => {
    const { keep, refuse } = runs();
    refuse(1);
    await expect(keep()).rejects.toThrow('refused 1');
  });

  test('is not begun again once it is stopped, nor stopped twice', async () => {
    const { begun, keep } = runs();
    const kept = await keep();
    begun[0]!.end(new Error('gone'));
    await kept.stop();
    await kept.stop();
    expect(begun).toHaveLength(1);
  });
});
