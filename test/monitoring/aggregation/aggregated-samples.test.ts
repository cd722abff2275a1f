import { credentialFrom } from '../../../src/directory/api-key';
import { createCanceller, createPool } from '../../../src/kernel/postgres/database';
import { Session } from '../../../src/kernel/postgres/session';
import { aggregateSamples } from '../../../src/monitoring/aggregation/aggregate-samples';
import { aggregates } from '../../../src/monitoring/aggregation/aggregation.values';
import { levels, type Level } from '../../../src/monitoring/rollups/levels';
import { foldedSeries, type Folding, type Grouped, type keys } from '../../support/aggregated-samples';
import { startHub, type Hub } from '../../support/hub';
import type { Made } from '../../support/inventory-builders';
import { at, countUp, days, measured, type Sample } from '../../support/sample-windows';
import type { Variables, Viewer } from '../../support/viewer';

let hub: Hub;
let national: Viewer;
let regional: Viewer;
let partner: Viewer;
let capital: Made;

beforeAll(async () => {
  hub = await startHub();
  [national, regional, partner] = [hub.as(hub.keys.national), hub.as(hub.keys.regional), hub.as(hub.keys.partner)];
  capital = await hub.site({ owner: 'RC-N', name: 'Hà Nội 10', region: 'NORTH' });
  const second = await hub.site({ owner: 'RC-N', name: 'Hà Nội 2', region: 'NORTH' });
  const south = await hub.site({ owner: 'RC-S', name: 'Đà Nẵng', region: 'SOUTH' });
  await measureAll(capital, second, south);
  await hub.agreement({ provider: 'RC-N', consumer: 'MOH', datasets: ['SAMPLES'] });
}, 60_000);
afterAll(() => hub.stop());

interface Batch {
  subject?: object | null;
  labels?: object;
  kind?: string;
  samples: readonly Sample[];
}

async function send(owner: string, metric: string, batches: readonly Batch[]): Promise<void> {
  const desk = hub.as(await hub.key({ organization: owner, role: 'REPORTER' }));
  for (const { samples, kind = 'GAUGE', ...batch } of batches) {
    const [timestamps, values, flags] = [0, 1, 2].map((column) => samples.map((sample) => sample[column]));
    const input = { owner, source: 'poller', batches: [{ metric, kind, ...batch, timestamps, values, flags }] };
    const answer = await desk.data(
      'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken refused { message } } }',
      { input },
    );
    expect(answer).toEqual({ ingestSamples: { taken: samples.length, refused: [] } });
  }
}

/** Of every kind of subject, bound or not, by two centers: the southern one measures something of the northern one's too. */
async function measureAll(first: Made, second: Made, south: Made): Promise<void> {
  const device = await hub.device({ owner: 'RC-N', site: first });
  const uplink = await hub.interface({ device, name: 'uplink' });
  // Stands in the south, and is the northern center's.
  const away = await hub.device({ owner: 'RC-N', site: south });
  const far = await hub.device({ owner: 'RC-S', site: south });
  const link = await hub.link({ owner: 'RC-N', a: { site: first }, b: { site: south } });
  const ref = ({ id }: Made) => ({ id });
  const north = [
    { subject: { site: ref(second) }, labels: { room: 'tầng 2' } },
    { subject: { device: ref(device) }, labels: { room: 'tầng 10' } },
    { subject: { interface: ref(uplink) }, labels: { room: 'Tầng 10', ifName: 'uplink' } },
    { subject: { device: ref(away) }, labels: { room: 'tầng 2', ifName: 'x' } },
    { subject: { link: ref(link) }, labels: { room: '', ifName: 'line' } },
    { subject: { organization: 'RC-N' }, labels: { ifName: 'all' } },
    { subject: null, labels: { room: 'tầng 2', ifName: 'nowhere' } },
  ];
  const southern = [
    { subject: { device: ref(far) }, labels: { room: 'ẩn' } },
    { subject: { site: ref(south) }, labels: {} },
  ];
  const gauge = (n: number) => measured((random) => (random.whole(400) * (n + 1)) / 4);
  for (const [owner, batches] of [
    ['RC-N', north],
    ['RC-S', southern],
  ] as const) {
    await send(
      owner,
      'load',
      batches.map((batch, n) => ({ ...batch, samples: thinned(gauge(n), n) })),
    );
    await send(
      owner,
      'octets',
      batches.map((batch, n) => ({ ...batch, kind: 'COUNTER', samples: thinned(measured(countUp()), n) })),
    );
  }
}

