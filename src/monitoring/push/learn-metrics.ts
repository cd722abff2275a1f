import type { Db } from '../../kernel/postgres/session';
import type { MetricMetadata } from '../incoming/incoming';
import { takeMetrics } from '../taking/take-metrics';

/** What is said of metrics that have series. A sender that says another unit or kind than stands is not heard, and its samples are taken. */
export async function learnMetrics(db: Db, metadata: readonly MetricMetadata[]): Promise<void> {
  if (metadata.length === 0) return;
  const rows = await db.rows<{ name: string }>('SELECT m.name FROM metric m WHERE m.name = ANY ($1::text[])', [
    metadata.map(({ name }) => name),
  ]);
  const known = new Set(rows.map(({ name }) => name));
  const told = metadata
    .filter(({ name }) => known.has(name))
    .map(({ name, kind, unit, help }) => ({ metric: name, kind, unit, description: help }));
  if (told.length > 0) await takeMetrics(db, told);
}
