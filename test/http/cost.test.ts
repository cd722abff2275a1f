import { startHub, type Hub } from '../support/hub';
import { expectRefusal } from '../support/refusals';
import { ask } from '../support/wire';

let hub: Hub;
let poor: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  poor = await startHub({ listen: true, config: { costCapacity: 50, costRestoreRate: 1 } });
  for (const name of ['first', 'second', 'third']) await hub.site({ name });
});
afterAll(() => Promise.all([hub.stop(), poor.stop()]));

const costOf = async (query: string, variables: object = {}) => {
  const { cost, errors } = await ask(hub, query, variables);
  expect(errors).toEqual([]);
  return [cost!.requested, cost!.actual];
};

describe('A total reads the whole list, and counts as much as the largest page', () => {
  test.each([
    ['beside a page', '{ sites(first: 10) { nodes { id } totalCount } }', 111, 104],
    ['without one', '{ sites(first: 0) { totalCount } }', 102, 102],
    ['on an empty list', '{ devices(first: 0) { totalCount } }', 102, 102],
    ['under each record', '{ sites(first: 10) { nodes { devices(first: 0) { totalCount } } } }', 1021, 307],
    [
      'as often as it is asked for, wherever that stands',
      '{ sites(first: 1) { ...Total again: totalCount } } fragment Total on SiteConnection { ... { totalCount } }',
      ...[202, 202],
    ],
    ['and not where it is left out', '{ sites(first: 0) { totalCount @skip(if: true) } }', 102, 2],
  ] as [string, string, number, number][])('%s', async (_, query, requested, actual) => {
    expect(await costOf(query)).toEqual([requested, actual]);
  });

  test('so it can not be asked for without end', async () => {
    const totals = Array.from(
      { length: 40 },
      (_, i) => `t${i}: sites(first: 100) { nodes { devices { totalCount } } }`,
    );
    expectRefusal(await ask(hub, `{ ${totals.join(' ')} }`), 'COST_TOO_HIGH');
  });
});

describe('A page of no records', () => {
  const statementsOf = async (query: string): Promise<number> => {
    await hub.as(hub.keys.national).data(query);
    return hub.statements.length - 1; // but the one that resolves the key
  };

  test('costs one, and so does a page that is empty', async () => {
    expect(await costOf('{ sites(first: 0) { nodes { id } } }')).toEqual([2, 2]);
    expect(await costOf('{ devices(first: 5) { nodes { id } } }')).toEqual([6, 2]);
  });

  test('is not looked for where nothing of it is asked', async () => {
    expect(await statementsOf('{ sites(first: 0) { nodes { id } edges { cursor } } }')).toBe(0);
    expect(await statementsOf('{ sites(first: 0) { totalCount } }')).toBe(1);
    expect(await statementsOf('{ sites { nodes { devices(first: 0) { totalCount } } } }')).toBe(2);
  });

  test('is looked for once where somebody asks whether more follows, under all parents together', async () => {
    const info = 'a: pageInfo { hasNextPage } b: pageInfo { hasPreviousPage }';
    expect(await statementsOf(`{ sites(first: 0) { ${info} } }`)).toBe(1);
    expect(await statementsOf(`{ organizations { nodes { sites(first: 0) { ${info} } } } }`)).toBe(2);
    const asked =
      '{ sites(first: 0) { pageInfo { hasNextPage endCursor } } devices(last: 0) { pageInfo { hasPreviousPage } } }';
    expect(await hub.as(hub.keys.national).data(asked)).toEqual({
      sites: { pageInfo: { hasNextPage: true, endCursor: null } },
      devices: { pageInfo: { hasPreviousPage: false } },
    });
  });

  test('refuses a cursor of another list as any page does', async () => {
    expectRefusal(await ask(hub, '{ sites(first: 0, after: "x") { totalCount } }'), 'INVALID_CURSOR');
  });
});

test('Fewer points than none take nothing off from what else is asked', async () => {
  const range = 'from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z"';
  for (const field of [
    `samples(series: ["x"], ${range}, maxPoints: -1000000) { truncated }`,
    `aggregatedSamples(filter: {}, ${range}, aggregate: SUM, maxPoints: -1000000, maxSeries: -1000000) { seriesCount }`,
  ]) {
    const { cost } = await ask(hub, `{ sites(first: 10) { nodes { id } } ${field} }`);
    expect(cost!.requested).toBeGreaterThan(10);
  }
});

describe('A write costs what it brings', () => {
  const sites = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ externalId: `w${i}`, code: `W${i}`, name: `Site ${i}` }));
  const upsert = 'mutation($input: UpsertSitesInput!) { upsertSites(input: $input) { created refused { code } } }';
  const batch = (count: number) => ({ input: { owner: 'NMC', source: 'x', records: sites(count) } });

  test('one for each record of a batch, also where nothing changes or the batch is refused', async () => {
    expect(await costOf(upsert, batch(7))).toEqual([9, 8]);
    expect(await costOf(upsert, batch(7))).toEqual([9, 8]);
    const twice = { input: { ...batch(2).input, records: [...sites(2), ...sites(2)] } };
    expect(await costOf(upsert, twice)).toEqual([6, 5]);
    expect(await costOf(upsert, batch(0))).toEqual([3, 2]);
  });

  test('one for each sample, and for a series without any', async () => {
    const timestamps = ['2026-11-01T00:00:00Z', '2026-11-01T00:05:00Z', '2026-11-01T00:10:00Z'];
    const batches = [
      { metric: 'load', labels: { n: '1' }, timestamps, values: [1, 2, 3] },
      { metric: 'load', labels: { n: '2' }, timestamps: [], values: [] },
    ];
    const ingest = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }';
    expect(await costOf(ingest, { input: { owner: 'NMC', source: 'x', batches } })).toEqual([5, 5]);
  });

  test('one for a single record, and one for reading it back', async () => {
    const open = `mutation { openIncident(input: { owner: "NMC", title: "Cut", detectedAt: "2026-11-01T00:00:00Z",
      classification: { class: "availability", type: "outage" }, severity: MAJOR, tlp: GREEN }) { incident { id } } }`;
    expect(await costOf(open)).toEqual([3, 3]);
  });

  test('each field of a mutation for itself', async () => {
    const both = `mutation($input: UpsertSitesInput!) { __typename a: upsertSites(input: $input) { created } b: upsertSites(input: $input) { created } }`;
    expect(await costOf(both, batch(3))).toEqual([7, 7]);
  });

  test('nothing where the budget does not let it begin', async () => {
    expect((await ask(poor, upsert, batch(40))).cost).toMatchObject({ requested: 42, actual: 41, available: 9 });
    const waits = await ask(poor, upsert, batch(40));
    expectRefusal(waits, 'RATE_LIMITED');
    expect(waits.cost).toMatchObject({ requested: 42, actual: 1 });
    expectRefusal(await ask(poor, upsert, batch(60)), 'COST_TOO_HIGH');
  });
});
