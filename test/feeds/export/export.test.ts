import type { Pool } from 'pg';
import { letExportsGo } from '../../../src/feeds/export/export.store';
import { createPool } from '../../../src/kernel/postgres/database';
import { packSamples } from '../../../src/monitoring/packing/pack-samples';
import {
  cancelDocument,
  download,
  exportOf,
  linesIn,
  startDocument,
  startExport,
  writeExports,
} from '../../support/exports';
import { startHub, type Hub } from '../../support/hub';
import { until } from '../../support/until';

let hub: Hub;
let owner: Pool;
beforeAll(async () => {
  hub = await startHub();
  owner = createPool(hub.databaseUrl, 'hub_owner', { max: 8 });
  for (const code of ['RC-N', 'RC-S', 'NMC', 'MOH', 'MOH-IT'])
    for (let i = 0; i < 3; i += 1) await hub.device({ owner: code });
});
afterAll(async () => {
  await owner.end();
  await hub.stop();
});

const records = { content: 'RECORDS', format: 'NDJSON' };
const devices = { ...records, filter: { types: ['Device'] } };
const fileOf = async (key: string, id: string) => linesIn((await download(hub, key, id)).rawPayload);

async function exported(key: string, input: object): Promise<{ id: string; lines: string[]; last: string }> {
  const id = await startExport(hub, key, { ...input });
  await writeExports(owner);
  expect(await exportOf(hub, key, id)).toMatchObject({ state: 'DONE', reason: null, progress: 1 });
  return { id, ...(await fileOf(key, id)) };
}

