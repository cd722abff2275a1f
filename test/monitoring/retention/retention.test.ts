import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compressSync } from 'snappy';
import { actAs } from '../../../src/directory/act-as';
import { createPool } from '../../../src/kernel/postgres/database';
import { whyNotKept } from '../../../src/monitoring/retention/retention.rules';
import type { Refused } from '../../../src/sources/import-run';
import { importSamples } from '../../../src/sources/samples/import-samples';
import { startHub, type Hub } from '../../support/hub';
import { encodeWriteRequest, staleBits } from '../../support/remote-write';
import { daysSince, keep, samplingDesk, type SamplingDesk } from '../../support/sampling-desk';

let hub: Hub;
let desk: SamplingDesk;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  desk = await samplingDesk(hub);
});
afterAll(() => hub.stop());

interface Told {
  id: string;
  level: string;
  days: number | null;
  keptSince: string | null;
  letGoUntil: string | null;
}
async function told(key = hub.keys.partner): Promise<Told[]> {
  const document =
    '{ retentions(orderBy: [{ field: STEP, direction: ASC }]) { nodes { id level days keptSince letGoUntil } } }';
  return (await hub.as(key).data<{ retentions: { nodes: Told[] } }>(document)).retentions.nodes;
}
const save = `mutation($levels: [RetentionInput!]!) { saveRetention(input: { levels: $levels }) { retentions { level days } } }`;
const daysTold = async () => Object.fromEntries((await told()).map(({ level, days }) => [level, days]));
const endless = { RAW: null, FIVE_MINUTES: null, HOUR: null, DAY: null };
const national = () => hub.as(hub.keys.national);

describe('How long samples are kept', () => {
  afterEach(() => keep(hub, endless));

  test('is without an end until somebody says, and read by every key', async () => {
    expect(await daysTold()).toEqual(endless);
    expect(Object.keys(await daysTold())).toEqual(['RAW', 'FIVE_MINUTES', 'HOUR', 'DAY']);
    expect((await told()).every(({ keptSince, letGoUntil }) => keptSince === null && letGoUntil === null)).toBe(true);
  });

  test('is said by a steward of the national center, several levels at once, and by nobody else', async () => {
    const levels = [
      { level: 'DAY', days: 3650 },
      { level: 'RAW', days: 90 },
      { level: 'FIVE_MINUTES', days: 365 },
    ];
    for (const viewer of [hub.as(hub.keys.regional), hub.as(hub.keys.partner), desk.viewer])
      expect(await viewer.refusal(save, { levels: [{ level: 'RAW', days: 90 }] })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await daysTold()).toEqual(endless);
    const order = await national().refusal(save, { levels });
    expect(order).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(order.message).toContain('DAY would be kept 3650 days, shorter than the finer HOUR');
    const all = [...levels, { level: 'HOUR', days: 1095 }];
    expect(await national().data(save, { levels: all })).toEqual({
      saveRetention: {
        retentions: [
          { level: 'RAW', days: 90 },
          { level: 'FIVE_MINUTES', days: 365 },
          { level: 'HOUR', days: 1095 },
          { level: 'DAY', days: 3650 },
        ],
      },
    });
    const [raw] = await told();
    expect(daysSince(raw!.keptSince!.slice(0, 10))).toBe(90);
  });

  test('is remembered as it was before, with who changed it', async () => {
    await keep(hub, { RAW: 400 });
    const [raw] = await told();
    const document = `query($id: ID!) { node(id: $id) { ... on Retention { history(first: 1) { nodes { operation before after actor } } } } }`;
    const { node } = await national().data<{ node: { history: { nodes: unknown[] } } }>(document, { id: raw!.id });
    expect(node.history.nodes).toMatchObject([
      { operation: 'UPDATED', before: { level: 'RAW', days: null }, after: { days: 400 }, actor: 'national desk' },
    ]);
  });

  test.each([
    [[], 'name one'],
    [[{ level: 'RAW', days: 0 }], 'RAW can be kept 1 to 36500 days'],
    [[{ level: 'RAW', days: 36_501 }], 'RAW can be kept 1 to 36500 days'],
    [
      [
        { level: 'RAW', days: 9 },
        { level: 'RAW', days: 8 },
      ],
      'RAW is named twice',
    ],
    [[{ level: 'HOUR', days: 9 }], 'HOUR would be kept 9 days, shorter than the finer FIVE_MINUTES'],
  ])('is not %j', async (levels, reason) => {
    expect((await national().refusal(save, { levels })).message).toContain(reason);
    expect(await daysTold()).toEqual(endless);
  });

  test('is judged as it will stand: no coarser level shorter than a finer one', () => {
    const standing = [
      { level: 'RAW', days: 10 },
      { level: 'FIVE_MINUTES', days: 20 },
      { level: 'HOUR', days: 30 },
      { level: 'DAY', days: null },
    ] as const;
    const judge = (level: 'RAW' | 'FIVE_MINUTES' | 'HOUR' | 'DAY', days: number | null) =>
      whyNotKept([{ level, days }], standing);
    expect([judge('RAW', 20), judge('FIVE_MINUTES', 10), judge('DAY', 30)]).toEqual([null, null, null]);
    expect(judge('RAW', 21)).toContain('FIVE_MINUTES would be kept 20 days, shorter than the finer RAW');
    expect(judge('HOUR', null)).toBeNull();
    expect(judge('RAW', null)).toContain('which is kept without an end');
    expect(judge('DAY', 29)).toContain('DAY would be kept 29 days, shorter than the finer HOUR');
  });
});

