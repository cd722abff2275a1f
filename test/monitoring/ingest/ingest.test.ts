import { startHub, type Hub } from '../../support/hub';
import type { Viewer } from '../../support/viewer';

let hub: Hub;
let desk: Viewer;
beforeAll(async () => {
  hub = await startHub();
  desk = hub.as(await hub.key({ organization: 'RC-N', role: 'REPORTER' }));
});
afterAll(() => hub.stop());

interface Batch {
  metric: string;
  timestamps: string[];
  values: (number | null)[];
  [field: string]: unknown;
}
interface Payload {
  taken: number;
  repeated: number;
  conflicts: number;
  newSeries: number;
  refused: { index: number; field: string; message: string }[];
}

const document = `mutation Send($input: IngestSamplesInput!) {
  ingestSamples(input: $input) { taken repeated conflicts newSeries refused { index field message } }
}`;
const send = async (...batches: Batch[]): Promise<Payload> => {
  const input = { owner: 'RC-N', source: 'poller', batches };
  return (await desk.data<{ ingestSamples: Payload }>(document, { input })).ingestSamples;
};
const minute = (n: number) => `2026-11-01T00:${String(n).padStart(2, '0')}:00Z`;
const load = (values: number[], more: object = {}): Batch => ({
  metric: 'cpu_load',
  timestamps: values.map((_, n) => minute(n)),
  values,
  ...more,
});
const answer = (counts: Partial<Payload>): Payload => ({
  ...{ taken: 0, repeated: 0, conflicts: 0, newSeries: 0, refused: [] },
  ...counts,
});

describe('Samples of a series', () => {
  test('are taken once: again they are repeated, another value of an instant is a conflict', async () => {
    expect(await send(load([1, 2, 3]))).toEqual(answer({ taken: 3, newSeries: 1 }));
    expect(await send(load([1, 2, 3]))).toEqual(answer({ repeated: 3 }));
    expect(await send(load([1, 9, 3, 4]))).toEqual(answer({ taken: 1, repeated: 2, conflicts: 1 }));
  });

  test('say by their flags what is no number, and a NaN is the same NaN again', async () => {
    const odd = { metric: 'odd', timestamps: [minute(0), minute(1)], values: [null, null], flags: [1, 4] };
    expect(await send(odd)).toMatchObject({ taken: 2 });
    expect(await send(odd)).toMatchObject({ repeated: 2 });
    expect(await send({ ...odd, flags: [4, 4] })).toMatchObject({ repeated: 1, conflicts: 1 });
  });

  test('twice in one call: the first of an instant stays', async () => {
    const twice = { metric: 'twice', timestamps: [minute(0), minute(0), minute(0)], values: [1, 1, 2] };
    expect(await send(twice)).toMatchObject({ taken: 1, repeated: 1, conflicts: 1 });
  });

  test('sent by twenty at once are taken by one and repeated by all others, in whatever order they name them', async () => {
    const values = Array.from({ length: 50 }, (_, n) => n);
    const forward = ['a', 'b', 'c'].map((name) => load(values, { metric: 'rush', labels: { name } }));
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) => send(...(n % 2 ? forward : forward.toReversed()))),
    );
    const total = (field: 'taken' | 'repeated' | 'conflicts') => sent.reduce((sum, one) => sum + one[field], 0);
    expect({ taken: total('taken'), repeated: total('repeated'), conflicts: total('conflicts') }).toEqual({
      taken: 150,
      repeated: 19 * 150,
      conflicts: 0,
    });
  });

  test('show the newest as latest, also where an older one comes later', async () => {
    await send({ metric: 'late', timestamps: [minute(5), minute(9)], values: [5, 9] });
    await send({ metric: 'late', timestamps: [minute(7)], values: [7] });
    const [latest] = await hub.sql<{ value: number }>(
      `SELECT l.value FROM private.latest_sample l JOIN series s ON s.number = l.series_number
         JOIN metric m ON m.id = s.metric_id WHERE m.name = 'late'`,
    );
    expect(latest).toEqual({ value: 9 });
  });
});

test('A label without a value is none: the series is the same', async () => {
  expect(await send(load([1], { metric: 'bare_label' }))).toMatchObject({ newSeries: 1 });
  expect(await send(load([1], { metric: 'bare_label', labels: { room: '' } }))).toMatchObject({
    repeated: 1,
    newSeries: 0,
  });
});

