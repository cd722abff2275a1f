import { lifeInstants, type Instants } from './incident-life.values';

/** Clocks of senders run ahead of the hub's by so much at most, in milliseconds. */
const ahead = 60_000;

/** The earlier and the later of each two that have an order. When its owner knew of an incident lies between its occurrence and its end. */
const pairs: readonly (readonly [keyof Instants, keyof Instants])[] = [
  ...lifeInstants.flatMap((earlier, i) => lifeInstants.slice(i + 1).map((later) => [earlier, later] as const)),
  ['occurredAt', 'awareAt'],
  ['awareAt', 'closedAt'],
];

/** What is wrong with instants that are said now, beside those that stand; null where nothing is. What stood in no order before is let be. */
export function faultOfTimes(standing: Instants, said: Instants, now: Date): string | null {
  const future = faultOfFuture(said, now);
  if (future) return future;
  const all = { ...standing, ...said };
  for (const [earlier, later] of pairs) {
    const [one, other] = [all[earlier], all[later]];
    if (!one || !other || Date.parse(one) <= Date.parse(other)) continue;
    if (later in said) return `${later}: ${other} lies before ${earlier} (${one}).`;
    if (earlier in said) return `${earlier}: ${one} lies after ${later} (${other}).`;
  }
  return null;
}

/** Nothing has happened yet that lies in the future. */
export function faultOfFuture(said: Readonly<Record<string, string | null | undefined>>, now: Date): string | null {
  const early = Object.entries(said).find(([, instant]) => instant && Date.parse(instant) > now.getTime() + ahead);
  return early ? `${early[0]}: ${early[1]} lies in the future.` : null;
}

/** The last instant at which it came to another state, as far as it is known. */
export function lastStepOf(living: Instants): string | null {
  const { acknowledgedAt, startedAt, containedAt, resolvedAt, closedAt, reopenedAt } = living;
  const known = [acknowledgedAt, startedAt, containedAt, resolvedAt, closedAt, reopenedAt].filter((at) => at != null);
  return known.toSorted((one, other) => Date.parse(one) - Date.parse(other)).at(-1) ?? null;
}