/** Each series leaves out other hours, and begins elsewhere. */
const thinned = (samples: readonly Sample[], n: number): Sample[] =>
  samples.filter((_, i) => i >= n * 3 && Math.floor(i / 40) % (n + 3) !== 1);

const asking = `query($metric: String!, $from: DateTime!, $to: DateTime!, $resolution: Resolution, $maxPoints: Int, $maxSeries: Int,
    $aggregate: Aggregate!, $by: SeriesGrouping) {
  aggregatedSamples(filter: { metric: { name: { eq: $metric } } }, from: $from, to: $to, resolution: $resolution, maxPoints: $maxPoints,
      maxSeries: $maxSeries, aggregate: $aggregate, by: $by) {
    resolution seriesCount metric { name kind }
    groups { label site { name } region { code } organization { code } seriesCount timestamps values count }
  }
}`;

interface Group extends Omit<Grouped, 'key'> {
  label: string | null;
  site: { name: string } | null;
  region: { code: string } | null;
  organization: { code: string } | null;
}
interface Aggregated {
  resolution: string;
  seriesCount: number;
  metric: { name: string; kind: string } | null;
  groups: Group[];
}

const ask = async (viewer: Viewer, given: object): Promise<Aggregated> => {
  const { aggregatedSamples } = await viewer.data<{ aggregatedSamples: Aggregated }>(asking, asked(given));
  return aggregatedSamples;
};
const asked = (given: object) => ({
  ...{ metric: 'load', aggregate: 'SUM', resolution: 'AUTO', maxPoints: 1000, maxSeries: 100, ...days },
  ...given,
});
const keyed = ({ label, site, region, organization, ...columns }: Group): Grouped => ({
  key: label ?? site?.name ?? region?.code ?? organization?.code ?? null,
  ...columns,
});
/** `Hà Nội 2: 1`, in the order of the answer. */
const told = async (viewer: Viewer, by: object | null, given: object = {}): Promise<string[]> => {
  const { groups } = await ask(viewer, { by, ...given });
  return groups.map(keyed).map(({ key, seriesCount }) => `${key ?? '-'}: ${seriesCount}`);
};

async function expectRefused(document: string, variables: Variables, code: string, words: string): Promise<void> {
  const refusal = await national.refusal(document, variables);
  expect(refusal).toMatchObject({ code, message: expect.stringContaining(words) });
}

const groupings: Record<keyof typeof keys, object | null> = {
  none: null,
  label: { label: 'room' },
  SITE: { place: 'SITE' },
  REGION: { place: 'REGION' },
  ORGANIZATION: { place: 'ORGANIZATION' },
};
const names = Object.keys(groupings) as (keyof typeof keys)[];
const levelNames = Object.keys(levels) as Level[];

describe('Series folded on one grid are what plain SQL makes of all their samples', () => {
  const cases = ['load', 'octets'].flatMap((metric) =>
    aggregates.flatMap((aggregate) => names.map((by) => [metric, aggregate, by] as const)),
  );
  test.each(cases)('%s by %s of %s', async (metric, aggregate, by) => {
    for (const resolution of levelNames) {
      const answer = await ask(national, { metric, aggregate, resolution, by: groupings[by] });
      const folding: Folding = { metric, aggregate, by, resolution, ...days };
      expect(answer.groups.map(keyed)).toEqual(await foldedSeries(hub, folding));
      expect(answer).toMatchObject({ resolution, seriesCount: 9, metric: { name: metric } });
    }
  });

  test('there is a good deal to compare: steps that all have and steps that few have, and a group of several', async () => {
    const [all] = await foldedSeries(hub, {
      metric: 'octets',
      aggregate: 'SUM',
      by: 'none',
      resolution: 'FIVE_MINUTES',
      ...days,
    });
    expect(Math.max(...all!.count)).toBe(9);
    expect(Math.min(...all!.count)).toBeLessThan(5);
    const sites = await foldedSeries(hub, { metric: 'load', aggregate: 'MIN', by: 'SITE', resolution: 'DAY', ...days });
    expect(sites.map(({ key, seriesCount }) => [key, seriesCount])).toEqual([
      ['Đà Nẵng', 3],
      ['Hà Nội 2', 1],
      ['Hà Nội 10', 2],
      [null, 3],
    ]);
  });
});

