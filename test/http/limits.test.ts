import { startHub, type Hub, type HubOptions } from '../support/hub';
import { expectRefusal } from '../support/refusals';
import { ask, codesOf, sendTo, type Reply } from '../support/wire';

const clock = Date.now.bind(Date);
let passed = 0;
beforeAll(() => jest.spyOn(Date, 'now').mockImplementation(() => clock() + passed));
afterAll(() => jest.restoreAllMocks());

const hubs: Hub[] = [];
const start = async (config: HubOptions['config'] = {}): Promise<Hub> => {
  const hub = await startHub({ listen: true, config });
  hubs.push(hub);
  return hub;
};
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});

const sites = (count: number) => `{ sites(first: ${count}) { nodes { id } } }`;
const addSites = (hub: Hub, count: number) =>
  hub.send('Sites', {
    owner: 'NMC',
    records: Array.from({ length: count }, (_, i) => ({ externalId: `s${i}`, code: `S${i}`, name: `Site ${i}` })),
  });
const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
const waitOf = ({ headers }: Reply): number => Number(headers.get('retry-after'));

test('Every answer to a key says what it cost, refusals too', async () => {
  const hub = await start();
  await addSites(hub, 3);
  const asked: [string, object, number, number][] = [
    [sites(10), {}, 11, 4],
    ['{ viewer { label } }', {}, 2, 1],
    ['{ nope }', {}, 1, 1],
    ['{ viewer', {}, 1, 1],
    ['query($n: Int) { sites(first: $n) { nodes { id } } }', { n: 'x' }, 1, 1],
    [sites(101), {}, 102, 1],
    ['{ node(id: "x") { id } viewer { label } }', {}, 3, 1],
  ];
  for (const [query, variables, requested, actual] of asked) {
    const { cost } = await ask(hub, query, variables);
    expect({ query, cost }).toEqual({
      query,
      cost: { requested, actual, ...{ available: expect.any(Number), restoreRate: 100_000 } },
    });
  }
});

describe('A key that has spent its budget', () => {
  /** A second or two may pass meanwhile, and give as many back. */
  const closeTo = (left: number): number => expect.closeTo(left + 1, -0.4) as number;
  test('waits as long as it is told, and no longer; other keys do not', async () => {
    const hub = await start({ costCapacity: 100, costRestoreRate: 1 });
    await addSites(hub, 40);
    for (const left of [59, 18])
      expect((await ask(hub, sites(40))).cost).toMatchObject({ actual: 41, available: closeTo(left) });
    const refused = await ask(hub, sites(40));
    expectRefusal(refused, 'RATE_LIMITED');
    expect(refused.cost).toMatchObject({ requested: 41, actual: 1 });
    // A second may pass meanwhile, and give one back.
    expect([22, 23, 24]).toContain(waitOf(refused));
    expect((await ask(hub, sites(40), {}, withKey(hub.keys.regional))).status).toBe(200);
    passed += 24_000;
    expect((await ask(hub, sites(40))).status).toBe(200);
  });

  test('is not charged for what it asked and did not get', async () => {
    const hub = await start({ costCapacity: 100, costRestoreRate: 1 });
    for (let i = 0; i < 5; i += 1) expect((await ask(hub, sites(80))).status).toBe(200);
    for (let i = 0; i < 5; i += 1)
      expect((await ask(hub, '{ sites(first: 80, after: "x") { nodes { id } } }')).status).toBe(400);
  });

  test('hears at once that what is more than a full budget will never do', async () => {
    const hub = await start({ costCapacity: 50, costRestoreRate: 1 });
    const refused = await ask(hub, sites(60));
    expectRefusal(refused, 'COST_TOO_HIGH');
    expect(refused.errors[0]!.extensions!['cost']).toEqual({ requested: 61, limit: 50 });
  });
});

test('An operation that asks for more records than any may is refused, whatever the budget', async () => {
  const hub = await start();
  const pages =
    '{ sites(first: 100) { nodes { devices(first: 100) { nodes { interfaces(first: 100) { nodes { id } } } } } } }';
  const refused = await ask(hub, pages);
  expectRefusal(refused, 'COST_TOO_HIGH');
  expect(refused.errors[0]!.extensions!['cost']).toEqual({ requested: 1_010_101, limit: 250_000 });
  const some = 'query($n: Int!) { sites(first: $n) { nodes { devices(first: $n) { nodes { id } } } } }';
  expect((await ask(hub, some, { n: 100 })).status).toBe(200);
});

describe('Requests from one address', () => {
  const withoutKey = (hub: Hub, forwarded?: string) =>
    ask(
      hub,
      '{ __typename }',
      {},
      { headers: { authorization: null, ...(forwarded && { 'x-forwarded-for': forwarded }) } },
    );
  const codes = async (hub: Hub, from: (string | undefined)[]) => {
    const found: unknown[] = [];
    for (const address of from) found.push(...codesOf(await withoutKey(hub, address)));
    return found;
  };

  test('are counted before any key is looked at, for a minute', async () => {
    const hub = await start({ requestsPerMinute: 3 });
    expect(await codes(hub, [undefined, undefined, undefined])).toEqual(new Array(3).fill('UNAUTHENTICATED'));
    const refused = await ask(hub, '{ __typename }');
    expectRefusal(refused, 'RATE_LIMITED');
    expect(waitOf(refused)).toBeGreaterThan(55);
    expect((await sendTo(hub, { method: 'GET', path: '/healthz' })).status).toBe(200);
    passed += waitOf(refused) * 1000 + 1;
    expect((await ask(hub, '{ __typename }')).status).toBe(200);
  });

  test('count for the address that sends them: what it says of others is not believed', async () => {
    const hub = await start({ requestsPerMinute: 2 });
    expect(await codes(hub, ['192.0.2.1', '192.0.2.2', '192.0.2.3'])).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'RATE_LIMITED',
    ]);
  });

  test('count for the address that a trusted proxy names, and what that one makes up is not believed', async () => {
    const hub = await start({ requestsPerMinute: 2, trustedProxies: ['127.0.0.1'] });
    const from = ['192.0.2.1', '192.0.2.1', '192.0.2.2', '198.51.100.7, 192.0.2.1'];
    expect(await codes(hub, from)).toEqual([...new Array(3).fill('UNAUTHENTICATED'), 'RATE_LIMITED']);
  });

  test('with keys that are refused: too many are told to wait, and a good key from there is not', async () => {
    const hub = await start();
    const bad = `cwk_${'0'.repeat(32)}_${'A'.repeat(43)}`;
    const replies = await Promise.all(Array.from({ length: 121 }, () => ask(hub, '{ __typename }', {}, withKey(bad))));
    const limited = replies.filter(({ status }) => status === 429);
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(120);
    expect(limited).toHaveLength(1);
    expectRefusal(limited[0]!, 'RATE_LIMITED');
    expect(waitOf(limited[0]!)).toBeGreaterThan(0);
    expect((await ask(hub, '{ __typename }')).status).toBe(200);
    passed += 60_001;
    expect((await ask(hub, '{ __typename }', {}, withKey(bad))).status).toBe(401);
  });
});
