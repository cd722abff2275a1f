import { setTimeout as pause } from 'node:timers/promises';
import { keepRunning, type Kept, type Running } from '../../../kernel/keep-running';
import { claimDue } from './deliveries.store';
import { deliver, type Delivering } from './deliver';
import { Turns } from './turns';

export interface WebhooksOptions extends Omit<Delivering, 'inTurn' | 'leaseSeconds'> {
  /** Messages under way at once, and of them those of one organization, in all processes. */
  atOnce?: number;
  atOnceOfOwner?: number;
  /** Webhooks read at once: each takes a connection of those that answer requests. */
  readingAtOnce?: number;
  /** How long what has been sent everything waits to look whether there is more. */
  tickMs?: number;
  /** So long does nobody else send for a webhook whose process was killed: longer than a reading and a message take. */
  leaseSeconds?: number;
  pauseMs?: number;
}

/** How long what is under way may take when the hub ends. */
const patienceMs = 5000;

/** Sends what webhooks are due, as long as the hub runs; any number of processes may do so, each webhook is sent for by one at a time. */
export function startWebhooks(options: WebhooksOptions): Promise<Kept> {
  const { noteFault, pauseMs } = options;
  return keepRunning(async () => run(options), noteFault, pauseMs);
}

function run(options: WebhooksOptions): Running {
  const { atOnce = 64, atOnceOfOwner = 8, readingAtOnce = 2, tickMs = 200, leaseSeconds = 60 } = options;
  const stopping = new AbortController();
  const cutting = new AbortController();
  const turns = new Turns(readingAtOnce);
  const sending = { ...options.sending, signal: cutting.signal };
  const by: Delivering = { ...options, leaseSeconds, sending, inTurn: (work) => turns.take(work) };
  const underWay = new Set<Promise<void>>();
  const goOn = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const claimed = await claimDue(options.operator, {
        ...{ atMost: atOnce - underWay.size, atMostOfOwner: atOnceOfOwner, leaseSeconds },
      });
      for (const one of claimed) {
        const delivery = deliver(one, by).catch(options.noteFault);
        underWay.add(delivery);
        void delivery.then(() => underWay.delete(delivery));
      }
      // One that has been sent to may be due again at once.
      await Promise.race([resting(tickMs, stopping.signal), ...(underWay.size > 0 ? underWay : [])]);
      if (underWay.size >= atOnce) await Promise.race(underWay);
    }
  };
  const promise = goOn();
  return {
    promise,
    stop: async () => {
      stopping.abort();
      const timer = setTimeout(() => cutting.abort(), patienceMs);
      await promise.catch(() => undefined);
      await Promise.all(underWay);
      clearTimeout(timer);
    },
  };
}

const resting = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => undefined);
