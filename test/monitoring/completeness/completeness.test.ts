import type { Pool } from 'pg';
import { compressSync } from 'snappy';
import { createPool } from '../../../src/kernel/postgres/database';
import { learnPaces } from '../../../src/monitoring/completeness/learn-paces';
import { packSamples } from '../../../src/monitoring/packing/pack-samples';
import {
  entriesOf,
  instant,
  judged,
  letTimePass,
  missing,
  sendSamples,
  sums,
  type Missing,
  type Sent,
  type Sums,
} from '../../support/completeness';
import { startHub, type Hub } from '../../support/hub';
import { createRandom } from '../../support/random';
import { encodeWriteRequest } from '../../support/remote-write';
import { daysSince, keep } from '../../support/sampling-desk';
import type { Viewer } from '../../support/viewer';

let hub: Hub;
let operator: Pool;
let desk: Viewer;
let key: string;
beforeAll(async () => {
  hub = await startHub();
  operator = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
  desk = hub.as(key);
});
beforeEach(() =>
  hub.sql(
    `TRUNCATE private.sample, private.sample_chunk, private.latest_sample, private.series_pace, hub.series, hub.expected_interval CASCADE`,
  ),
);
afterAll(async () => {
  await operator.end();
  await hub.stop();
});

const begin = Date.UTC(2026, 10, 1);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const every = (seconds: number, from: number, to: number): number[] =>
  Array.from({ length: Math.ceil((to - from) / seconds / 1000) }, (_, i) => from + i * seconds * 1000);
const without = (at: readonly number[], from: number, to: number): number[] =>
  at.filter((one) => one < from || one >= to);

/** Packs what is two hours older than an instant, and learns from it. */
async function pack(now: number): Promise<void> {
  const client = await operator.connect();
  try {
    await packSamples(client, { now: new Date(now) });
    await learnPaces(client);
  } finally {
    client.release();
  }
}

const ranges: [from: number, to: number][] = [
  [begin, begin + 3 * day],
  [begin - day, begin + day + 5 * hour],
  [begin + 90_500, begin + day + 90_500],
  [begin + day + 3 * hour, begin + day + 3 * hour + 7 * minute],
  [begin + day, begin + 2 * day],
  [begin + 2 * day + hour, Date.now() + day],
];

describe('The share of a series and what is missing of it', () => {
  const random = createRandom();
  const steady = every(60, begin + 15_000, begin + 3 * day);
  const sent: (Sent & { interval: number })[] = [
    { metric: 'steady', interval: 60, at: steady },
    { metric: 'gap', interval: 60, at: without(steady, begin + day + 2.5 * hour, begin + day + 4 * hour) },
    { metric: 'jitter', interval: 60, at: steady.map((at) => at + random.whole(4000) - 2000) },
    { metric: 'ended', interval: 60, at: steady.filter((at) => at < begin + 1.5 * day), ended: true },
    { metric: 'began_late', interval: 300, at: every(300, begin + 1.2 * day, begin + 3 * day) },
    { metric: 'fraction', interval: 7.5, at: every(7.5, begin + 2 * day, begin + 2.2 * day) },
  ];

  const crumbs: Sent = { metric: 'crumbs', at: steady.filter(() => random.chance(0.5)) };

  async function agree(): Promise<void> {
    for (const [from, to] of ranges) {
      const entries = await entriesOf(desk, from, to);
      for (const { interval, ...one } of sent) {
        const entry = entries.get(one.metric)!;
        expect(entry).toMatchObject({ intervalStated: false, firstAt: instant(Math.min(...one.at)) });
        // What is random has an interval about that one, and is judged by it.
        expect(Math.abs(entry.intervalSeconds! / interval - 1)).toBeLessThan(one.metric === 'jitter' ? 0.02 : 1e-9);
        const { expected, present, share, missing: gaps } = judged(one, entry.intervalSeconds!, from, to);
        const lasting = to > Date.now() && !one.ended;
        expect({ [one.metric]: entry, from, to }).toMatchObject({
          [one.metric]: {
            present: Math.min(present, entry.expected),
            ...(!lasting && { expected, share, missing: gaps }),
          },
        });
        if (lasting) {
          expect(Math.abs(entry.expected - expected)).toBeLessThan(60);
          expect(entry.missing!.totalCount).toBe(gaps.totalCount);
        }
      }
    }
  }

  test('is what the samples say, whichever of them are packed', async () => {
    await sendSamples(desk, 'RC-N', [...sent, crumbs]);
    await agree();
    await pack(begin + 1.6 * day);
    await agree();
    await pack(begin + 5 * day);
    await agree();
    expect(await hub.sql('SELECT FROM private.sample')).toEqual([]);
    // Where half of them are missing, no distance is the usual one.
    await desk.data(
      `mutation { saveExpectedInterval(input: { owner: "RC-N", source: "poller", metric: "crumbs", intervalSeconds: 60 }) { source } }`,
    );
    for (const [from, to] of ranges.slice(0, 5)) {
      const entry = (await entriesOf(desk, from, to)).get('crumbs')!;
      const { missing: gaps, ...counts } = judged(crumbs, 60, from, to);
      expect(entry).toMatchObject({ intervalSeconds: 60, intervalStated: true, ...counts, missing: gaps });
    }
  });
});

