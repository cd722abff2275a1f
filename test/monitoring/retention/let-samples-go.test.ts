import type { Pool, PoolClient } from 'pg';
import { createPool } from '../../../src/kernel/postgres/database';
import { rawId } from '../../../src/kernel/ids';
import { packSamples } from '../../../src/monitoring/packing/pack-samples';
import { letSamplesGo } from '../../../src/monitoring/retention/let-samples-go';
import { startHub, type Hub } from '../../support/hub';
import type { Range, Window } from '../../support/sample-windows';
import { daysSince, everyMinutes, keep, samplingDesk, tomorrow, type SamplingDesk } from '../../support/sampling-desk';

let hub: Hub;
let desk: SamplingDesk;
let operator: Pool;
let ids: string[];

const all: Range = { from: '2026-08-29T00:00:00Z', to: '2026-09-05T00:00:00Z' };
const august: Range = { from: all.from, to: '2026-09-01T00:00:00Z' };
/** What is kept from September 2 on has September 1 too: a month goes as a whole. */
const september: Range = { from: '2026-09-01T00:00:00Z', to: all.to };
const levels = ['FIVE_MINUTES', 'HOUR', 'DAY'];

const withClient = async <T>(work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await operator.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
};
async function letGo(now: Date, tries = 3): Promise<string[]> {
  const notes: string[] = [];
  await withClient((client) =>
    letSamplesGo(client, { now, tries, pauseMs: 0, note: (message) => notes.push(message) }),
  );
  return notes;
}
const pack = () => withClient((client) => packSamples(client, { now: new Date('2026-09-10T00:00:00Z') }));
const seen = (range: Range, resolutions = levels): Promise<Window[][]> =>
  Promise.all(resolutions.map((resolution) => desk.windowsOf(ids, range, resolution)));
