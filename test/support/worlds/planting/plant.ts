import type { Hub } from '../../hub';
import type { Random } from '../../random';
import { shuffled } from '../world/chance';
import type { World } from '../world/things';
import { cascaded, Past } from './past';
import type { Row } from './rows';
import { tables } from './tables';

type Sql = Hub['sql'];

/** Takes everything out of the database, and puts a world in: first as it may have been before, then as it is. */
export async function plant(sql: Sql, world: World, random: Random): Promise<void> {
  await clear(sql);
  const past = new Past(world, random);
  const moved: [table: string, rows: Row[]][] = [];
  for (const [table, plan] of Object.entries(tables)) {
    const rows = plan(world).map(({ row }) => row);
    const before = rows.map((row) => past.of(table, row));
    await insert(sql, table, before);
    if (!cascaded.has(table)) moved.push([table, rows.filter((row, i) => row !== before[i])]);
  }
  for (const [table, rows] of shuffled(random, moved)) await update(sql, table, rows);
  await takeSamples(sql, world);
}

async function clear(sql: Sql): Promise<void> {
  const [found] = await sql<{ names: string }>(
    `SELECT string_agg(c.oid::regclass::text, ', ') AS names FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('hub', 'private') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname NOT IN ('classification', 'retention', 'migration', 'feed_epoch')`,
  );
  await sql(`TRUNCATE ${found!.names}`);
}

async function insert(sql: Sql, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!).join(', ');
  await sql(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}

async function update(sql: Sql, table: string, rows: Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0]!).filter((column) => column !== 'id');
  await sql(
    `UPDATE ${table} t SET ${columns.map((column) => `${column} = r.${column}`).join(', ')}
       FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb) r WHERE r.id = t.id`,
    [JSON.stringify(rows)],
  );
}

/** By the road that ingest takes, in the name of each writer. */
async function takeSamples(sql: Sql, { Organization, Series }: World): Promise<void> {
  const points = Series.flatMap(({ id, samples }) => samples.map((sample) => ({ id, ...sample })));
  await sql(
    `SELECT count(t.*) FROM (SELECT set_config('hub.writers', $1, true) AS set) s
      CROSS JOIN LATERAL hub.take_samples(CASE WHEN s.set <> '' THEN $2::uuid[] END,
        ARRAY(SELECT to_timestamp(x) FROM unnest($3::float8[]) x), $4::float8[], $5::smallint[]) t`,
    [
      `{${Organization.map(({ id }) => id).join()}}`,
      ...[points.map(({ id }) => id), points.map(({ at }) => at)],
      ...[points.map(({ value }) => value), points.map(({ flag }) => flag)],
    ],
  );
}