test('Packed days are counted from their index', async () => {
  await sendSamples(desk, 'RC-N', [{ metric: 'steady', at: every(60, begin, begin + 3 * day) }]);
  await pack(begin + 5 * day);
  await hub.sql('VACUUM ANALYZE private.sample_chunk');
  const client = await operator.connect();
  try {
    // Of so few rows Postgres would read them all.
    await client.query('BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT sum(d.count) FROM private.sample_chunk d WHERE d.series_number = (SELECT s.number FROM hub.series s) AND d.day >= $1 AND d.last_at >= $1`,
      [instant(begin)],
    );
    await client.query('ROLLBACK');
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Only Scan using sample_chunk_\S+ on sample_chunk/);
  } finally {
    client.release();
  }
});

test('Of a series whose samples come as it happens, nothing is expected', async () => {
  const random = createRandom();
  let at = begin;
  const events = Array.from(
    { length: 400 },
    () => (at += 1000 + Math.floor(-Math.log(1 - random.whole(999) / 1000) * hour)),
  );
  await sendSamples(desk, 'RC-N', [{ metric: 'events', at: events }]);
  for (const packing of [async () => undefined, () => pack(at + 2 * day)]) {
    await packing();
    const entry = (await entriesOf(desk, begin, at)).get('events')!;
    expect(entry).toMatchObject({ intervalSeconds: null, judgedCount: 0, expected: 0, share: null, missing: null });
  }
});

test('A sample a day is a pace too, and that of the newest day counts, unless older days come later', async () => {
  await sendSamples(desk, 'RC-N', [
    { metric: 'daily', at: every(86_400, begin + hour, begin + 12 * day) },
    { metric: 'faster', at: [...every(300, begin, begin + day), ...every(60, begin + day, begin + 2 * day)] },
  ]);
  await pack(begin + 20 * day);
  const intervals = async () => {
    const entries = await entriesOf(desk, begin, begin + day);
    return [...entries].map(([metric, { intervalSeconds }]) => [metric, intervalSeconds]).sort();
  };
  expect(await intervals()).toEqual([
    ['daily', 86_400],
    ['faster', 60],
  ]);
  await sendSamples(desk, 'RC-N', [{ metric: 'faster', at: every(10, begin - day, begin) }]);
  await pack(begin + 20 * day);
  expect((await intervals())[1]).toEqual(['faster', 60]);
});

test('A damaged day teaches nothing, and keeps nobody else from being learned', async () => {
  await sendSamples(desk, 'RC-N', [{ metric: 'damaged', at: every(60, begin, begin + hour) }]);
  await pack(begin + day);
  await hub.sql(`UPDATE private.sample_chunk SET data = '\\xff'; DELETE FROM private.series_pace`);
  await sendSamples(desk, 'RC-N', [{ metric: 'sound', at: every(60, begin, begin + hour) }]);
  await expect(pack(begin + day)).rejects.toThrow('1 paces are not learned, first: Error: Series number');
  expect(await hub.sql('SELECT p.interval_seconds AS interval FROM private.series_pace p')).toEqual([{ interval: 60 }]);
});