describe('What enters', () => {
  const steps = (values: readonly (number | null)[], flags: readonly number[] = []): Sample[] =>
    values.map((value, n) => [at(n * 5), value, flags[n] ?? 0]);

  test('is the rate of each counter, also across a reset, before anything is folded', async () => {
    await send('RC-N', 'resetting', [
      { kind: 'COUNTER', labels: { n: 'a' }, samples: steps([0, 300, 600, 30]) },
      { kind: 'COUNTER', labels: { n: 'b' }, samples: steps([9000, 9600, 10_200, 10_800]) },
    ]);
    const { groups } = await ask(national, { metric: 'resetting', resolution: 'FIVE_MINUTES' });
    expect(groups).toMatchObject([
      {
        timestamps: ['2026-11-01T00:05:00Z', '2026-11-01T00:10:00Z', '2026-11-01T00:15:00Z'],
        values: [3, 3, 2.1],
        count: [2, 2, 2],
      },
    ]);
  });

  test('is a number: what is NaN, infinite or stale does not, and count says how many did', async () => {
    await send('RC-N', 'gappy', [
      { labels: { n: 'a' }, samples: steps([1, 2, 3, 4, 5]) },
      { labels: { n: 'b' }, samples: steps([10, null, null, null, null], [0, 1, 2, 3, 4]) },
      { labels: { n: 'c' }, samples: steps([null, null, null], [1, 4, 4]) },
      { labels: { n: 'd' }, samples: [[at(40), 7, 0]] },
    ]);
    const of = async (aggregate: string) =>
      (await ask(national, { metric: 'gappy', aggregate, resolution: 'FIVE_MINUTES' })).groups[0]!;
    expect(await of('SUM')).toMatchObject({ seriesCount: 4, values: [11, 2, 3, 4, 5, 7], count: [2, 1, 1, 1, 1, 1] });
    expect((await of('SUM')).timestamps.slice(-2)).toEqual(['2026-11-01T00:20:00Z', '2026-11-01T00:40:00Z']);
    expect((await of('AVG')).values).toEqual([5.5, 2, 3, 4, 5, 7]);
    expect((await of('MIN')).values).toEqual([1, 2, 3, 4, 5, 7]);
    expect((await of('MAX')).values).toEqual([10, 2, 3, 4, 5, 7]);
  });

  test('counts once for each series, however many samples it has in the step', async () => {
    await send('RC-N', 'dense', [
      { labels: { n: 'often' }, samples: [0, 1, 2, 3].map((n): Sample => [at(n), 2, 0]) },
      { labels: { n: 'seldom' }, samples: [[at(0), 10, 0]] },
    ]);
    const { groups } = await ask(national, { metric: 'dense', aggregate: 'AVG', resolution: 'HOUR' });
    expect(groups).toMatchObject([{ values: [6], count: [2] }]);
  });

  test('may be more than a number holds: that is null, for both executors', async () => {
    await send(
      'RC-N',
      'vast',
      ['a', 'b'].map((n) => ({ labels: { n }, samples: steps([1.5e308, 1]) })),
    );
    const variables = asked({ metric: 'vast', resolution: 'FIVE_MINUTES' });
    const text = await national.text(asking, variables);
    expect(text).toContain('"values":[null,2]');
    expect(await hub.asOfGraphqlJs(hub.keys.national).text(asking, variables)).toBe(text);
  });

  test('is nothing where no series is found, and a group without points where none has a sample in the range', async () => {
    expect(await ask(national, { metric: 'unheard_of' })).toEqual({
      resolution: 'FIVE_MINUTES',
      seriesCount: 0,
      metric: null,
      groups: [],
    });
    const later = { from: '2026-11-10T00:00:00Z', to: '2026-11-11T00:00:00Z' };
    expect((await ask(national, later)).groups).toMatchObject([
      { seriesCount: 9, timestamps: [], values: [], count: [] },
    ]);
  });
});

