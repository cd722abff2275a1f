import type { Db } from '../kernel/postgres/session';
import { maxImpacted, maxSteps, type ImpactRow } from './impact.rules';

/** All that stops working with a record, in one statement that runs under the policies; a step or a row more than the bounds where there is more. */
export const findImpact = (db: Db, typeName: string, id: string): Promise<ImpactRow[]> =>
  db.rows<ImpactRow>(
    `SELECT i.kind, i.id, i.owner_id AS "ownerId", i.site_id AS "siteId", i.steps FROM hub.impact_of($1, $2, $3, $4) i`,
    [typeName, id, maxSteps, maxImpacted],
  );