interface CenterEntry extends Sums {
  organization: { code: string };
  lastArrivalAt: string | null;
  latestAt: string | null;
  lagSeconds: number | null;
  overdueCount: number;
  backfillingCount: number;
  missing: Missing | null;
}

async function centersOf(viewer: Viewer, from: number, to: number): Promise<Record<string, CenterEntry>> {
  const document = `query($from: DateTime!, $to: DateTime!) { completeness(from: $from, to: $to) { centers { nodes {
    organization { code } lastArrivalAt latestAt lagSeconds overdueCount backfillingCount ${sums} ${missing} } } } }`;
  const { completeness } = await viewer.data<{ completeness: { centers: { nodes: CenterEntry[] } } }>(document, {
    from: instant(from),
    to: instant(to),
  });
  return Object.fromEntries(completeness.centers.nodes.map((entry) => [entry.organization.code, entry]));
}

/** A push as a Prometheus that catches up sends it: oldest first. */
async function push(metric: string, at: readonly number[]): Promise<void> {
  const labels = { __name__: metric };
  const body = compressSync(encodeWriteRequest([{ labels, samples: at.map((one) => [one, 1] as const) }]));
  const response = await hub.app.inject({
    ...{ method: 'POST', url: '/api/v1/write', payload: body },
    headers: {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      'x-prometheus-remote-write-version': '0.1.0',
    },
  });
  expect(response.statusCode).toBeLessThan(300);
}