describe('Groups', () => {
  test('by label stand in the order of their values, with digits by value; an empty label is none, and none is last', async () => {
    const rooms = ['ẩn: 1', 'tầng 2: 3', 'Tầng 10: 1', 'tầng 10: 1', '-: 3'];
    expect(await told(national, groupings.label)).toEqual(rooms);
    expect(await told(national, { label: 'no such label' })).toEqual(['-: 9']);
  });

  test('by place: what is bound to nothing belongs nowhere, and a link to no site', async () => {
    expect(await told(national, groupings.SITE)).toEqual(['Đà Nẵng: 3', 'Hà Nội 2: 1', 'Hà Nội 10: 2', '-: 3']);
    expect(await told(national, groupings.REGION)).toEqual(['NORTH: 5', 'SOUTH: 3', '-: 1']);
    expect(await told(national, groupings.ORGANIZATION)).toEqual(['RC-N: 6', 'RC-S: 2', '-: 1']);
  });

  test('follow the record that is measured: another site from the next request on', async () => {
    const rack = await hub.device({ owner: 'RC-N', externalId: 'rack', name: 'rack' });
    await send('RC-N', 'moved', [{ subject: { device: { id: rack.id } }, samples: [[at(0), 1, 0]] }]);
    expect(await told(national, groupings.SITE, { metric: 'moved' })).toEqual(['-: 1']);
    await hub.device({ owner: 'RC-N', externalId: 'rack', name: 'rack', site: capital });
    expect(await told(national, groupings.SITE, { metric: 'moved' })).toEqual(['Hà Nội 10: 1']);
  });
});

describe('Each viewer has what it sees folded, and nothing tells of the rest', () => {
  test('a regional center: its own, wherever that stands; a site of somebody else is none', async () => {
    expect(await told(regional, groupings.SITE)).toEqual(['Hà Nội 2: 1', 'Hà Nội 10: 2', '-: 4']);
    expect(await told(regional, groupings.ORGANIZATION)).toEqual(['RC-N: 6', '-: 1']);
    expect(await told(regional, groupings.label)).not.toContain('ẩn: 1');
    const { groups } = await ask(regional, { resolution: 'HOUR' });
    const folding: Folding = { metric: 'load', aggregate: 'SUM', by: 'none', resolution: 'HOUR', ...days };
    expect(groups.map(keyed)).toEqual(await foldedSeries(hub, folding, ['RC-N']));
  });

  test('a partner by an agreement on samples alone: the series, and no site', async () => {
    expect(await told(partner, groupings.SITE)).toEqual(['-: 7']);
    expect(await told(partner, groupings.ORGANIZATION)).toEqual(['RC-N: 6', '-: 1']);
    const { groups } = await ask(partner, { metric: 'octets', aggregate: 'AVG', resolution: 'DAY' });
    const folding: Folding = { metric: 'octets', aggregate: 'AVG', by: 'none', resolution: 'DAY', ...days };
    expect(groups.map(keyed)).toEqual(await foldedSeries(hub, folding, ['RC-N']));
  });

  test('a stranger: nothing, in the words of a metric that nobody measures', async () => {
    await hub.organization({ code: 'STR', name: 'Stranger' });
    const stranger = hub.as(await hub.key({ organization: 'STR' }));
    const nothing = { resolution: 'FIVE_MINUTES', seriesCount: 0, metric: null, groups: [] };
    expect(await ask(stranger, {})).toEqual(nothing);
    expect(await ask(stranger, { metric: 'unheard_of' })).toEqual(nothing);
  });

  test('what is hidden fills no limit, and is named in no refusal', async () => {
    await send('RC-S', 'secret', [{ samples: [[at(0), 1, 0]] }]);
    const mixed = `{ aggregatedSamples(filter: { source: { eq: "poller" }, metric: { name: { in: ["moved", "secret"] } } },
      from: "${days.from}", to: "${days.to}", aggregate: SUM) { seriesCount } }`;
    expect(await partner.data(mixed)).toEqual({ aggregatedSamples: { seriesCount: 1 } });
    await expectRefused(mixed, {}, 'BAD_USER_INPUT', 'moved and of secret');
    expect(await told(partner, null, { maxSeries: 7 })).toEqual(['-: 7']);
    await expectRefused(asking, asked({ maxSeries: 8 }), 'TOO_COMPLEX', 'more than 8 series');
  });
});

