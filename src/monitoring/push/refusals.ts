import { incomingReasons, type IncomingReason, type RefusedSamples } from '../incoming/incoming';

/** Why samples that could be read are not taken all the same. */
export const pushReasons = {
  CONFLICT: 'The instant holds another value already, and the first stays: correct it where it was measured.',
  NEW_SERIES_LIMIT: 'This key has created as many series as it may for now: known series go on; send fewer label sets.',
  SERIES_OF_METRIC_LIMIT: 'The metric has as many series as one organization may have of it: drop labels that vary.',
} as const satisfies Record<string, string>;

export type PushReason = IncomingReason | keyof typeof pushReasons;

/** Samples not taken for one reason, with what to do about it and the first of them. */
export interface RefusedPush {
  reason: PushReason;
  samples: number;
  message: string;
  example: string;
}

const mostShown = 200;

export class Refusals {
  private readonly byReason = new Map<PushReason, { samples: number; example: string }>();

  constructor(read: readonly RefusedSamples[]) {
    for (const { reason, samples, example } of read) this.byReason.set(reason, { samples, example });
  }

  add(reason: PushReason, example: string): void {
    const known = this.byReason.get(reason);
    if (known) known.samples += 1;
    else this.byReason.set(reason, { samples: 1, example: example.slice(0, mostShown) });
  }

  list(): RefusedPush[] {
    const messages: Record<PushReason, string> = { ...incomingReasons, ...pushReasons };
    return Array.from(this.byReason, ([reason, of]) => ({ reason, message: messages[reason], ...of }));
  }
}
