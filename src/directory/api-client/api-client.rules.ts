const aDay = 86_400_000;
export const daysUnlessSaid = 365;
const daysAtMost = 730;
const networksAtMost = 100;
const writesForAtMost = 1000;

export interface AskedClient {
  label: string;
  writesFor: readonly string[];
  networks: readonly string[];
}

/** What is wrong with a client that is asked for; null where nothing is. */
export function faultOfClient({ label, writesFor, networks }: AskedClient): string | null {
  if (label.trim().length === 0 || label.length > 100) return 'label: it has 1 to 100 characters.';
  if (writesFor.length > writesForAtMost)
    return `writesFor: ${writesForAtMost} organizations are the most, ${writesFor.length} are named.`;
  if (networks.length > networksAtMost)
    return `networks: ${networksAtMost} are the most, ${networks.length} are given.`;
  return null;
}

/** When a key ends that is issued now; a sentence where it can not end then. */
export function endOfKey(expiresAt: string | null | undefined, now: Date): Date | string {
  const end = expiresAt ? new Date(expiresAt) : new Date(now.getTime() + daysUnlessSaid * aDay);
  if (end <= now) return 'expiresAt: it lies in the past.';
  if (end.getTime() > now.getTime() + daysAtMost * aDay)
    return `expiresAt: a key lives for two years (${daysAtMost} days) at most.`;
  return end;
}
