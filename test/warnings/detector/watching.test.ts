import { passOverSeries } from '../../../src/warnings/detector/watching/watch-series';
import { WorkingSet } from '../../../src/warnings/detector/watching/working-set';
import type { Settle } from '../../../src/warnings/rules/evaluating/tell-turns';
import { settleWarnings } from '../../../src/warnings/settle-warnings';
import { startHub, type Hub } from '../../support/hub';
import { RuleDesk, type WarningSeen } from '../rules/rule-desk';

const minute = 60_000;
const step = 5 * minute;
const DAY = 288;

let hub: Hub;
let desk: RuleDesk;
beforeAll(async () => {
  hub = await startHub();
  desk = new RuleDesk(hub);
});
afterAll(async () => {
  await desk.end();
  await hub.stop();
});
beforeEach(() => hub.sql('TRUNCATE private.detector_slice, private.detector_state, private.detector_pass'));

/** When the detector begins to watch, a midnight: what lies before is history. */
const begin = Math.floor((Date.now() - 14 * 60 * minute) / (DAY * step)) * DAY * step;

/** A week of busy days and calm nights before, then what is told of each sample. */
const usual = (i: number): number => 100 + 50 * Math.sin((2 * Math.PI * i) / DAY) + 2 * Math.sin(i * i);

async function push(metric: string, from: number, values: readonly number[]): Promise<void> {
  const now = Date.now();
  const samples = values.map((value, i) => [(now - begin - (from + i) * step) / 1000, value] as const);
  await desk.push('RC-N', metric, { disk: 'ổ đĩa 1' }, samples, now);
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => usual(from + i));

interface Pass {
  at: number;
  workingSet?: WorkingSet;
  settle?: Settle;
}

/** At so many samples from where watching begins, by the hub's clock. */
async function pass({ at, workingSet = new WorkingSet(), settle = settleWarnings }: Pass): Promise<void> {
  const client = await desk.operator.connect();
  const now = () => new Date(begin + at * step + minute);
  try {
    await passOverSeries(client, { settle, workingSet, restSeconds: 0, now });
  } finally {
    client.release();
  }
}

async function told(metric: string): Promise<WarningSeen[]> {
  const rows = await hub.sql<{ id: string }>(
    `SELECT w.id FROM hub.warning w JOIN hub.series s ON s.id = w.series_id JOIN hub.metric m ON m.id = s.metric_id
      WHERE w.source = 'detector' AND m.name = $1`,
    [metric],
  );
  return rows.length === 0 ? [] : desk.warnings('RC-N', { id: { in: rows.map(({ id }) => `wrn_${id}`) } });
}

/** A series in two days, looked at every 15 minutes: what is told of it, in order. */
async function lifeOf(metric: string, workingSet: () => WorkingSet): Promise<string[]> {
  const values = [...range(1, 60), ...Array.from({ length: 12 }, () => 300), ...range(72, 160)];
  await push(metric, -4 * DAY, range(-4 * DAY, 0));
  await pass({ at: 0, workingSet: workingSet() });
  const said: string[] = [];
  const noting: Settle = (db, evidence, now) => {
    for (const { at, firing, explanation } of evidence)
      said.push(`${at.toISOString()} ${firing} ${explanation.replace(metric, '')}`);
    return settleWarnings(db, evidence, now);
  };
  for (let from = 1; from < 158; from += 3) {
    await push(metric, from, values.slice(from - 1, from + 2));
    await pass({ at: from + 2, workingSet: workingSet(), settle: noting });
  }
  return said;
}

const watching = 'mutation($input: WatchSeriesInput!) { watchSeries(input: $input) { owner watched } }';
async function watch(owner: string, wanted: boolean): Promise<void> {
  const { watchSeries } = await (
    await desk.viewer('RC-N')
  ).data<{ watchSeries: unknown }>(watching, { input: { owner, watch: wanted } });
  expect(watchSeries).toEqual({ owner, watched: wanted });
}

test('Whether series are watched is for desks of the organization to say', async () => {
  const refused = async (viewer: string, role: string, owner: string) =>
    (await (await desk.viewer(viewer, role)).refusal(watching, { input: { owner, watch: false } })).code;
  expect(await refused('RC-N', 'REPORTER', 'RC-N')).toBe('FORBIDDEN');
  expect(await refused('RC-N', 'RESPONDER', 'NMC')).toBe('FORBIDDEN');
  expect(await refused('RC-N', 'RESPONDER', 'không có')).toBe('BAD_USER_INPUT');
  expect(await hub.sql('SELECT FROM private.detector_off')).toEqual([]);
});