describe('AUTO', () => {
  test.each([
    ['FIVE_MINUTES', 864],
    ['HOUR', 863],
    ['DAY', 71],
  ])('is by %s where the three days may have %i steps', async (resolution, maxPoints) => {
    expect(await ask(national, { maxPoints })).toMatchObject({ resolution });
  });

  test('counts the steps that the range touches', async () => {
    const range = { from: '2026-11-02T00:02:00Z', to: '2026-11-02T01:02:00Z' };
    expect(await ask(national, { ...range, maxPoints: 13 })).toMatchObject({ resolution: 'FIVE_MINUTES' });
    expect(await ask(national, { ...range, maxPoints: 12 })).toMatchObject({ resolution: 'HOUR' });
  });
});

describe('Refused is', () => {
  test.each([
    ['RAW', { resolution: 'RAW' }, 'BAD_USER_INPUT', 'no instants in common'],
    ['a range that ends before it begins', { from: days.to, to: days.from }, 'BAD_USER_INPUT', 'half-open'],
    ['grouping by two things', { by: { label: 'room', place: 'SITE' } }, 'BAD_USER_INPUT', '"by" names one thing'],
    ['grouping by nothing that is named', { by: {} }, 'BAD_USER_INPUT', '"by" names one thing'],
    ['no points', { maxPoints: 0 }, 'PAGE_TOO_LARGE', 'maxPoints can be 1 to 50000'],
    ['too many points', { maxPoints: 50_001 }, 'PAGE_TOO_LARGE', 'maxPoints can be 1 to 50000'],
    ['no series', { maxSeries: 0 }, 'PAGE_TOO_LARGE', 'maxSeries can be 1 to 10000'],
    ['too many series', { maxSeries: 10_001 }, 'PAGE_TOO_LARGE', 'maxSeries can be 1 to 10000'],
    [
      'a range of more steps than asked for',
      { resolution: 'HOUR', maxPoints: 71 },
      'PAGE_TOO_LARGE',
      '72 steps of HOUR, maxPoints allows 71',
    ],
    ['also by AUTO', { from: '2000-01-01T00:00:00Z' }, 'PAGE_TOO_LARGE', '9804 steps of DAY'],
    [
      'more points than an answer holds',
      {
        by: { label: 'room' },
        from: '2026-10-01T00:00:00Z',
        resolution: 'FIVE_MINUTES',
        maxPoints: 50_000,
        maxSeries: 9,
        to: '2027-01-20T00:00:00Z',
      },
      'PAGE_TOO_LARGE',
      '5 groups of 31968 steps',
    ],
  ])('%s', async (_, given, code, words) => {
    await expectRefused(asking, asked(given), code, words);
  });

  test('more groups than a hundred, without saying more of them', async () => {
    const many = Array.from({ length: 101 }, (_, n) => ({
      labels: { n: `${n}` },
      samples: [[at(0), n, 0]] as Sample[],
    }));
    await send('RC-N', 'scattered', many);
    const scattered = { metric: 'scattered', maxSeries: 200, resolution: 'DAY' };
    await expectRefused(asking, asked({ ...scattered, by: { label: 'n' } }), 'TOO_COMPLEX', '101 groups');
    expect((await ask(national, scattered)).groups).toMatchObject([{ values: [5050], count: [101] }]);
  });

  test('more than an operation may cost, before anything is read', async () => {
    const costly = asked({ maxSeries: 10_000, maxPoints: 10_000 });
    await expectRefused(asking, costly, 'COST_TOO_HIGH', 'asks for up to');
    expect(hub.statements.filter((text) => text.includes('metric'))).toEqual([]);
  });
});

