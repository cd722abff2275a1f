import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { readConfig } from '../src/kernel/config';
import { openDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { decodeChunk } from '../src/monitoring/chunks/chunk-codec';
import { packSamples } from '../src/monitoring/pack-samples';
import { spreadOf } from './measure';

const seriesCount = 1000;
const samplesOfSeries = 1440;
const total = seriesCount * samplesOfSeries;
const day = '2026-03-02';
const reads = 300;

/**
 * What samples take once they are packed, how fast they are, and how long a series-day takes to read: a day of 1,000 series a minute apart,
 * half of them counters that grow by random amounts, half gauges of two decimals that wander. Run: npm run bench:storage
 */
async function main(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-storage-'));
  const database = await openDatabase(readConfig({ ...process.env, DATA_DIR: directory }), migrations);
  try {
    await fill(database.operator);
    console.log(`as rows: ${(await bytesOf(database.operator, 'sample')).toFixed(1)} bytes a sample`);
    const seconds = await pack(database.operator);
    console.log(
      `packing: ${Math.round(total / seconds).toLocaleString('en')} samples/s, rows gone and compared to the bit`,
    );
    console.log(
      `packed: ${(await bytesOf(database.operator, 'sample_chunk')).toFixed(2)} bytes a sample, with all that the table takes`,
    );
    await readDays(database.operator);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function fill(operator: Pool): Promise<void> {
  await operator.query(`SELECT private.ensure_month('sample', $1)`, [day]);
  await operator.query(`SELECT setseed(0.5)`);
  await operator.query(
    `INSERT INTO private.sample (series_number, at, value)
     SELECT n, $1::timestamptz + i * interval '1 min',
            CASE WHEN n % 2 = 0 THEN sum(floor(random() * 100000)) OVER w ELSE round((50 + sum(random() - 0.5) OVER w)::numeric, 2) END
       FROM generate_series(1, $2::int) n, generate_series(0, $3::int - 1) i WINDOW w AS (PARTITION BY n ORDER BY i)`,
    [day, seriesCount, samplesOfSeries],
  );
}

async function pack(operator: Pool): Promise<number> {
  const client = await operator.connect();
  const began = performance.now();
  try {
    await packSamples(client, { now: new Date('2026-03-04T00:00:00Z') });
  } finally {
    client.release();
  }
  return (performance.now() - began) / 1000;
}

async function bytesOf(operator: Pool, table: string): Promise<number> {
  const { rows } = await operator.query<{ bytes: number }>(
    `SELECT sum(pg_total_relation_size(i.inhrelid)) AS bytes FROM pg_inherits i WHERE i.inhparent = format('private.%I', $1::text)::regclass`,
    [table],
  );
  return Number(rows[0]!.bytes) / total;
}

async function readDays(operator: Pool): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < reads; i += 1) {
    const began = performance.now();
    const { rows } = await operator.query<{ data: Buffer }>(
      'SELECT c.data FROM private.sample_chunk c WHERE c.series_number = $1 AND c.day = $2',
      [1 + ((i * 7919) % seriesCount), day],
    );
    const { at } = decodeChunk(rows[0]!.data, Date.parse(`${day}T00:00:00Z`) * 1000);
    if (at.length !== samplesOfSeries) throw new Error(`A series-day has ${at.length} samples.`);
    times.push(performance.now() - began);
  }
  const { median, least, most } = spreadOf(times);
  console.log(`a series-day of ${samplesOfSeries}: ${median.toFixed(2)} ms (${least.toFixed(2)}-${most.toFixed(2)})`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
