import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { issueKeyAsOperator } from '../src/directory/operator-keys.store';
import { fedTypes } from '../src/feeds/fed-types';
import { runExports } from '../src/feeds/export/run-exports';
import { readConfig } from '../src/kernel/config';
import { openDatabase, type OpenDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { packSamples } from '../src/monitoring/packing/pack-samples';
import { registry } from '../src/registry';
import { makeCenter } from './ingest/kept';

/**
 * What the export of many samples takes: a month of days of series a minute apart, packed as they lie. Tells samples a second, bytes, and the
 * memory of the process as it goes on, which does not grow with them. Run: npm run bench:export [-- --samples 10000000 --format NDJSON]
 */
async function main(): Promise<void> {
  const options = {
    samples: { type: 'string', default: '10000000' },
    format: { type: 'string', default: 'NDJSON' },
  } as const;
  const { samples, format } = parseArgs({ options }).values;
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-export-'));
  const database = await openDatabase(readConfig({ ...process.env, DATA_DIR: directory }), migrations);
  try {
    const days = Math.ceil(Number(samples) / (seriesCount * samplesOfDay));
    await fill(database, days);
    await measure(database, days * seriesCount * samplesOfDay, format);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const seriesCount = 500;
const samplesOfDay = 1440;
const firstDay = '2026-03-01T00:00:00Z';

/** One day is packed as it would be; the others have its chunks, which say when within the day. */
async function fill({ operator }: OpenDatabase, days: number): Promise<void> {
  await makeCenter(operator);
  await operator.query(
    `WITH m AS (INSERT INTO hub.metric (id, name, unit, kind) VALUES (gen_random_uuid(), 'load', '', 'GAUGE') RETURNING id)
     INSERT INTO hub.series (id, metric_id, writer_id, source, external_id)
     SELECT gen_random_uuid(), m.id, o.id, 'bench', 'series ' || n FROM m, hub.organization o, generate_series(1, $1) n WHERE o.code = 'CENTER'`,
    [seriesCount],
  );
  await operator.query(`SELECT private.ensure_month('sample', $1)`, [firstDay]);
  await operator.query(
    `INSERT INTO private.sample (series_number, at, value)
     SELECT s.number, $1::timestamptz + i * interval '1 min', round((50 + sum(random() - 0.5) OVER (PARTITION BY s.number ORDER BY i))::numeric, 2)
       FROM hub.series s, generate_series(0, $2::int - 1) i`,
    [firstDay, samplesOfDay],
  );
  const client = await operator.connect();
  await packSamples(client, { now: new Date('2026-03-02T03:00:00Z') });
  client.release();
  await operator.query(
    `INSERT INTO private.sample_chunk (series_number, day, count, last_at, data)
     SELECT c.series_number, c.day + n, c.count, c.last_at + n * interval '1 day', c.data FROM private.sample_chunk c, generate_series(1, $1) n`,
    [days - 1],
  );
}

async function measure({ operator }: OpenDatabase, expected: number, format: string): Promise<void> {
  const { keyId: key } = await issueKeyAsOperator(operator, {
    ...{ organization: 'CENTER', label: 'bench', role: 'READER', writesFor: [] },
    expiresAt: new Date(Date.now() + 86_400_000),
  });
  await operator.query(
    `INSERT INTO hub.export (id, owner_id, client_id, content, format, filter, since, until)
     SELECT gen_random_uuid(), k.owner_id, k.client_id, 'SAMPLES', $2, '{}', '2026-03-01', '2026-04-01' FROM hub.api_key k WHERE k.id = $1`,
    [key, format],
  );
  const told = setInterval(() => void tell(operator), 5000);
  const began = performance.now();
  const client = await operator.connect();
  await runExports(client, { operator, fed: fedTypes(registry), hours: 24, mostBytes: 1e12 });
  client.release();
  clearInterval(told);
  const seconds = (performance.now() - began) / 1000;
  const { count, bytes } = await tell(operator);
  if (count !== expected) throw new Error(`${count} samples are in the file, ${expected} were to be.`);
  const perSecond = Math.round(count / seconds).toLocaleString('en');
  console.log(
    `${count} samples in ${seconds.toFixed(1)} s: ${perSecond}/s, ${(bytes / count).toFixed(2)} bytes each; load average ${loadavg()[0]!.toFixed(1)}`,
  );
}

async function tell(operator: OpenDatabase['operator']): Promise<{ count: number; bytes: number }> {
  const { rows } = await operator.query<{ count: number; bytes: number }>(
    'SELECT e.count::float8 AS count, e.bytes::float8 AS bytes FROM hub.export e',
  );
  const { rss, heapUsed, external } = process.memoryUsage();
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  console.log(`${rows[0]!.count} samples, resident ${mb(rss)} MB, heap ${mb(heapUsed)} MB, buffers ${mb(external)} MB`);
  return rows[0]!;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
