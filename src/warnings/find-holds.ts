import type { Db } from '../kernel/postgres/session';
import type { Evidence } from './evidence';
import type { Hold } from './life/transition.rules';
import { findQuiet } from './quiet/find-quiet';
import type { StandingRow } from './standing.store';

/** A warning whose evidence is about to be settled: the one that stands, if any, and what was seen of it. */
export interface Concerned {
  standing: StandingRow | null;
  seen: readonly Evidence[];
}

/** What holds each of these back at this moment, in their order: warnings as they would be if nothing did, or none. */
export const findHolds = (db: Db, unheld: readonly (StandingRow | null)[], now: Date): Promise<(Hold | null)[]> =>
  findQuiet(db, unheld, now);