describe('A center that was cut off', () => {
  const now = Date.now();
  const from = now - 6 * hour;
  const cut: [number, number] = [now - 3.5 * hour, now - 2 * hour];
  const all = every(60, from, now - 30_000);
  const national = () => hub.as(hub.keys.national);
  const metrics = ['ports', 'load', 'temperature'];

  test('shows when nothing of it came, which one series alone does not', async () => {
    const other = hub.as(await hub.key({ organization: 'RC-S', role: 'REPORTER' }));
    await sendSamples(
      desk,
      'RC-N',
      // Seconds apart: what is missing begins with the last of any, and ends with the first of any.
      metrics.map((metric, i) => ({ metric, at: without(all, ...cut).map((at) => at + i * 1000) })),
    );
    await sendSamples(other, 'RC-S', [
      { metric: 'ports', at: without(all, ...cut) },
      { metric: 'load', at: all },
    ]);
    for (const packing of [async () => undefined, () => pack(Date.now())]) {
      await packing();
      const centers = await centersOf(national(), from, now);
      const lastBefore = all.findLast((at) => at < cut[0])! + 2000;
      const firstBehind = all.find((at) => at >= cut[1])!;
      expect(centers['RC-N']!.missing).toEqual({
        stretches: [{ from: instant(lastBefore), to: instant(firstBehind) }],
        ...{ totalCount: 1, totalSeconds: (firstBehind - lastBefore) / 1000, truncated: false },
      });
      expect(centers['RC-N']!.share).toBeCloseTo(0.75, 1);
      expect(centers['RC-S']!.missing).toMatchObject({ totalCount: 0, stretches: [] });
      expect(centers['RC-S']!.share).toBeCloseTo(0.875, 1);
    }
  });

  test('and makes up for it later, by whichever road, is seen to do so, and then has nothing missing', async () => {
    const sent = metrics.map((metric) => ({ metric, at: without(all, ...cut) }));
    await sendSamples(desk, 'RC-N', sent);
    await letTimePass(hub, 10);
    expect((await centersOf(desk, from, now))['RC-N']).toMatchObject({ backfillingCount: 0, overdueCount: 0 });
    const late = all.filter((at) => at >= cut[0] && at < cut[1]);
    // The newest of it first, as some systems do; what came is told before all of it is there.
    await sendSamples(desk, 'RC-N', [{ metric: 'ports', at: late.slice(45) }]);
    const half = (await centersOf(desk, from, now))['RC-N']!;
    expect(half).toMatchObject({ backfillingCount: 1, latestAt: instant(all.at(-1)!) });
    expect(Date.now() - Date.parse(half.lastArrivalAt!)).toBeLessThan(minute);
    await sendSamples(
      desk,
      'RC-N',
      metrics.map((metric) => ({ metric, at: late })),
    );
    expect((await centersOf(desk, from, now))['RC-N']).toMatchObject({
      ...{ backfillingCount: 3, share: 1 },
      missing: { totalCount: 0 },
    });
    await letTimePass(hub, 10);
    expect((await centersOf(desk, from, now))['RC-N']).toMatchObject({ backfillingCount: 0 });
  });

  test('and catches up from where it stopped, oldest first, is late until it is there', async () => {
    await push('up', every(60, from, now - 5 * hour));
    await letTimePass(hub, 10);
    const stopped = (await centersOf(desk, from, now))['RC-N']!;
    expect(stopped).toMatchObject({ overdueCount: 1, backfillingCount: 0 });
    expect(stopped.lagSeconds).toBeGreaterThan(5 * 3600);
    await push('up', every(60, now - 5 * hour, now - 4 * hour));
    expect((await centersOf(desk, from, now))['RC-N']).toMatchObject({ overdueCount: 1, backfillingCount: 1 });
    await push('up', every(60, now - 4 * hour, now - 30_000));
    const caughtUp = (await centersOf(desk, from, now))['RC-N']!;
    expect(caughtUp).toMatchObject({ overdueCount: 0, backfillingCount: 0, share: 1 });
    expect(caughtUp.lagSeconds).toBeLessThan(150);
  });

  test('A few seconds out of order are no backfill', async () => {
    await push('nearly_in_order', every(10, now - hour, now - 20_000));
    await letTimePass(hub, 10);
    await push('nearly_in_order', [Date.now() - 5_000]);
    await push('nearly_in_order', [Date.now() - 15_000]);
    expect((await centersOf(desk, from, now))['RC-N']).toMatchObject({ backfillingCount: 0, overdueCount: 0 });
  });

  test('What ended, or is measured more rarely, does not miss what another series has no more', async () => {
    await sendSamples(desk, 'RC-N', [
      { metric: 'fast', at: every(10, from, from + hour), ended: true },
      { metric: 'slow', at: every(600, from, now) },
    ]);
    expect((await centersOf(desk, from, now))['RC-N']).toMatchObject({ missing: { totalCount: 0 }, overdueCount: 0 });
  });
});

