import type { Pool } from 'pg';
import { decodeChunk } from '../../src/monitoring/chunks/chunk-codec';
import { spreadOf, type Spread } from '../measure';

export const seriesCount = 1000;
export const samplesOfSeries = 1440;
export const generatedDay = '2026-03-02';
export const generatedSamples = seriesCount * samplesOfSeries;
const reads = 300;

/** A day of 1,000 series a minute apart as rows, half of them counters that grow by random amounts, half gauges of two decimals that wander. */
export async function fillDay(operator: Pool): Promise<void> {
  await operator.query(`SELECT private.ensure_month('sample', $1)`, [generatedDay]);
  await operator.query(`SELECT setseed(0.5)`);
  await operator.query(
    `INSERT INTO private.sample (series_number, at, value)
     SELECT n, $1::timestamptz + i * interval '1 min',
            CASE WHEN n % 2 = 0 THEN sum(floor(random() * 100000)) OVER w ELSE round((50 + sum(random() - 0.5) OVER w)::numeric, 2) END
       FROM generate_series(1, $2::int) n, generate_series(0, $3::int - 1) i WINDOW w AS (PARTITION BY n ORDER BY i)`,
    [generatedDay, seriesCount, samplesOfSeries],
  );
}

/** How many ms a packed day of one series takes to read. */
export async function readDays(operator: Pool): Promise<Spread> {
  const times: number[] = [];
  for (let i = 0; i < reads; i += 1) {
    const began = performance.now();
    const { rows } = await operator.query<{ data: Buffer }>(
      'SELECT c.data FROM private.sample_chunk c WHERE c.series_number = $1 AND c.day = $2',
      [1 + ((i * 7919) % seriesCount), generatedDay],
    );
    const { at } = decodeChunk(rows[0]!.data, Date.parse(`${generatedDay}T00:00:00Z`) * 1000);
    if (at.length !== samplesOfSeries) throw new Error(`A series-day has ${at.length} samples.`);
    times.push(performance.now() - began);
  }
  return spreadOf(times);
}
