import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import { findCauses } from './find-causes';
import type { Hold } from './life/transition.rules';
import { findQuiet } from './quiet/find-quiet';
import type { StandingRow } from './standing.store';
import type { Home } from './warning-rows';

/** A warning whose evidence is about to be settled: the one that stands, if any, and what was seen of it. */
export interface Concerned {
  standing: StandingRow | null;
  seen: readonly Evidence[];
  /** The id of the warning that begins, if one does and goes on. */
  newId: string;
}

/**
 * What holds each of these back at this moment, in their order: the warning that has its cause, or else the silence or maintenance that covers it.
 * `unheld` are the warnings as they would be if nothing did, or none.
 */
export async function findHolds(
  db: Db,
  concerned: readonly Concerned[],
  unheld: readonly (StandingRow | null)[],
  homes: ReadonlyMap<Evidence, Home>,
  now: Date,
): Promise<(Hold | null)[]> {
  const quiet = await findQuiet(db, unheld, now);
  const causes = await findCauses(db, concerned, homes, now);
  return causes.map((by, i) => (by === null ? quiet[i]! : { kind: 'TOPOLOGY', by }));
}