describe('An interval that the writer says', () => {
  const saving = `mutation($input: SaveExpectedIntervalInput!) { saveExpectedInterval(input: $input) { source metric intervalSeconds } }`;
  const say = (input: object, by = desk) => by.data(saving, { input: { owner: 'RC-N', source: 'poller', ...input } });
  const intervals = async () =>
    [...(await entriesOf(desk, begin, begin + day))]
      .map(([metric, { intervalSeconds, intervalStated }]) => [metric, intervalSeconds, intervalStated])
      .sort();

  test('counts before what is learned, that of the metric before that of the source, until it is taken back', async () => {
    const at = every(60, begin, begin + 6 * hour);
    await sendSamples(desk, 'RC-N', [
      { metric: 'a', at },
      { metric: 'b', at },
    ]);
    await sendSamples(desk, 'RC-N', [{ metric: 'c', at }], 'elsewhere');
    await pack(begin + 2 * day);
    expect(await say({ intervalSeconds: 30 })).toEqual({
      saveExpectedInterval: { source: 'poller', metric: null, intervalSeconds: 30 },
    });
    await say({ metric: 'b', intervalSeconds: 120 });
    expect(await intervals()).toEqual([
      ['a', 30, true],
      ['b', 120, true],
      ['c', 60, false],
    ]);
    const [from, to] = [begin, begin + 6 * hour];
    expect((await entriesOf(desk, from, to)).get('a')).toMatchObject({ expected: 720, present: 360, share: 0.5 });
    expect((await entriesOf(desk, from, to)).get('b')).toMatchObject({ expected: 180, present: 180, share: 1 });
    await say({ metric: 'b', intervalSeconds: null });
    await say({ intervalSeconds: null });
    expect((await intervals()).map(([, interval]) => interval)).toEqual([60, 60, 60]);
    const told = await hub.sql(
      `SELECT count(*) FILTER (WHERE c.operation = 'UPDATED')::int AS taken FROM private.change c WHERE c.record_type = 'ExpectedInterval'`,
    );
    expect(told).toEqual([{ taken: 2 }]);
  });

  test('is said of own series alone, of metrics that there are, and within bounds', async () => {
    const refusal = async (input: object, by = desk) => {
      const { code, message } = await by.refusal(saving, { input: { owner: 'RC-N', source: 'poller', ...input } });
      return `${String(code)}: ${message}`;
    };
    expect(await refusal({ intervalSeconds: 0 })).toBe(
      'BAD_USER_INPUT: intervalSeconds: it can be 1 to 2678400, or null.',
    );
    expect(await refusal({ source: 'No Source', intervalSeconds: 1 })).toMatch(/^BAD_USER_INPUT: source: /);
    expect(await refusal({ metric: 'unheard', intervalSeconds: 1 })).toMatch(
      /^NOT_FOUND: There is no metric "unheard"/,
    );
    expect(await refusal({ owner: 'RC-S', intervalSeconds: 1 })).toMatch(/^FORBIDDEN: /);
    const reader = hub.as(await hub.key({ organization: 'RC-N', role: 'READER' }));
    expect(await refusal({ intervalSeconds: 1 }, reader)).toMatch(/^FORBIDDEN: .* READER/);
  });
});

