import { findWriter } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import { newId } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';

export interface SavedInterval {
  owner: string;
  source: string;
  metric?: string | null;
  intervalSeconds?: number | null;
}

const longest = 31 * 86_400;
const sourceName = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/** Says how often samples of a source are to come, of one metric or of all; null takes it back. */
export async function saveExpectedInterval(db: Db, input: SavedInterval) {
  const { owner, source, metric = null, intervalSeconds = null } = input;
  if (!sourceName.test(source))
    throw new HubError(
      'BAD_USER_INPUT',
      `source: "${source.slice(0, 63)}" names no system: 1 to 63 of a-z, 0-9, ".", "_", "-".`,
    );
  if (intervalSeconds !== null && (intervalSeconds < 1 || intervalSeconds > longest))
    throw new HubError('BAD_USER_INPUT', `intervalSeconds: it can be 1 to ${longest}, or null.`);
  const writer = await findWriter(db, owner);
  const metricId = metric === null ? null : await idOfMetric(db, metric);
  await db.rows(
    `INSERT INTO expected_interval AS e (id, writer_id, source, metric_id, interval_seconds) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (writer_id, source, metric_id) DO UPDATE SET interval_seconds = EXCLUDED.interval_seconds`,
    [newId(), writer.id, source, metricId, intervalSeconds],
  );
  return { source, metric, intervalSeconds };
}

async function idOfMetric(db: Db, name: string): Promise<string> {
  const [metric] = await db.rows<{ id: string }>('SELECT m.id FROM metric m WHERE m.name = $1', [name]);
  if (metric) return metric.id;
  throw new HubError(
    'NOT_FOUND',
    `There is no metric "${name.slice(0, 60)}": it is made by the first samples that name it.`,
  );
}
