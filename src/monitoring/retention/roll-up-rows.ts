import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { microsOf, microsText } from '../../kernel/instant';
import { inTransaction } from '../../kernel/postgres/transaction';
import { decodeChunk } from '../chunks/chunk-codec';
import type { SampleColumns } from '../chunks/sample-columns';
import { mergeColumns, noSamples, placeOf, slice } from '../chunks/column-parts';
import type { MetricKind } from '../monitoring.values';
import { dayMicros } from '../../kernel/instant';
import { keepRollups, rollBuilt } from '../rollups/rollup.store';
import { StepBuilder } from '../rollups/step-builder';
import { openSamples } from '../chunks/sample-wire';
import type { Part } from './let-go.store';

const rowsAtOnce = 20_000;

interface CrowdedDay {
  number: string;
  day: string;
  kind: MetricKind;
  chunk: Buffer | null;
}

/** Makes the steps of days of which samples stay in rows, of all that they hold. Such a day has more than fits a chunk: it is read in pieces. */
export async function rollUpRows(client: PoolClient, part: Part, signal?: AbortSignal): Promise<void> {
  let day = await nextDay(client, part, '0', part.since);
  while (day && !signal?.aborted) {
    const { number, day: date } = day;
    await inTransaction(client, () => rollUpDay(client, day!));
    day = await nextDay(client, part, number, microsText(microsOf(`${date}T00:00:00Z`) + dayMicros));
    await nextTurn();
  }
}

/** The first from an instant of a series on. */
async function nextDay(
  client: PoolClient,
  { since, until }: Part,
  number: string,
  from: string,
): Promise<CrowdedDay | null> {
  const { rows } = await client.query<CrowdedDay>(
    `SELECT x.series_number AS number, x.at::date::text AS day, coalesce(m.kind, 'GAUGE') AS kind, c.data AS chunk
       FROM (SELECT y.series_number, y.at FROM private.sample y
              WHERE (y.series_number, y.at) >= ($3, $4) AND y.at >= $1 AND y.at < $2 ORDER BY y.series_number, y.at LIMIT 1) x
       LEFT JOIN private.sample_chunk c ON c.series_number = x.series_number AND c.day = x.at::date
       LEFT JOIN hub.series s ON s.number = x.series_number LEFT JOIN hub.metric m ON m.id = s.metric_id`,
    [since, until, number, from],
  );
  return rows[0] ?? null;
}

async function rollUpDay(client: PoolClient, { number, day, kind, chunk }: CrowdedDay): Promise<void> {
  const start = microsOf(`${day}T00:00:00Z`);
  const builder = new StepBuilder(kind, start);
  let packed = chunk ? decodeChunk(chunk, start) : noSamples;
  let rows: SampleColumns;
  let from = start;
  do {
    rows = await rowsFrom(client, number, from, start + dayMicros);
    from = rows.at.length < rowsAtOnce ? start + dayMicros : rows.at.at(-1)! + 1;
    const end = placeOf(packed, from);
    builder.take(mergeColumns(slice(packed, 0, end), rows));
    packed = slice(packed, end, packed.at.length);
  } while (from < start + dayMicros);
  await keepRollups(client, [rollBuilt({ number, day, kind }, builder)]);
}

async function rowsFrom(client: PoolClient, number: string, from: number, to: number): Promise<SampleColumns> {
  const { rows } = await client.query<{ points: Buffer | null; flagged: Buffer | null }>(
    `SELECT string_agg(timestamptz_send(x.at) || float8send(x.value), ''::bytea ORDER BY x.at) AS points,
            string_agg(timestamptz_send(x.at) || int2send(x.flag), ''::bytea ORDER BY x.at) FILTER (WHERE x.flag <> 0) AS flagged
       FROM (SELECT y.at, y.value, y.flag FROM private.sample y
              WHERE y.series_number = $1 AND y.at >= $2 AND y.at < $3 ORDER BY y.at LIMIT $4) x`,
    [number, microsText(from), microsText(to), rowsAtOnce],
  );
  return openSamples(rows[0]!.points, rows[0]!.flagged);
}
