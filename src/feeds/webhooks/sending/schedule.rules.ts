/** The longest that a receiver may put a retry off, in seconds. */
const longestAskedSeconds = 86_400;

export interface Answered {
  /** The tries that failed, this one among them. */
  failures: number;
  /** Seconds that the receiver asked to be left alone for. */
  retryAfterSeconds: number | null;
}

/**
 * Seconds until the next try; null where there is none left. Up to a fifth more or less by chance (0 to 1), so that webhooks that failed
 * together do not come back together. What a receiver asks for is waited for, a day at most.
 */
export function secondsToRetry(
  { failures, retryAfterSeconds }: Answered,
  schedule: readonly number[],
  chance: number,
): number | null {
  const planned = schedule[failures - 1];
  if (planned === undefined) return null;
  const spread = (planned * (4 + 2 * chance)) / 5;
  return Math.max(spread, Math.min(retryAfterSeconds ?? 0, longestAskedSeconds));
}

/** What Retry-After asks for, in seconds from now; null where it says nothing that can be read. */
export function retryAfterOf(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

export type Outcome = 'DELIVERED' | 'FAILED' | 'GONE';

/** 2xx alone says that the changes were taken; 410 that none is wanted any more. */
export function outcomeOf(status: number | null): Outcome {
  if (status === null) return 'FAILED';
  if (status === 410) return 'GONE';
  return status >= 200 && status < 300 ? 'DELIVERED' : 'FAILED';
}

/** What is told of an answer that is no success. */
export function faultOfStatus(status: number): string {
  if (status >= 300 && status < 400) return `The receiver answered ${status}: redirects are not followed.`;
  if (status === 410) return 'The receiver answered 410: it wants no more.';
  return `The receiver answered ${status}.`;
}