describe('A sample older than is kept', () => {
  let since: number;
  const at = (ms: number) => new Date(since + ms).toISOString();
  beforeAll(async () => {
    await keep(hub, { RAW: 30 });
    since = Date.parse((await told())[0]!.keptSince!);
  });
  afterAll(() => keep(hub, endless));

  test('is refused by ingestSamples as such, with nothing of the call taken; the oldest that is kept is taken', async () => {
    const sent = await desk.send('late', [
      [at(0), 1, 0],
      [at(-1), 2, 0],
      [at(-2), 3, 0],
    ]);
    expect(sent).toMatchObject({
      taken: 0,
      refused: [{ index: 0, field: 'timestamps[1]', code: 'TOO_OLD' }],
    });
    expect(sent.refused[0]!.message).toContain(
      `as are 1 more of this series: samples are kept since ${at(0).replace('.000', '')}`,
    );
    expect(await desk.send('late', [[at(0), 1, 0]])).toMatchObject({ taken: 1, refused: [] });
  });

  const push = async (body: Buffer) => {
    const key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/x-protobuf',
      'content-encoding': 'snappy',
    };
    const response = await fetch(`${hub.url}/api/v1/write`, { method: 'POST', headers, body });
    const text = await response.text();
    return { status: response.status, told: (text ? JSON.parse(text) : null) as object | null };
  };

  test('is refused alone when it is pushed, counted, and makes no series; what came with it keeps its bits', async () => {
    const labels = (host: string) => ({ __name__: 'pushed', instance: host });
    const body = compressSync(
      encodeWriteRequest([
        { labels: labels('old'), samples: [[since - 5, 1]] },
        {
          labels: labels('both'),
          samples: [
            [since - 1, 1],
            [since, 2.5],
            [since + 1, staleBits],
          ],
        },
        { labels: labels('new'), samples: [[since + 7, 0.1]] },
      ]),
    );
    const { status, told: answer } = await push(body);
    expect({ status, answer }).toMatchObject({
      status: 400,
      answer: { taken: 3, newSeries: 2, refused: [{ reason: 'TOO_OLD', samples: 2 }] },
    });
    const document = `{ series(filter: { metric: { name: { eq: "pushed" } } }) { nodes { labels
      window(from: "${at(0)}", to: "${at(60_000)}", resolution: RAW, maxPoints: 9) { timestamps values flags } } } }`;
    const { series } = await desk.viewer.data<{ series: { nodes: unknown[] } }>(document);
    expect(series.nodes).toEqual([
      {
        labels: { instance: 'both' },
        window: { timestamps: [at(0).replace('.000', ''), at(1)], values: [2.5, null], flags: [0, 4] },
      },
      { labels: { instance: 'new' }, window: { timestamps: [at(7)], values: [0.1], flags: [0] } },
    ]);
    expect(await push(body)).toMatchObject({ status: 400, told: { taken: 0, repeated: 3 } });
    const metrics = await (await fetch(`${hub.url}/metrics`)).text();
    expect(metrics).toContain('hub_pushed_samples_total{route="/api/v1/write",outcome="TOO_OLD"} 4');
  });

  test('is refused by its line when it is imported, and the others are taken', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'commonwatch-old-'));
    const file = join(folder, 'old.csv');
    writeFileSync(file, `timestamp,value\n${at(-1)},1\n${at(0)},2\n${at(1)},3\n`);
    const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 1 });
    const act = actAs(operator, { organization: 'NMC', label: 'import test' });
    const refused: Refused[] = [];
    const options = { owner: 'NMC', source: 'csv', now: () => new Date() };
    const totals = await importSamples(
      file,
      options,
      act,
      (row) => refused.push(row),
      () => undefined,
    );
    await operator.end();
    rmSync(folder, { recursive: true });
    expect(totals).toEqual({ created: 2, updated: 0, unchanged: 0, refused: 1 });
    expect(refused).toMatchObject([{ place: { position: 'line 2' }, field: 'timestamp' }]);
    expect(refused[0]!.reason).toContain('is too old');
  });
});
