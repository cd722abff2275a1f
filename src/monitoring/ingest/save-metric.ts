import { refuseUnlessKeeper } from '../../directory/keeps-directory';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import type { MetricKind } from '../monitoring.values';
import { isDescription, isUnit } from '../series-names.rules';

export interface SavedMetric {
  name: string;
  unit?: string | null;
  kind?: MetricKind | null;
  description?: string | null;
}

/** Mends what was said of a metric; what is left out stays. Answers its UUID. */
export async function saveMetric(db: Db, { name, unit, kind, description }: SavedMetric): Promise<string> {
  if (unit != null && !isUnit(unit)) throw new HubError('BAD_USER_INPUT', 'unit: it has 40 characters at most.');
  if (description != null && !isDescription(description))
    throw new HubError('BAD_USER_INPUT', 'description: it has 1,000 characters at most.');
  await refuseUnlessKeeper(db, 'Mending a metric');
  const [saved] = await db.rows<{ id: string }>(
    `UPDATE metric m SET unit = coalesce($2, m.unit), kind = coalesce($3, m.kind), kind_is_said = m.kind_is_said OR $3::text IS NOT NULL,
                         description = coalesce($4, m.description)
      WHERE m.name = $1 RETURNING m.id`,
    [name, unit ?? null, kind ?? null, description ?? null],
  );
  if (saved) return saved.id;
  throw new HubError(
    'NOT_FOUND',
    `There is no metric "${name.slice(0, 60)}": it is made by the first samples that name it.`,
  );
}