test.each(['national', 'regional', 'partner'] as const)(
  'The %s center gets all that it sees, and nothing else',
  async (name) => {
    const key = hub.keys[name];
    const { id, lines, last } = await exported(key, records);
    const found = lines.map((line) => JSON.parse(line) as { id: string; type: string });
    for (const list of ['devices', 'organizations', 'regions', 'metrics', 'apiClients']) {
      const { all } = await hub
        .as(key)
        .data<{ all: { nodes: { id: string }[] } }>(`{ all: ${list}(first: 100) { nodes { id } } }`);
      const type = list[0]!.toUpperCase() + list.slice(1, -1);
      const ids = found.filter((record) => record.type === type).map((record) => record.id);
      expect(ids.toSorted()).toEqual(all.nodes.map((node) => node.id).toSorted());
    }
    const { count, cursor } = await exportOf(hub, key, id);
    expect(JSON.parse(last)).toEqual({ export: id, count: lines.length, cursor });
    expect(count).toBe(lines.length);
    expect(lines.join()).not.toMatch(/"[0-9a-f]{8}-[0-9a-f]{4}-7/);
  },
);

test('The cursor of an export goes on where it ends: what is gone and what is new since is told', async () => {
  const [kept, gone] = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-N' })];
  const { last } = await exported(hub.keys.national, devices);
  await hub.sql('DELETE FROM device WHERE id = $1', [gone.id.slice(4)]);
  await hub.sql(`UPDATE device SET name = 'another' WHERE id = $1`, [kept.id.slice(4)]);
  const { cursor } = JSON.parse(last) as { cursor: string };
  const { changes } = await hub
    .as(hub.keys.national)
    .data<{ changes: { changes: object[] } }>(
      `query($after: Cursor, $filter: ChangeFilter) { changes(after: $after, filter: $filter) { changes { operation nodeId } } }`,
      { after: cursor, filter: devices.filter },
    );
  expect(changes.changes).toEqual([
    { operation: 'DELETED', nodeId: gone.id },
    { operation: 'UPDATED', nodeId: kept.id },
  ]);
});

test('What is withheld or hidden is not in the file, nor what a spreadsheet would run', async () => {
  await hub.agreement({ provider: 'RC-S', consumer: 'MOH', withheld: ['MANAGEMENT_ADDRESS'] });
  const site = await hub.site({ owner: 'RC-N' });
  const device = await hub.device({ owner: 'RC-S' });
  await hub.sql(`UPDATE device SET name = '=cmd|"x",1', management_address = '192.0.2.7', site_id = $2 WHERE id = $1`, [
    device.id.slice(4),
    site.id.slice(4),
  ]);
  const { lines, last } = await exported(hub.keys.partner, { ...devices, format: 'CSV' });
  const names = lines[0]!.split(',');
  const line = lines.find((one) => one.startsWith(device.id))!;
  expect(names).toEqual(expect.arrayContaining(['id', 'name', 'managementAddress', 'siteId']));
  expect(line).toContain(`"'=cmd|""x"",1"`);
  expect(line).not.toMatch(/192\.0\.2\.7|sit_/);
  expect(last).toMatch(new RegExp(`^# export=exp_\\S+ count=${lines.length - 1} cursor=\\S+$`));
});

async function seriesOf(code: string): Promise<{ id: string; number: string }> {
  const writer = hub.as(await hub.key({ organization: code, role: 'REPORTER' }));
  const timestamps = ['2026-11-01T00:00:00.5Z', '2026-11-01T00:01:00Z'];
  const batches = [{ metric: 'ping_seconds', kind: 'GAUGE', timestamps, values: [1.5, -2] }];
  await writer.data(`mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }`, {
    input: { owner: code, source: 'probe', batches },
  });
  const [row] = await hub.sql<{ id: string; number: string }>(
    `SELECT s.id, s.number FROM series s JOIN organization o ON o.id = s.writer_id WHERE o.code = $1`,
    [code],
  );
  return { id: `ser_${row!.id}`, number: row!.number };
}

test('Samples come whole, from rows and chunks alike, of series that the key sees', async () => {
  const [north, south] = [await seriesOf('RC-N'), await seriesOf('RC-S')];
  const client = await owner.connect();
  await client.query(
    `SELECT private.ensure_month('sample', '2026-10-01'), private.ensure_month('sample_chunk', '2026-10-01')`,
  );
  await client.query(
    `INSERT INTO private.sample (series_number, at, value) SELECT $1, '2026-10-03'::timestamptz + n * interval '1 s', n FROM generate_series(0, 119999) n`,
    [north.number],
  );
  await packSamples(client, { now: new Date('2026-10-04T03:00:00Z'), mostOfDay: 1e6 });
  client.release();
  const range = { from: '2026-10-01T00:00:00Z', to: '2026-11-02T00:00:00Z' };
  const asked = { content: 'SAMPLES', format: 'NDJSON', ...range };
  const { lines, last } = await exported(hub.keys.regional, asked);
  expect(JSON.parse(last)).toMatchObject({ count: 120_002 });
  const found = lines.map((line) => JSON.parse(line) as { series: string; timestamp: string; value: number });
  expect(found.filter(({ series }) => series !== north.id)).toEqual([]);
  expect(found.slice(0, 120_000).every(({ value }, i) => value === i)).toBe(true);
  expect(found.slice(119_999)).toEqual([
    { series: north.id, timestamp: '2026-10-04T09:19:59Z', value: 119_999 },
    { series: north.id, timestamp: '2026-11-01T00:00:00.500Z', value: 1.5 },
    { series: north.id, timestamp: '2026-11-01T00:01:00Z', value: -2 },
  ]);
  const narrow = { ...asked, format: 'CSV', series: { owner: { code: { eq: 'RC-S' } } } };
  const { lines: csv } = await exported(hub.keys.national, narrow);
  const ofWriter = { ...narrow, series: { writer: { code: { eq: 'RC-S' } } } };
  const { lines: written } = await exported(hub.keys.national, ofWriter);
  expect(written).toEqual([
    'series,timestamp,value,flag',
    `${south.id},2026-11-01T00:00:00.500Z,1.5,`,
    `${south.id},2026-11-01T00:01:00Z,-2,`,
  ]);
  expect([1, 3]).toContain(csv.length);
});

test('What is stopped half-way goes on where it was, and two processes write an export once', async () => {
  const id = await startExport(hub, hub.keys.national, {
    ...{ content: 'SAMPLES', format: 'NDJSON', from: '2026-10-01T00:00:00Z', to: '2026-11-02T00:00:00Z' },
  });
  // The process is told to end while the first range waits to be kept.
  const ending = new AbortController();
  const blocker = await owner.connect();
  await blocker.query('BEGIN; LOCK TABLE private.export_piece IN EXCLUSIVE MODE');
  const written = writeExports(owner, { signal: ending.signal });
  await until('a range waits', async () => (await hub.sql('SELECT FROM pg_locks l WHERE NOT l.granted')).length > 0);
  ending.abort();
  await blocker.query('COMMIT');
  blocker.release();
  await written;
  const half = await exportOf(hub, hub.keys.national, id);
  expect(half).toMatchObject({ state: 'RUNNING', downloadPath: null });
  expect((await download(hub, hub.keys.national, id)).statusCode).toBe(409);
  await Promise.all([writeExports(owner, { sliceMs: 0 }), writeExports(owner, { sliceMs: 0 })]);
  const { state, count } = await exportOf(hub, hub.keys.national, id);
  const { lines } = await fileOf(hub.keys.national, id);
  expect({ state, count, lines: new Set(lines).size }).toEqual({ state: 'DONE', count: 120_004, lines: 120_004 });
});

test('A download resumes; none but a key of the client gets it, while it sees what it saw', async () => {
  const agreement = await hub.agreement({ provider: 'RC-N', consumer: 'MOH' });
  const key = await hub.key({ organization: 'MOH', role: 'READER', label: 'exporting' });
  const { id } = await exported(key, devices);
  const whole = (await download(hub, key, id)).rawPayload;
  const { etag: etag } = (await download(hub, key, id)).headers;
  const rest = await download(hub, key, id, { range: 'bytes=100-', 'if-range': String(etag) });
  expect([rest.statusCode, rest.headers['content-range']]).toEqual([
    206,
    `bytes 100-${whole.length - 1}/${whole.length}`,
  ]);
  expect(Buffer.concat([whole.subarray(0, 100), rest.rawPayload]).equals(whole)).toBe(true);
  expect((await download(hub, key, id, { range: `bytes=${whole.length}-` })).statusCode).toBe(416);
  expect((await download(hub, key, id, { range: 'bytes=-5' })).rawPayload.equals(whole.subarray(-5))).toBe(true);
  expect((await download(hub, key, id, { range: 'bytes=5-', 'if-range': '"other"' })).statusCode).toBe(200);
  expect((await download(hub, hub.keys.partner, id)).statusCode).toBe(404);
  expect((await download(hub, `${key.slice(0, -4)}aaaa`, id)).statusCode).toBe(401);
  await hub.revoke(agreement, 'RC-N');
  const refused = await download(hub, key, id);
  expect([refused.statusCode, refused.json()]).toEqual([
    403,
    { errors: [expect.objectContaining({ extensions: { code: 'FORBIDDEN' } })] },
  ]);
});

test('Where what the key may see changes while it runs, it begins anew: a file is of one view', async () => {
  const agreement = await hub.agreement({ provider: 'NMC', consumer: 'MOH' });
  const key = await hub.key({ organization: 'MOH', role: 'READER', label: 'changing' });
  const id = await startExport(hub, key, { ...records });
  await hub.sql(
    `UPDATE export SET state = 'RUNNING', parts = '{"INVENTORY": "of before"}', count = 7, bytes = 3 WHERE id = $1`,
    [id.slice(4)],
  );
  await hub.sql(`INSERT INTO private.export_piece VALUES ($1, 0, 'abc')`, [id.slice(4)]);
  await hub.revoke(agreement, 'NMC');
  await writeExports(owner);
  const { lines, last } = await fileOf(key, id);
  expect(JSON.parse(last)).toMatchObject({ count: lines.length });
  const found = lines.map((line) => JSON.parse(line) as { id: string; type: string });
  const { all } = await hub.as(key).data<{ all: { nodes: { id: string }[] } }>('{ all: devices { nodes { id } } }');
  const ids = found.filter(({ type }) => type === 'Device').map((record) => record.id);
  expect(ids.toSorted()).toEqual(all.nodes.map((node) => node.id).toSorted());
});

test('One that the hub fails to make holds up none of another client', async () => {
  const bad = await startExport(hub, hub.keys.partner, records);
  await hub.sql(`UPDATE export SET filter = '{"types": 5}' WHERE id = $1`, [bad.slice(4)]);
  const good = await startExport(hub, hub.keys.regional, devices);
  await expect(writeExports(owner)).rejects.toThrow();
  expect(await exportOf(hub, hub.keys.regional, good)).toMatchObject({ state: 'DONE' });
  expect(await hub.sql('SELECT tries FROM export WHERE id = $1', [bad.slice(4)])).toEqual([{ tries: 1 }]);
  await hub.as(hub.keys.partner).data(cancelDocument, { id: bad });
});

test('A client has some under way, and no more; it ends them, and without a key in force they end', async () => {
  const key = await hub.key({ organization: 'NMC', role: 'READER', label: 'many' });
  const ids: string[] = [];
  for (let i = 0; i < 3; i += 1) ids.push(await startExport(hub, key, devices));
  expect((await hub.as(key).refusal(startDocument, { input: devices })).code).toBe('RATE_LIMITED');
  expect((await hub.as(hub.keys.partner).refusal(cancelDocument, { id: ids[0] })).code).toBe('NOT_FOUND');
  await hub.as(key).data(cancelDocument, { id: ids[0] });
  await writeExports(owner, { mostBytes: 1 });
  expect(await exportOf(hub, key, ids[0]!)).toMatchObject({ state: 'CANCELLED', downloadPath: null });
  expect(await exportOf(hub, key, ids[1]!)).toMatchObject({ state: 'FAILED', reason: expect.stringContaining('MB') });
  const last = await startExport(hub, key, devices);
  await hub.sql(
    `UPDATE api_key SET revoked_at = now() WHERE client_id = (SELECT e.client_id FROM export e WHERE e.id = $1)`,
    [last.slice(4)],
  );
  await writeExports(owner);
  expect(await exportOf(hub, hub.keys.national, last)).toMatchObject({ state: 'FAILED', bytes: 0 });
});

test.each([
  ['RECORDS', { format: 'CSV' }],
  ['RECORDS', { format: 'NDJSON', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }],
  ['SAMPLES', { format: 'CSV' }],
  ['SAMPLES', { format: 'CSV', from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
  [
    'SAMPLES',
    { format: 'CSV', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z', filter: { types: ['Device'] } },
  ],
])('%s that do not fit are refused when they are asked for: %j', async (content, more) => {
  const { code } = await hub.as(hub.keys.national).refusal(startDocument, { input: { content, ...more } });
  expect(code).toBe('BAD_USER_INPUT');
});

test('A file is let go when its time is over', async () => {
  const { id } = await exported(hub.keys.national, devices);
  await hub.sql(`UPDATE export SET expires_at = now() WHERE id = $1`, [id.slice(4)]);
  expect((await download(hub, hub.keys.national, id)).statusCode).toBe(404);
  const client = await owner.connect();
  await letExportsGo(client);
  client.release();
  expect(await exportOf(hub, hub.keys.national, id)).toMatchObject({ state: 'EXPIRED', downloadPath: null });
  expect(await hub.sql('SELECT FROM private.export_piece p WHERE p.export_id = $1', [id.slice(4)])).toEqual([]);
});

test('What is known of ended exports is let go: of those that were not wanted after a day, and beyond a thousand of a client', async () => {
  const client = await owner.connect();
  const make = `INSERT INTO export (id, owner_id, client_id, content, format, filter, state, created_at)
    SELECT gen_random_uuid(), o.id, $1, 'RECORDS', 'CSV', '{}', $2, now() - n * interval '1 s' FROM organization o, generate_series(1, $3::int) n WHERE o.code = 'NMC'`;
  const [many, few] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
  await client.query(make, [many, 'FAILED', 1200]);
  await client.query(make, [few, 'CANCELLED', 2]);
  await client.query(make, [few, 'FAILED', 1]);
  await client.query('ALTER TABLE export DISABLE TRIGGER touch');
  await client.query(
    `UPDATE export SET updated_at = now() - interval '25 hours' WHERE client_id = $1 AND created_at < now() - interval '1.5 s' OR state = 'FAILED' AND client_id = $1`,
    [few],
  );
  await client.query('ALTER TABLE export ENABLE TRIGGER touch');
  await letExportsGo(client);
  const left = await client.query<{ state: string; count: number; oldest: number }>(
    `SELECT e.client_id, e.state, count(*)::int AS count FROM export e WHERE e.client_id = ANY ($1) GROUP BY 1, 2 ORDER BY 1, 2`,
    [[many, few]],
  );
  expect(left.rows).toEqual([
    { client_id: many, state: 'FAILED', count: 1000 },
    { client_id: few, state: 'CANCELLED', count: 1 },
    { client_id: few, state: 'FAILED', count: 1 },
  ]);
  await client.query('DELETE FROM export WHERE client_id = ANY ($1)', [[many, few]]);
  client.release();
});