const partsOf = async (...parents: string[]) =>
  (
    await hub.sql<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = ANY (ARRAY(SELECT format('private.%I', p)::regclass FROM unnest($1::text[]) p)) ORDER BY 1`,
      [parents],
    )
  ).map(({ name }) => name);
const raw = () => partsOf('sample', 'sample_chunk');
const augustRaw = ['sample_2026_08', 'sample_chunk_2026_08'];

beforeEach(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 4 });
  desk = await samplingDesk(hub);
  await desk.send(
    'load',
    everyMinutes(7, all, (n) => (n % 97) / 4),
  );
  await desk.send(
    'octets',
    everyMinutes(11, all, (n) => (n % 201) * 1000 + n),
    'COUNTER',
  );
  ids = await Promise.all(['load', 'octets'].map(desk.idOf));
});
afterEach(async () => {
  await operator.end();
  await hub.stop();
});

test('Raw months beyond what is kept go, a day after that was said; steps and what is kept stay what they were', async () => {
  await pack();
  const before = await seen(all);
  const rawBefore = await seen(september, ['RAW']);
  expect(before.flat().every(({ timestamps }) => timestamps.length >= 7)).toBe(true);
  await keep(hub, { RAW: daysSince('2026-09-02') });
  expect(await letGo(new Date())).toEqual([]);
  expect(await raw()).toEqual(expect.arrayContaining(augustRaw));

  const [note, ...others] = await letGo(tomorrow());
  expect(note).toMatch(/^RAW from 2026-08-01T00:00:00Z to 2026-09-01T00:00:00Z: let go, [1-9]\d* bytes$/);
  expect(others).toEqual([]);
  expect(await raw()).toEqual(['sample_2026_09', 'sample_chunk_2026_09']);
  expect(await seen(all)).toEqual(before);
  expect(await seen(september, ['RAW'])).toEqual(rawBefore);
  for (const window of (await seen(august, ['RAW'])).flat())
    expect(window).toMatchObject({ resolution: 'RAW', timestamps: [], truncated: false });
  expect(await letGo(tomorrow())).toEqual([]);
});

test('What is gone is taken no more, however long is kept from then on, and the latest of a series stays', async () => {
  await desk.send('ended', [['2026-08-30T00:00:00Z', 5, 0]]);
  await keep(hub, { RAW: daysSince('2026-09-02') });
  await letGo(tomorrow());
  await keep(hub, { RAW: null });
  const old = await desk.send('load', [['2026-08-30T00:00:30Z', 1, 0]]);
  expect(old.refused).toMatchObject([{ code: 'TOO_OLD' }]);
  expect(await desk.send('load', [['2026-09-02T00:00:30.5Z', 1, 0]])).toMatchObject({ taken: 1 });
  const document = `{ retentions(filter: { level: { eq: RAW } }) { nodes { days keptSince letGoUntil } }
    series(filter: { metric: { name: { eq: "ended" } } }) { nodes { latest { value timestamp } } } }`;
  expect(await desk.viewer.data(document)).toEqual({
    retentions: {
      nodes: [{ days: null, keptSince: '2026-09-02T00:00:00Z', letGoUntil: '2026-09-01T00:00:00Z' }],
    },
    series: { nodes: [{ latest: { value: 5, timestamp: '2026-08-30T00:00:00Z' } }] },
  });
});

test('AUTO is the finest that is kept back to the start of the range, with the same numbers as before', async () => {
  const auto = (range: Range) => desk.windowsOf(ids, range, 'AUTO');
  const finest = async (range: Range) => [...new Set((await auto(range)).map(({ resolution }) => resolution))];
  const kept: Range = { from: '2026-09-02T00:00:00Z', to: all.to };
  await pack();
  const [fives, hours] = [await desk.windowsOf(ids, kept, 'FIVE_MINUTES'), await desk.windowsOf(ids, all, 'HOUR')];
  expect(await finest(all)).toEqual(['FIVE_MINUTES']);
  const days = daysSince('2026-09-02');
  await keep(hub, { RAW: days, FIVE_MINUTES: days });
  // From then on, and not only when it is gone.
  expect(await auto(all)).toEqual(hours);
  expect(await letGo(tomorrow())).toHaveLength(2);
  expect(await partsOf('rollup_5m')).toEqual(['rollup_5m_2026_09']);
  expect(await auto(all)).toEqual(hours);
  expect(await auto(kept)).toEqual(fives);
  await keep(hub, { HOUR: days });
  expect(await finest(all)).toEqual(['DAY']);
  expect(await letGo(tomorrow())).toEqual([]);
  expect(await partsOf('rollup_1h')).toEqual(['rollup_1h_2026_01']);
});

test('What still lies open is packed and rolled up before it goes, days with more than fits a chunk too', async () => {
  await hub.sql(
    `INSERT INTO private.sample (series_number, at, value)
     SELECT s.number, '2026-08-28T00:00:00Z'::timestamptz + n * interval '0.7 s', n % 1000 FROM series s, generate_series(0, 100100) n WHERE s.id = $1`,
    [rawId(ids[0]!)],
  );
  const range = { from: '2026-08-28T00:00:00Z', to: all.to };
  const before = await seen(range);
  expect(before[2]![0]!.count[0]).toBe(100_101);
  await keep(hub, { RAW: daysSince('2026-09-02') });
  expect(await letGo(tomorrow())).toHaveLength(1);
  expect(await raw()).toEqual(['sample_2026_09']);
  expect(await seen(range)).toEqual(before);
}, 60_000);

test('Days packed before there were steps are rolled up first; one that can not be read keeps its month, and is named', async () => {
  await pack();
  const before = await seen(all);
  await hub.sql(`DELETE FROM private.rollup_5m; DELETE FROM private.rollup_1h; DELETE FROM private.rollup_1d`);
  const chunk = (data: string) =>
    hub.sql(
      `UPDATE private.sample_chunk c SET data = ${data} FROM series s WHERE s.number = c.series_number AND s.id = $1 AND c.day = '2026-08-30'`,
      [rawId(ids[0]!)],
    );
  const [kept] = await hub.sql<{ data: string }>(
    `SELECT encode(c.data, 'hex') AS data FROM private.sample_chunk c JOIN series s ON s.number = c.series_number
      WHERE s.id = $1 AND c.day = '2026-08-30'`,
    [rawId(ids[0]!)],
  );
  await chunk(`'\\xff'`);
  await keep(hub, { RAW: daysSince('2026-09-02'), FIVE_MINUTES: daysSince('2026-09-02') });
  await expect(letGo(tomorrow())).rejects.toThrow(/1 parts could not be let go.* on 2026-08-30/);
  expect(await raw()).toEqual(expect.arrayContaining(augustRaw));
  expect(await partsOf('rollup_5m')).toContain('rollup_5m_2026_08');
  await chunk(`decode('${kept!.data}', 'hex')`);
  expect(await letGo(tomorrow())).toHaveLength(2);
  expect((await seen(all)).slice(1)).toEqual(before.slice(1));
});

test('While somebody reads for long, as a backup does, nobody waits for more than a moment, and the month waits', async () => {
  await pack();
  const before = await seen(all);
  await keep(hub, { RAW: daysSince('2026-09-02') });
  const backup = await operator.connect();
  await backup.query(
    'BEGIN ISOLATION LEVEL REPEATABLE READ; LOCK TABLE private.sample, private.sample_chunk IN ACCESS SHARE MODE',
  );
  try {
    const letting = letGo(tomorrow());
    const samples = everyMinutes(60, { from: '2026-09-02T00:00:00Z', to: all.to }, (n) => n);
    // They are answered while the lock is held all along.
    expect((await desk.send('meanwhile', samples)).taken).toBe(samples.length);
    expect(await seen(all)).toEqual(before);
    expect(await letting).toEqual([expect.stringContaining('in use, it is let go at the next run')]);
    expect(await raw()).toEqual(expect.arrayContaining(augustRaw));
  } finally {
    await backup.query('ROLLBACK');
    backup.release();
  }
  expect(await letGo(tomorrow())).toEqual([expect.stringContaining('let go')]);
  expect(await seen(all)).toEqual(before);
});

test('What was taken back meanwhile stays', async () => {
  await pack();
  await keep(hub, { RAW: daysSince('2026-09-02') });
  await keep(hub, { RAW: daysSince('2026-08-02') });
  expect(await letGo(tomorrow())).toEqual([]);
  expect(await raw()).toEqual(expect.arrayContaining(augustRaw));
});

test('Two at once let each part go once', async () => {
  await pack();
  const before = await seen(all);
  await keep(hub, { RAW: daysSince('2026-09-02') });
  const notes = await Promise.all([letGo(tomorrow(), 100), letGo(tomorrow(), 100)]);
  expect(notes.flat().filter((note) => note.includes('let go,'))).toHaveLength(1);
  expect(await hub.sql('SELECT g.level FROM private.let_go g')).toEqual([{ level: 'RAW' }]);
  expect(await seen(all)).toEqual(before);
});