describe('A report', () => {
  const asking = (fields: string) =>
    `query($from: DateTime!, $to: DateTime!, $filter: SeriesFilter) { completeness(from: $from, to: $to, filter: $filter) { ${fields} } }`;
  const dayOf = { from: instant(begin), to: instant(begin + day) };

  test('tells a partner of what it sees alone, and what is hidden changes no number', async () => {
    const site = await hub.site({ owner: 'RC-N' });
    const device = await hub.device({ owner: 'RC-N', site, name: 'shared' });
    const subject = { device: { id: device.id } };
    await sendSamples(desk, 'RC-N', [{ metric: 'own', at: every(60, begin, begin + day) }]);
    const other = hub.as(await hub.key({ organization: 'RC-S', role: 'REPORTER' }));
    const at = without(every(60, begin, begin + day), begin + 6 * hour, begin + 12 * hour);
    await sendSamples(other, 'RC-S', [{ metric: 'hidden', at }]);
    const partner = hub.as(hub.keys.partner);
    const fields = `total { ${sums} lastArrivalAt overdueCount } centers { totalCount nodes { organization { code } ${sums} ${missing} } }
      devices { totalCount nodes { device { name } ${sums} } } series { totalCount nodes { series { metric { name } } } }`;
    const nothing = await partner.data<{ completeness: object }>(asking(fields), dayOf);
    expect(nothing.completeness).toMatchObject({
      total: { seriesCount: 0, expected: 0, share: null, lastArrivalAt: null, overdueCount: 0 },
      ...{ centers: { totalCount: 0 }, devices: { totalCount: 0 }, series: { totalCount: 0 } },
    });
    await hub.agreement({ provider: 'RC-N', consumer: 'MOH', datasets: ['SAMPLES', 'INVENTORY'] });
    await hub.sql('UPDATE private.latest_sample SET arrived_at = NULL');
    const shown = await partner.data<{ completeness: object }>(asking(fields), dayOf);
    expect(shown).toEqual(await desk.data(asking(fields), dayOf));
    expect(shown.completeness).toMatchObject({
      total: { seriesCount: 1, expected: 1440, share: 1 },
      centers: { nodes: [{ organization: { code: 'RC-N' } }] },
    });
    // The samples of a device, but not the device itself.
    await sendSamples(desk, 'RC-N', [{ metric: 'ports', at: every(60, begin, begin + day), subject }]);
    await hub.organization({ code: 'MOD', kind: 'MINISTRY' });
    await hub.agreement({ provider: 'RC-N', consumer: 'MOD', datasets: ['SAMPLES'] });
    const of = async (code: string) => {
      const { completeness } = await (
        await hub.stewardOf(code)
      ).data<{
        completeness: { total: Sums; devices: { totalCount: number; nodes: object[] } };
      }>(asking(fields), dayOf);
      return [completeness.total.seriesCount, completeness.devices.totalCount, completeness.devices.nodes.length];
    };
    expect(await of('MOH')).toEqual([2, 1, 1]);
    expect(await of('MOD')).toEqual([2, 0, 0]);
  });

  test('counts what measures a device and its interfaces together', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'core' });
    const port = await hub.interface({ owner: 'RC-N', device, name: 'eth0' });
    const at = every(60, begin, begin + day);
    await sendSamples(desk, 'RC-N', [
      { metric: 'load', at: without(at, begin + hour, begin + 3 * hour), subject: { device: { id: device.id } } },
      {
        metric: 'octets',
        at: without(at, begin + 2 * hour, begin + 4 * hour),
        subject: { interface: { id: port.id } },
      },
    ]);
    const { completeness } = await desk.data<{ completeness: { devices: { nodes: object[] } } }>(
      asking(`devices { nodes { device { name } ${sums} missing { stretches { from to } } } }`),
      dayOf,
    );
    expect(completeness.devices.nodes).toMatchObject([
      { device: { name: 'core' }, seriesCount: 2, expected: 2880, present: 2640 },
    ]);
    const [{ missing: both }] = completeness.devices.nodes as [{ missing: Missing }];
    expect(both.stretches).toEqual([{ from: instant(begin + 2 * hour - minute), to: instant(begin + 3 * hour) }]);
  });

  test('comes in pages, the least share first, and takes as many statements for many as for one', async () => {
    const at = every(60, begin, begin + day);
    const series = Array.from({ length: 30 }, (_, i) => ({
      metric: `m${String(i).padStart(2, '0')}`,
      at: without(at, begin + hour, begin + hour + (30 - i) * 10 * minute),
    }));
    await sendSamples(desk, 'RC-N', series);
    await pack(begin + 3 * day);
    const page = asking(
      `series(first: 12) { totalCount pageInfo { endCursor hasNextPage } nodes { series { metric { name } } share missing { totalCount } } }`,
    );
    interface Page {
      totalCount: number;
      pageInfo: { endCursor: string; hasNextPage: boolean };
      nodes: { series: { metric: { name: string } } }[];
    }
    const seen: string[] = [];
    let after = '';
    for (let more = true; more;) {
      const document = after ? page.replace('first: 12', `first: 12, after: "${after}"`) : page;
      const { completeness } = await desk.data<{ completeness: { series: Page } }>(document, {
        ...dayOf,
        // The first and last day lie in it in part, so that the program looks into them.
        ...{ from: instant(begin + minute), to: instant(begin + 23 * hour) },
      });
      const { nodes, pageInfo, totalCount } = completeness.series;
      expect(totalCount).toBe(30);
      // The series, what is known of them, the parts of days, what is missing, and records with their metrics.
      expect(hub.statements).toHaveLength(1 + 6);
      seen.push(...nodes.map((node) => node.series.metric.name));
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    expect(seen).toEqual(series.map(({ metric }) => metric));
    const strange = page.replace('first: 12', 'first: 12, after: "nonsense"');
    expect(await desk.refusal(strange, dayOf)).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('refuses what is missing of those that are too much beside the others, and answers the others', async () => {
    const [from, to] = [begin - 40 * day, begin];
    await sendSamples(
      desk,
      'RC-N',
      Array.from({ length: 16 }, (_, i) => ({ metric: `m${i}`, at: [from, from + i * hour] })),
    );
    await desk.data(
      `mutation { saveExpectedInterval(input: { owner: "RC-N", source: "poller", intervalSeconds: 1 }) { source } }`,
    );
    const document = asking('series(first: 16) { nodes { missing { totalCount } } }');
    const { data, errors } = await desk.query<{
      completeness: { series: { nodes: { missing: object | null }[] } };
    }>(document, { from: instant(from), to: instant(to) });
    // 40 days of a sample a second each, of 50 million.
    expect(data.completeness.series.nodes.filter((node) => node.missing !== null)).toHaveLength(14);
    expect(errors.map(({ extensions, message }) => [extensions!['code'], message.slice(0, 77)])).toEqual(
      Array(2).fill(['TOO_COMPLEX', 'Stretches that are missing are looked for among 50000000 samples at most: ask']),
    );
  });

  test('is refused where it would look at too much, and tells the limit', async () => {
    await sendSamples(desk, 'RC-N', [
      { metric: 'a', at: [begin] },
      ...Array.from({ length: 6 }, (_, i) => ({ metric: `b${i}`, at: [begin] })),
    ]);
    const total = asking('total { seriesCount }');
    const refusal = async (variables: object) => {
      const { code, message } = await desk.refusal(total, { ...dayOf, ...variables });
      return `${String(code)}: ${message}`;
    };
    const long = { from: '1970-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    expect(await refusal(long)).toBe(
      'TOO_COMPLEX: completeness looks at 310000 days of series at most, 7 series over 47482 days were asked: narrow the filter or the range.',
    );
    const filter = { metric: { name: { startsWith: 'b' } } };
    expect(await desk.data(total, { ...long, filter })).toEqual({ completeness: { total: { seriesCount: 6 } } });
    expect(await refusal({ to: dayOf.from })).toBe(
      'BAD_USER_INPUT: "from" must lie before "to": the range is half-open.',
    );
    await hub.sql(
      `INSERT INTO series (id, metric_id, writer_id, source, external_id)
       SELECT gen_random_uuid(), m.id, o.id, 'many', n::text FROM metric m, organization o, generate_series(1, 10001) n WHERE m.name = 'a' AND o.code = 'RC-N'`,
    );
    expect(await refusal({})).toBe('TOO_COMPLEX: completeness looks at 10000 series at most: narrow the filter.');
  });
});

test('A window says the share that it stands on, all of an answer by one statement', async () => {
  const at = every(60, begin, begin + day);
  await sendSamples(desk, 'RC-N', [
    { metric: 'half', at: at.filter((one) => one < begin + 12 * hour) },
    { metric: 'once', at: [begin] },
    { metric: 'whole', at },
  ]);
  const document = `query($from: DateTime!, $to: DateTime!) { series(orderBy: [{ field: CREATED_AT, direction: ASC }]) { nodes {
    metric { name } window(from: $from, to: $to, maxPoints: 5, resolution: RAW) { completeness truncated } } } }`;
  const shares = async (from: number, to: number) => {
    const { series } = await desk.data<{
      series: { nodes: { metric: { name: string }; window: { completeness: number | null } }[] };
    }>(document, { from: instant(from), to: instant(to) });
    return Object.fromEntries(series.nodes.map(({ metric, window }) => [metric.name, window.completeness]));
  };
  expect(await shares(begin, begin + day)).toEqual({ half: 0.5, once: null, whole: 1 });
  const statements = hub.statements.filter((text) => text.includes('hub.series_presence'));
  expect(statements).toHaveLength(1);
  expect(await shares(begin - day, begin)).toEqual({ half: null, once: null, whole: null });
  expect(await shares(Date.now() + day, Date.now() + 2 * day)).toEqual({ half: null, once: null, whole: null });
});

test('Of what is not kept any more nothing is expected', async () => {
  await sendSamples(desk, 'RC-N', [{ metric: 'old', at: every(60, begin, begin + 1.5 * day) }]);
  await pack(begin + 4 * day);
  await keep(hub, { RAW: daysSince('2026-11-02') });
  const kept = (await entriesOf(desk, begin, begin + 2 * day)).get('old')!;
  expect(kept).toMatchObject({ expected: 1440, present: 720, share: 0.5, missing: { totalSeconds: 12 * 3600 + 60 } });
  expect((await entriesOf(desk, begin, begin + day)).get('old')).toMatchObject({ expected: 0, share: null });
  await keep(hub, { RAW: null });
});
