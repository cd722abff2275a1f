import { connectionConfig, withClient } from '../../src/kernel/postgres/database';
import { migrate } from '../../src/kernel/postgres/migrate';
import { encodeChunk } from '../../src/monitoring/chunks/chunk-codec';
import { KeepPaces1790000002300 } from '../../migrations/1790000002300-keep-paces';
import { migrations } from '../../src/migrations';
import { emptyDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.drop());

const second = 1_000_000;
const day = '2026-11-01';

/** A packed day whose first sample lies so many microseconds in it. */
const packed = (first: number, count: number): Buffer =>
  Buffer.from(
    encodeChunk(
      {
        at: Float64Array.from({ length: count }, (_, i) => first + i * second),
        values: new Float64Array(count),
        flags: new Uint8Array(count),
      },
      0,
    ),
  );

interface Before {
  chunk: Buffer | null;
  row: string | null;
  first: string;
}

const series: Before[] = [
  { chunk: packed(0, 1), row: null, first: '00:00:00' },
  { chunk: packed(63, 1), row: null, first: '00:00:00.000063' },
  { chunk: packed(64, 200), row: null, first: '00:00:00.000064' },
  { chunk: packed(8191, 127), row: null, first: '00:00:00.008191' },
  { chunk: packed(8192, 128), row: null, first: '00:00:00.008192' },
  { chunk: packed(13 * 3600 * second + 1, 20_000), row: '2026-11-02T10:00:00Z', first: '13:00:00.000001' },
  { chunk: packed(86_400 * second - 1, 1), row: null, first: '23:59:59.999999' },
  // Late, and not packed yet.
  { chunk: packed(3600 * second, 10), row: '2026-11-01T00:30:00Z', first: '00:30:00' },
  { chunk: null, row: '2026-11-01T05:00:00Z', first: '05:00:00' },
  { chunk: Buffer.from('0001ff', 'hex'), row: null, first: '00:00:00' },
  { chunk: Buffer.from('01', 'hex'), row: null, first: '00:00:00' },
  { chunk: Buffer.from('01ffffffffffffffffffffffffffff', 'hex'), row: null, first: '00:00:00' },
  // Nothing but the newest is known.
  { chunk: null, row: null, first: '23:00:00' },
];

test('Series that were there before have the first of their samples, packed or not', async () => {
  await migrate(database.url, migrations.slice(0, migrations.indexOf(KeepPaces1790000002300)));
  const found = await withClient(connectionConfig(database.url, 'hub_owner'), async (client) => {
    for (const table of ['sample', 'sample_chunk'])
      await client.query('SELECT private.ensure_month($1, $2)', [table, day]);
    for (const [n, { chunk, row }] of series.entries()) {
      await client.query(
        `INSERT INTO private.latest_sample (series_number, at, value, flag) VALUES ($1, '${day}T23:00:00Z', 1, 0)`,
        [n],
      );
      if (row) await client.query('INSERT INTO private.sample (series_number, at, value) VALUES ($1, $2, 1)', [n, row]);
      if (chunk)
        await client.query(
          `INSERT INTO private.sample_chunk (series_number, day, count, last_at, data) VALUES ($1, $2, 1, '${day}T23:59:59Z', $3)`,
          [n, day, chunk],
        );
    }
    await migrate(database.url, migrations);
    const { rows } = await client.query<{ first: string; arrived: string | null }>(
      `SELECT to_char(l.first_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS first, l.arrived_at AS arrived FROM private.latest_sample l ORDER BY l.series_number`,
    );
    return rows;
  });
  const padded = (time: string) => (time.includes('.') ? time : `${time}.000000`);
  expect(found).toEqual(series.map(({ first }) => ({ first: `${day} ${padded(first)}`, arrived: null })));
});