describe('It takes', () => {
  test('the cost of its series and of their points', async () => {
    const costOf = async (given: object) => {
      const { extensions } = await national.query(asking, asked({ resolution: 'HOUR', ...given }));
      return extensions['cost'] as { requested: number; actual: number };
    };
    const [all] = await foldedSeries(hub, {
      metric: 'load',
      aggregate: 'SUM',
      by: 'none',
      resolution: 'HOUR',
      ...days,
    });
    const points = all!.count.reduce((sum, count) => sum + count, 0);
    expect(points).toBeGreaterThan(200);
    // The answer, the series, their points, the metric.
    const actual = 1 + 9 + Math.ceil(points / 100) + 1;
    expect(await costOf({})).toMatchObject({ actual });
    expect(await costOf({ metric: 'unheard_of' })).toMatchObject({ actual: 2 });
    const { requested } = await costOf({ maxSeries: 100, maxPoints: 100 });
    expect((await costOf({ maxSeries: 200, maxPoints: 100 })).requested - requested).toBe(100 * 2);
    expect((await costOf({ maxSeries: 100, maxPoints: 300 })).requested - requested).toBe(100 * 2);
  });

  test('no more statements for more series and groups', async () => {
    const statementsOf = async (given: object): Promise<number> => {
      await ask(national, { resolution: 'DAY', ...given });
      return hub.statements.length;
    };
    const few = await statementsOf({ metric: 'moved', by: groupings.SITE });
    expect(await statementsOf({ by: groupings.SITE })).toBe(few);
  });

  test.each(names)('the same from both executors, by %s', async (by) => {
    for (const key of Object.values(hub.keys)) {
      const variables = asked({ by: groupings[by], metric: 'octets' });
      const planned = await hub.as(key).text(asking, variables);
      expect(planned).toMatch(/^200/);
      expect(planned).toBe(await hub.asOfGraphqlJs(key).text(asking, variables));
    }
  });
});

describe('What is held at a time does not grow', () => {
  let session: Session;
  let asked: { text: string; values: readonly unknown[] }[] = [];
  const ending: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const pools = [createPool(hub.databaseUrl, 'hub_api', { max: 1 }), createCanceller(hub.databaseUrl)] as const;
    ending.push(() => Promise.all(pools.map((pool) => pool.end())));
    const onStatement = (text: string, values: readonly unknown[]) => void asked.push({ text, values });
    session = await Session.open(...pools, { mode: 'read', deadline: Date.now() + 60_000, onStatement });
    ending.push(() => session.rollback());
    await session.enter(credentialFrom(`Bearer ${hub.keys.national}`)!);
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  const aggregate = (metric: string, atOnce: number) => {
    const filter = { metric: { name: { eq: metric } } };
    const args = { filter, by: { label: 'room' }, aggregate: 'SUM' as const, ...days, resolution: 'HOUR' as const };
    return aggregateSamples(session, { ...args, maxPoints: 72, maxSeries: 9 }, atOnce);
  };

  test.each([1, 2, 3, 8, 9, 200])('with the series: %i are read at once, and come to the same', async (atOnce) => {
    asked = [];
    const { groups } = await aggregate('octets', atOnce);
    const lists = asked.flatMap(({ values }) => values.filter(Array.isArray)).map(({ length }) => length);
    expect(Math.max(...lists)).toBe(Math.min(atOnce, 9));
    const columns = groups.map(({ timestamps, values, count, label, seriesCount }) => ({
      ...{ key: label, seriesCount, timestamps: [...timestamps], values: [...values], count: [...count] },
    }));
    expect(columns).toEqual(
      await foldedSeries(hub, { metric: 'octets', aggregate: 'SUM', by: 'label', resolution: 'HOUR', ...days }),
    );
  });

  test('with the aggregations of one request: the second waits for the first, also where that is refused', async () => {
    asked = [];
    const both = [aggregate('octets', 2), aggregate('load', 2)];
    expect((await Promise.all(both)).map(({ seriesCount }) => seriesCount)).toEqual([9, 9]);
    const begins = asked.flatMap(({ text }, place) => (text.startsWith('WITH found') ? [place] : []));
    expect(begins).toEqual([0, asked.length / 2]);
    const [refused, behind] = [aggregate('scattered', 2), aggregate('load', 2)];
    await expect(refused).rejects.toThrow('more than 9 series');
    expect((await behind).seriesCount).toBe(9);
  });
});
