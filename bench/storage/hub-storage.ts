import { compressSync } from 'snappy';
import { issueKeyAsOperator } from '../../src/directory/operator-keys.store';
import { readConfig } from '../../src/kernel/config';
import { createApiPool, createCanceller } from '../../src/kernel/postgres/database';
import type { OpenDatabase } from '../../src/kernel/postgres/open-database';
import { packSamples } from '../../src/monitoring/packing/pack-samples';
import { createServer } from '../../src/server';
import { encodeWriteRequest, type WrittenSeries } from '../../test/support/remote-write';
import { makeCenter } from '../ingest/kept';
import { numberOf, type Scraped } from './scraped';

const scrapesABody = 20;

/** Sends samples to the hub as Prometheus would, by remote-write. */
export async function writeToHub(database: OpenDatabase, scraped: Scraped): Promise<void> {
  await makeCenter(database.operator);
  const { text: key } = await issueKeyAsOperator(database.operator, {
    ...{ organization: 'CENTER', label: 'bench', role: 'REPORTER', writesFor: [] },
    expiresAt: new Date(Date.now() + 86_400_000),
  });
  const config = readConfig({ LOG_LEVEL: 'error', SAMPLES_PER_SECOND: '100000000', DEADLINE_MS: '60000' });
  const api = createApiPool(database.url, config);
  const canceller = createCanceller(database.url);
  const { app } = await createServer({ config, api, canceller });
  const headers = {
    ...{ authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
  };
  try {
    for (const payload of bodies(scraped)) {
      const { statusCode, body } = await app.inject({ method: 'POST', url: '/api/v1/write', headers, payload });
      if (statusCode !== 204) throw new Error(`The hub answers ${statusCode}: ${body.slice(0, 500)}`);
    }
  } finally {
    await app.close();
    await Promise.all([api.end(), canceller.end()]);
  }
}

function* bodies({ series, scrapes }: Scraped): Generator<Buffer> {
  for (let from = 0; from < scrapes; from += scrapesABody) {
    const part = series.map(({ labels, at, values }): WrittenSeries => ({
      labels,
      samples: at.slice(from, from + scrapesABody).map((instant, i) => [instant, numberOf(values[from + i]!)] as const),
    }));
    yield compressSync(encodeWriteRequest(part.filter(({ samples }) => samples.length > 0)));
  }
}

/** Packs what is older than two hours by a clock; tells how many seconds it took. */
export async function pack(database: OpenDatabase, now: string): Promise<number> {
  const client = await database.operator.connect();
  const began = performance.now();
  try {
    await packSamples(client, { now: new Date(now) });
  } finally {
    client.release();
  }
  return (performance.now() - began) / 1000;
}

/** What a day's month of a table takes, with its indexes. */
export const monthBytes = (database: OpenDatabase, table: string, day: string): Promise<number> =>
  bytes(database, `SELECT pg_total_relation_size(format('private.%I', $1::text)) AS bytes`, [
    `${table}_${day.slice(0, 7).replace('-', '_')}`,
  ]);

/** The steps of a level: their bytes alone, and with all that their table takes. */
export async function stepBytes(database: OpenDatabase, table: string): Promise<{ data: number; table: number }> {
  const { rows } = await database.operator.query<{ data: string; table: string }>(
    `SELECT (SELECT sum(length(r.data)) FROM private.${table} r) AS data,
            (SELECT sum(pg_total_relation_size(i.inhrelid)) FROM pg_inherits i WHERE i.inhparent = 'private.${table}'::regclass) AS table`,
  );
  return { data: Number(rows[0]!.data), table: Number(rows[0]!.table) };
}

/** Series and metrics, with their indexes. */
export const seriesBytes = (database: OpenDatabase): Promise<number> =>
  bytes(database, `SELECT pg_total_relation_size('hub.series') + pg_total_relation_size('hub.metric') AS bytes`, []);

/** The chunks of a day, and how many samples they hold. */
export async function chunksOf(database: OpenDatabase, day: string): Promise<{ bytes: number; samples: number }> {
  const { rows } = await database.operator.query<{ bytes: string; samples: string }>(
    'SELECT sum(length(c.data)) AS bytes, sum(c.count) AS samples FROM private.sample_chunk c WHERE c.day = $1',
    [day],
  );
  return { bytes: Number(rows[0]!.bytes), samples: Number(rows[0]!.samples) };
}

async function bytes({ operator }: OpenDatabase, text: string, values: string[]): Promise<number> {
  const { rows } = await operator.query<{ bytes: string }>(text, values);
  return Number(rows[0]!.bytes);
}
