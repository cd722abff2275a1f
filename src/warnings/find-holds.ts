import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import { findCauses } from './find-causes';
import type { Hold } from './life/transition.rules';
import type { StandingRow } from './standing.store';
import type { Home } from './warning-rows';

/** A warning whose evidence is about to be settled: the one that stands, if any, and what was seen of it. */
export interface Concerned {
  standing: StandingRow | null;
  seen: readonly Evidence[];
  /** The id of the warning that begins, if one does and goes on. */
  newId: string;
}

/** What holds each of these back at this moment, in their order. */
export async function findHolds(
  db: Db,
  concerned: readonly Concerned[],
  homes: ReadonlyMap<Evidence, Home>,
  now: Date,
): Promise<(Hold | null)[]> {
  const causes = await findCauses(db, concerned, homes, now);
  return causes.map((by) => (by === null ? null : { kind: 'TOPOLOGY', by }));
}
