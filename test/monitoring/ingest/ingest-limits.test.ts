import { oldestTaken } from '../../../src/monitoring/instants.rules';
import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
let key: string;
beforeAll(async () => {
  hub = await startHub({ listen: true, config: { seriesPerMetric: 5, newSeriesPerHour: 20, samplesPerSecond: 100 } });
});
beforeEach(async () => {
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
});
afterAll(() => hub.stop());

interface Answer {
  data: { ingestSamples: { taken: number; newSeries: number; refused: { field: string; message: string }[] } } | null;
  errors?: { message: string; extensions: { code: string; reason?: string } }[];
}

const query = `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken newSeries refused { field message } } }`;
async function send(batches: object[]): Promise<Answer & { retryAfter: number }> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input: { owner: 'RC-N', source: 'poller', batches } } }),
  });
  return { ...((await response.json()) as Answer), retryAfter: Number(response.headers.get('retry-after') ?? 0) };
}

const first = Date.UTC(2026, 10, 1);
const instants = (count: number) => Array.from({ length: count }, (_, n) => new Date(first + n * 1000).toISOString());
const batch = (metric: string, labels: object = {}, timestamps = instants(1)) => ({
  ...{ metric, labels, timestamps },
  values: timestamps.map(() => 1),
});
const wide = (metric: string, ...labels: number[]) => labels.map((n) => batch(metric, { n: String(n) }));
const seriesOf = async (metric: string) =>
  (await hub.sql('SELECT 1 FROM series s JOIN metric m ON m.id = s.metric_id WHERE m.name = $1', [metric])).length;

describe('A call of ingestSamples', () => {
  test('of more samples than its key may send for now is told when to come again', async () => {
    expect(await send([batch('flood', {}, instants(1000))])).toMatchObject({
      data: { ingestSamples: { taken: 1000 } },
    });
    const { errors, retryAfter } = await send([batch('flood', {}, instants(900))]);
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    expect(retryAfter).toBeGreaterThan(0);
  });

  test('that makes more series than its key may is refused whole, and takes nothing from what it may', async () => {
    const several = (from: number, count: number) => Array.from({ length: count }, (_, n) => batch(`made_${from + n}`));
    const { errors, retryAfter } = await send(several(0, 21));
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', reason: 'NEW_SERIES_LIMIT' } }]);
    expect(retryAfter).toBeGreaterThan(0);
    expect(await seriesOf('made_0')).toBe(0);
    expect(await send(several(0, 20))).toMatchObject({ data: { ingestSamples: { newSeries: 20 } } });
    expect(await send(several(0, 20))).toMatchObject({ data: { ingestSamples: { newSeries: 0 } } });
    expect((await send(several(20, 1))).errors).toMatchObject([{ extensions: { reason: 'NEW_SERIES_LIMIT' } }]);
  });

  test('that makes more series of a metric than an organization may have is refused whole; those that stand go on', async () => {
    await send(wide('wide', 1, 2, 3, 4));
    const { errors } = await send([...wide('wide', 4, 5, 6), batch('beside')]);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('"wide"'),
        extensions: { code: 'BAD_USER_INPUT', reason: 'SERIES_OF_METRIC_LIMIT' },
      },
    ]);
    expect([await seriesOf('wide'), await seriesOf('beside')]).toEqual([4, 0]);
    expect(await send(wide('wide', 1, 5))).toMatchObject({ data: { ingestSamples: { newSeries: 1 } } });
    expect(await send([...wide('wide', 1, 2, 3, 4, 5), batch('beside')])).toMatchObject({
      data: { ingestSamples: { newSeries: 1 } },
    });
  });
});

describe('Samples of long ago', () => {
  const ago = (ms: number) => [new Date(oldestTaken(Date.now()) + ms).toISOString()];

  test('are taken up to twenty years back, and refused beyond, by each road', async () => {
    expect(await send([batch('old', {}, ago(0))])).toMatchObject({ data: { ingestSamples: { taken: 1 } } });
    const { data } = await send([batch('older', {}, ago(-1))]);
    expect(data!.ingestSamples).toMatchObject({
      taken: 0,
      refused: [{ field: 'timestamps[0]', message: expect.stringContaining('more than 20 years back') as string }],
    });
    const response = await fetch(`${hub.url}/ingest/samples`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
      body: `metric,timestamp,value\nold,${ago(1)[0]},2\nold,${ago(-1)[0]},2\nold,1970-01-01T00:00:00Z,2`,
    });
    expect(await response.json()).toMatchObject({ taken: 1, refused: [{ reason: 'TOO_OLD', samples: 2 }] });
  });

  test('make no month before: the database has the same bound, and refuses what would be beyond it', async () => {
    const [bound] = await hub.sql<{ at: string }>('SELECT extract(epoch FROM private.oldest_taken())::text AS at');
    expect(Number(bound!.at) * 1000).toBe(oldestTaken(Date.now()));
    const making = (months: number) =>
      hub.sql(`SELECT private.make_sample_months(ARRAY[private.oldest_taken() - make_interval(months => $1)])`, [
        months,
      ]);
    await expect(making(1)).resolves.toHaveLength(1);
    await expect(making(2)).rejects.toThrow('are not taken');
  });
});
