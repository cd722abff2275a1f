import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';
import { underScope, type Ask } from '../support/worlds/onlooker/under-scope';

let hub: Hub;
let key: string;
let desk: Viewer;
let api: Pool;
let id: string;
beforeAll(async () => {
  hub = await startHub();
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
  desk = hub.as(key);
  const document = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }';
  const timestamps = ['2026-11-02T23:00:00Z', '2026-11-03T10:00:00Z'];
  const batches = [{ metric: 'counted', kind: 'COUNTER', timestamps, values: [1, 2] }];
  await desk.data(document, { input: { owner: 'RC-N', source: 'poller', batches } });
  await hub.sql(`SELECT private.ensure_month(t, make_timestamptz(y, m, 1, 0, 0, 0, 'UTC'))
    FROM unnest('{sample,sample_chunk}'::text[]) t, generate_series(2022, 2026) y, generate_series(1, 12) m`);
  id = (await hub.sql<{ id: string }>('SELECT s.id FROM series s'))[0]!.id;
});
beforeEach(() => {
  // On a connection of its own: what an earlier statement has opened stays known to it.
  api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
});
afterEach(() => api.end());
afterAll(() => hub.stop());

/** Months of samples and of chunks that a transaction has opened so far. */
async function opened(ask: Ask): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    `SELECT DISTINCT c.relname AS name FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
      WHERE l.pid = pg_backend_pid() AND c.relkind = 'r' AND c.relname ~ '^sample_(chunk_)?[0-9]{4}_' ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

const november = ['sample_2026_11', 'sample_chunk_2026_11'];

test.each([
  ['a window', `hub.sample_points($1, '2026-11-03T00:00:00Z', '2026-11-04T00:00:00Z', 100)`, november],
  ['a grid', `hub.sample_steps_5m($1, '{2026-11-03T00:00:00Z}', '2026-11-04T00:00:00Z', 100, 5)`, november],
  ['taking samples', `hub.take_samples($1, '{2026-11-03T11:00:00Z}', '{3}', '{0}')`, november],
  ['correcting them', `hub.correct_samples($1, '{2026-11-03T10:00:00Z}', '{3}', '{0}')`, november.slice(0, 1)],
  ['unpacking them', `hub.hold_packed($1, '{2026-11-03}')`, november.slice(1)],
])('Of sixty months %s opens the one that it is about', async (_what, call, months) => {
  const found = await underScope(api, key, async (ask) => {
    // A generic plan holds all months and leaves them out when it begins; one of its own does not even open them, and that can be seen.
    await ask('SET LOCAL plan_cache_mode = force_custom_plan');
    await ask(`SELECT count(*) FROM ${call}`, [[id]]);
    return opened(ask);
  });
  expect(found).toEqual(months);
});
