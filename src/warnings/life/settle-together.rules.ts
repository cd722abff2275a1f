import { causesOf, type OpenWarning, type Thing } from './suppression.rules';
import type { Hold, Seen, Settled, Standing } from './transition.rules';
import { settle } from './warning-life.rules';
import type { WarningNature } from './warning-life.values';

/** A fingerprint that is settled: what stands for it, what was seen of it, and what lies on it beside topology. */
export interface Case<E extends Seen> {
  /** id of the warning that stands or last cleared */
  id: string;
  /** id that another warning of this fingerprint would have */
  newId: string;
  standing: Standing | null;
  seen: readonly E[];
  nature: WarningNature;
  /** its subject among the things; null where it has none there */
  thing: string | null;
  /** whether its writer may speak for the subject: others' word of it holds back nobody's warnings */
  mayCause: boolean;
  /** the silence or maintenance that covers it */
  quiet: Hold | null;
}

/**
 * Settles fingerprints with all that they hang on: what the evidence leaves open is known first, then what is caused by what, then each
 * is told or held back; so a cause and what hangs behind it that come together tell of the cause alone. Everything open that the topology joins to
 * these has to be among the cases, with nothing seen.
 */
export function settleTogether<E extends Seen>(
  things: ReadonlyMap<string, Thing>,
  cases: readonly Case<E>[],
  now: Date,
): Map<Case<E>, Settled<E>[]> {
  const open = new Map(cases.flatMap((one) => openAfter(one, now)));
  const causes = causesOf(things, [...open.values()]);
  return new Map(
    cases.map((one) => {
      const by = causes.get(open.get(one)?.id ?? '');
      const hold: Hold | null = by === undefined ? one.quiet : { kind: 'TOPOLOGY', by };
      return [one, settle(one.standing, one.seen, hold, now)];
    }),
  );
}

/** A warning fails as long as it fires; one that was told, until it is told that it is over. */
export const isFailing = ({ state, firing }: Standing): boolean =>
  state !== 'CLEARED' && (firing || state !== 'SUPPRESSED');

function openAfter<E extends Seen>(one: Case<E>, now: Date): [Case<E>, OpenWarning][] {
  const { standing, seen, thing, nature, id, newId, mayCause } = one;
  const heldBefore = standing?.state === 'SUPPRESSED' ? standing.hold : null;
  const after = settle(standing, seen, heldBefore, now).at(-1);
  if (!after || thing === null || nature === 'OTHER' || !isFailing(after.next)) return [];
  const isTold = !after.isNew && (standing?.state === 'RAISED' || standing?.state === 'ACKNOWLEDGED');
  const isDown = nature === 'DOWN' && mayCause;
  return [[one, { id: after.isNew ? newId : id, thing, isDown, isTold, raisedAt: after.next.raisedAt }]];
}
