import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import type { Hold } from './life/transition.rules';
import type { StandingRow } from './standing.store';

/** A warning whose evidence is about to be settled: the one that stands, if any, and what was seen of it. */
export interface Concerned {
  standing: StandingRow | null;
  seen: readonly Evidence[];
}

/** What holds each of these back at this moment, in their order: nothing yet. */
export function findHolds(_db: Db, concerned: readonly Concerned[], _now: Date): Promise<(Hold | null)[]> {
  return Promise.resolve(concerned.map(() => null));
}
