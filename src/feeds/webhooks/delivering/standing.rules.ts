import type { WebhookEnd } from '../webhook.values';
import { outcomeOf, secondsToRetry } from '../sending/schedule.rules';

/** How a webhook stands: what of it changes by a delivery. */
export interface Standing {
  cursor: string | null;
  /** Where the log ended when all had been sent; null while something may be due. */
  seenXid: string | null;
  /** Messages that were concluded. */
  messages: bigint;
  /** Tries of the next message, and the changes that it holds. */
  tries: number;
  messageChanges: number | null;
  /** Tries in a row that failed, of whichever messages. */
  failures: number;
  /** RFC 3339 */
  behindSince: string | null;
  horizonAt: string | null;
  nextInSeconds: number;
  endedReason: WebhookEnd | null;
}

/** What was read, and where that ends. */
export interface Reached {
  cursor: string;
  /** Where the log ended, where all of it was read. */
  endOfLog: string | null;
  /** When a cursor of that place can be followed no more. */
  expiresAt: string;
}

/** What was sent, by the changes' own times. */
export interface Sent extends Reached {
  changes: number;
  firstAt: string;
  lastAt: string;
}

/** Even where nothing is logged, access ends by the clock: so each is looked at as often. */
const idleSeconds = 60;
const noMessage = { tries: 0, messageChanges: null };

const reached = ({ cursor, endOfLog, expiresAt }: Reached) => ({
  ...{ cursor, seenXid: endOfLog, horizonAt: expiresAt },
  nextInSeconds: endOfLog === null ? 0 : idleSeconds,
});

/** There was nothing to send. */
export const afterNothing = (standing: Standing, at: Reached): Standing => ({
  ...{ ...standing, ...noMessage, ...reached(at) },
  ...(at.endOfLog !== null && { failures: 0, behindSince: null }),
});

const concluded = ({ messages }: Standing, sent: Sent) => ({
  ...{ ...noMessage, ...reached(sent), messages: messages + 1n },
  behindSince: sent.endOfLog === null ? sent.lastAt : null,
});

export interface Tried {
  status: number | null;
  retryAfterSeconds: number | null;
}

export interface Concluded {
  standing: Standing;
  fate: 'TAKEN' | 'TRIED_AGAIN' | 'GIVEN_UP' | 'ENDED';
}

/** What a try makes of it; by chance (0 to 1) within the schedule's spread. */
export function afterTry(
  standing: Standing,
  sent: Sent,
  { status, retryAfterSeconds }: Tried,
  schedule: readonly number[],
  chance: number,
): Concluded {
  const outcome = outcomeOf(status);
  if (outcome === 'DELIVERED')
    return { standing: { ...standing, ...concluded(standing, sent), failures: 0 }, fate: 'TAKEN' };
  const failures = standing.failures + 1;
  const tries = standing.tries + 1;
  const behindSince = standing.behindSince ?? sent.firstAt;
  const waiting = { ...standing, failures, tries, behindSince, messageChanges: sent.changes, seenXid: null };
  if (outcome === 'GONE') return { standing: { ...waiting, nextInSeconds: 0, endedReason: 'GONE' }, fate: 'ENDED' };
  const asked = { failures: tries, retryAfterSeconds: isLeave(status) ? retryAfterSeconds : null };
  const seconds = secondsToRetry(asked, schedule, chance);
  if (seconds !== null) return { standing: { ...waiting, nextInSeconds: seconds }, fate: 'TRIED_AGAIN' };
  return {
    standing: { ...standing, ...concluded(standing, sent), failures, nextInSeconds: 0, seenXid: null },
    fate: 'GIVEN_UP',
  };
}

/** Answers that may say when to come back. */
const isLeave = (status: number | null): boolean => status === 429 || status === 503;

export const ended = (standing: Standing, endedReason: WebhookEnd): Standing => ({
  ...standing,
  seenXid: null,
  nextInSeconds: 0,
  endedReason,
});

/** It stays as it is until then, and may be read in smaller parts: what failed was not the receiver. */
export const putOff = (standing: Standing, nextInSeconds: number, atMost?: number): Standing => ({
  ...standing,
  ...{ seenXid: null, nextInSeconds, messageChanges: atMost ?? standing.messageChanges },
});