describe('A series that no rule looks at', () => {
  test('is watched: what is unusual is raised with what was seen, expected and since when, and cleared when it is over', async () => {
    const workingSet = new WorkingSet();
    await push('traffic', -7 * DAY, range(-7 * DAY, 0));
    await pass({ at: 0, workingSet });
    expect(await told('traffic')).toEqual([]);
    await push('traffic', 1, [...range(1, 40), ...Array.from({ length: 16 }, () => 400)]);
    await pass({ at: 56, workingSet });
    const [raised, ...others] = await told('traffic');
    expect(others).toEqual([]);
    expect(raised).toMatchObject({ state: 'RAISED', severity: 'MINOR', owner: { code: 'RC-N' } });
    expect(raised!.explanation).toMatch(
      /^traffic\{disk="ổ đĩa 1"\} is 400, unusual since 20\d\d-.*Z\. Expected: [\d.]+ to [\d.]+, by what it was before\./,
    );
    await push('traffic', 56, range(56, 130));
    await pass({ at: 130, workingSet });
    const [cleared] = await told('traffic');
    expect(cleared).toMatchObject({ id: raised!.id, state: 'CLEARED' });
  });

  test('is judged the same by a process that has it in mind, and by one that begins after each look', async () => {
    const [lasting, forgetful] = [new WorkingSet(), () => new WorkingSet()];
    const one = await lifeOf('lasting', () => lasting);
    await hub.sql('TRUNCATE private.detector_slice, private.detector_state, private.detector_pass');
    const other = await lifeOf('forgetful', forgetful);
    expect(one.length).toBeGreaterThan(1);
    expect(other).toEqual(one);
  });

  test('keeps nothing of a look that fails, and tells all of it the next time, once', async () => {
    await push('failing', -4 * DAY, range(-4 * DAY, 0));
    await pass({ at: 0 });
    await push('failing', 1, [...range(1, 30), ...Array.from({ length: 10 }, () => 500)]);
    const fails: Settle = () => Promise.reject(new Error('it fails'));
    await expect(pass({ at: 40, settle: fails })).rejects.toThrow('it fails');
    expect(await told('failing')).toEqual([]);
    await pass({ at: 40 });
    await pass({ at: 40 });
    const warnings = await told('failing');
    expect(warnings.map(({ transitions }) => transitions.nodes.map(({ to }) => to))).toEqual([['RAISED']]);
  });

  test('is told once by several processes that look at the same time', async () => {
    await push('shared', -4 * DAY, range(-4 * DAY, 0));
    await pass({ at: 0 });
    await push('shared', 1, [...range(1, 30), ...Array.from({ length: 10 }, () => 500)]);
    const seen: string[] = [];
    const counting: Settle = async (db, evidence, now) => {
      seen.push(...evidence.map(({ fingerprint, at }) => `${fingerprint} ${at.toISOString()}`));
      return settleWarnings(db, evidence, now);
    };
    await Promise.all([1, 2, 3, 4].map(() => pass({ at: 40, settle: counting })));
    expect(new Set(seen).size).toBe(seen.length);
    expect(await told('shared')).toHaveLength(1);
  });

  test('is let go when a rule judges it, or its organization wants it not watched: what was told of it ends', async () => {
    for (const metric of ['ruled', 'unwatched']) await push(metric, -4 * DAY, range(-4 * DAY, 0));
    await pass({ at: 0 });
    for (const metric of ['ruled', 'unwatched'])
      await push(metric, 1, [...range(1, 30), ...Array.from({ length: 10 }, () => 500)]);
    await pass({ at: 40 });
    expect((await told('ruled'))[0]).toMatchObject({ state: 'RAISED' });
    await desk.save('RC-N', { code: 'own', select: { metric: 'ruled' } });
    await desk.pass();
    await push('ruled', 40, [500]);
    await pass({ at: 41 });
    expect((await told('ruled'))[0]).toMatchObject({ state: 'CLEARED' });
    expect((await told('unwatched'))[0]).toMatchObject({ state: 'RAISED' });
    await watch('RC-N', false);
    await push('unwatched', 40, [500]);
    await pass({ at: 41 });
    expect((await told('unwatched'))[0]).toMatchObject({ state: 'CLEARED' });
    expect(await hub.sql('SELECT FROM private.detector_state')).toEqual([]);
    await watch('RC-N', true);
    await pass({ at: 41 });
    expect(await hub.sql('SELECT FROM private.detector_state')).not.toEqual([]);
  });
});