describe('A metric', () => {
  const told = async (name: string) =>
    (await hub.sql<{ unit: string; kind: string }>('SELECT m.unit, m.kind FROM metric m WHERE m.name = $1', [name]))[0];

  test('has the unit and the kind of whoever first says them, in whichever batch of a call', async () => {
    const bare = load([1], { metric: 'octets' });
    await send(bare, { ...bare, labels: { port: '1' }, unit: 'bytes', kind: 'COUNTER' });
    expect(await told('octets')).toEqual({ unit: 'bytes', kind: 'COUNTER' });
  });

  test('that stands without a unit gets it from the first who says one', async () => {
    await send(load([1], { metric: 'bare' }));
    expect(await send(load([1], { metric: 'bare', unit: 'watts' }))).toMatchObject({ repeated: 1 });
    expect(await told('bare')).toMatchObject({ unit: 'watts' });
  });

  test('keeps them: who says others is refused, with nothing of the call taken', async () => {
    await send(load([1], { metric: 'heat', unit: 'celsius', kind: 'GAUGE' }));
    const { refused, ...counts } = await send(
      load([1, 2], { metric: 'fine' }),
      load([1, 2], { metric: 'heat', unit: 'kelvin', kind: 'COUNTER' }),
    );
    expect(counts).toEqual({ taken: 0, repeated: 0, conflicts: 0, newSeries: 0 });
    expect(refused).toEqual([
      { index: 1, field: 'unit', message: expect.stringContaining('known with unit "celsius"') as string },
      { index: 1, field: 'kind', message: expect.stringContaining('known with kind "GAUGE"') as string },
    ]);
    expect(await told('fine')).toBeUndefined();
  });

  test('whose kind nobody said is a gauge until somebody does', async () => {
    await send(load([1], { metric: 'later' }));
    expect(await told('later')).toMatchObject({ kind: 'GAUGE' });
    await send(load([2], { metric: 'later', labels: { n: '2' }, kind: 'COUNTER' }));
    expect(await told('later')).toMatchObject({ kind: 'COUNTER' });
  });

  test('is mended by the keeper of the directory, and by nobody else', async () => {
    await send(load([1], { metric: 'node_seconds', unit: 'bananas' }));
    const mend = `mutation { saveMetric(input: { name: "node_seconds", unit: "seconds", kind: COUNTER }) { metric { unit kind } } }`;
    expect(await hub.as(hub.keys.regional).refusal(mend)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.refusal(mend)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await hub.as(hub.keys.national).data(mend)).toEqual({
      saveMetric: { metric: { unit: 'seconds', kind: 'COUNTER' } },
    });
  });

  test('with a unit too long is refused by its length', async () => {
    const { refused } = await send(load([1], { metric: 'long', unit: 'u'.repeat(41) }));
    expect(refused).toEqual([
      { index: 0, field: 'unit', message: 'unit: it may have 40 characters, this one has 41.' },
    ]);
  });
});

describe('The subject of a series that comes in several batches of a call', () => {
  const subjectsOf = (metric: string) =>
    hub.sql<{ name: string | null }>(
      `SELECT d.name FROM series s JOIN metric m ON m.id = s.metric_id LEFT JOIN device d ON d.id = s.device_id WHERE m.name = $1`,
      [metric],
    );

  test('is the one that any of them names', async () => {
    const router = await hub.device({ owner: 'RC-N', name: 'said-second' });
    const part = load([1], { metric: 'parts' });
    expect(
      await send(part, { ...part, timestamps: [minute(1)], subject: { device: { id: router.id } } }),
    ).toMatchObject({ taken: 2, newSeries: 1 });
    expect(await subjectsOf('parts')).toEqual([{ name: 'said-second' }]);
  });

  test('stays what it is where no batch says it, and is never unsaid by an empty code', async () => {
    const router = await hub.device({ owner: 'RC-N', name: 'stays' });
    const part = load([1], { metric: 'bound' });
    await send({ ...part, subject: { device: { id: router.id } } });
    await send({ ...part, timestamps: [minute(1)] });
    const { refused } = await send({ ...part, subject: { organization: '' } });
    expect(refused).toMatchObject([{ index: 0, field: 'organization' }]);
    expect(await subjectsOf('bound')).toEqual([{ name: 'stays' }]);
  });

  test('is one: two are refused', async () => {
    const [one, other] = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-N' })];
    const on = (id: string) => load([1], { metric: 'torn', subject: { device: { id } } });
    expect((await send(on(one.id), on(one.id), on(other.id))).refused).toEqual([
      { index: 2, field: 'subject', message: expect.stringContaining('another object in the batch at 0') as string },
    ]);
    expect(await subjectsOf('torn')).toEqual([]);
  });
});
