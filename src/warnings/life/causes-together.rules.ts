import { causesOf, type OpenWarning, type Thing } from './suppression.rules';
import type { Seen, Standing } from './transition.rules';
import { settle } from './warning-life.rules';
import type { WarningNature } from './warning-life.values';

/** A fingerprint that is settled: what stands for it, what was seen of it, and what topology knows it by. */
export interface Case {
  /** id of the warning that stands or last cleared */
  id: string;
  /** id that another warning of this fingerprint would have */
  newId: string;
  standing: Standing | null;
  seen: readonly Seen[];
  nature: WarningNature;
  /** its subject; null where it has none */
  thing: string | null;
  /** whether its writer may speak for the subject: others' word of it holds back nobody's warnings */
  mayCause: boolean;
}

/**
 * What each of these is caused by once all the evidence is taken, among themselves and what else is open; in their order. So a cause and what
 * hangs behind it that come together tell of the cause alone.
 */
export function causesTogether(
  things: ReadonlyMap<string, Thing>,
  cases: readonly Case[],
  others: readonly OpenWarning[],
  now: Date,
): (string | null)[] {
  const open = cases.map((one) => openAfter(one, now));
  const causes = causesOf(things, [...open.filter((one) => one !== null), ...others]);
  return open.map((one) => (one && causes.get(one.id)) ?? null);
}

/** A warning fails as long as it fires; one that was told, until it is told that it is over. */
export const isFailing = ({ state, firing }: Pick<Standing, 'state' | 'firing'>): boolean =>
  state !== 'CLEARED' && (firing || state !== 'SUPPRESSED');

export const isTold = ({ state }: Pick<Standing, 'state'>): boolean => state === 'RAISED' || state === 'ACKNOWLEDGED';

/** The warning as topology sees it once its evidence is taken; null where it then is not open, or is of no concern to topology. */
export function openAfter({ standing, seen, thing, nature, id, newId, mayCause }: Case, now: Date): OpenWarning | null {
  const heldBefore = standing?.state === 'SUPPRESSED' ? standing.hold : null;
  const after = settle(standing, seen, heldBefore, now).at(-1);
  if (!after || thing === null || nature === 'OTHER' || !isFailing(after.next)) return null;
  return {
    ...{ id: after.isNew ? newId : id, thing, isDown: nature === 'DOWN' && mayCause },
    ...{ isTold: !after.isNew && standing !== null && isTold(standing), raisedAt: after.next.raisedAt },
  };
}
