import type { Collection } from '../../src/kernel/collection';
import type { OrderInput } from '../../src/kernel/keyset';
import { devices } from '../../src/inventory/device/device.collection';
import { informationSystems } from '../../src/inventory/information-system/information-system.collection';
import { interfaces } from '../../src/inventory/interface/interface.collection';
import { prefixes } from '../../src/inventory/address-plan/address-plan.collection';
import { sites } from '../../src/inventory/site/site.collection';
import { startHub, type Hub } from '../support/hub';
import type { Made, Plural } from '../support/inventory-builders';
import { Oracle, type OracleRow } from '../support/list-oracle';
import { createRandom, type Random } from '../support/random';
import type { Variables } from '../support/viewer';

interface Page {
  edges: { cursor: string; node: { id: string } }[];
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** A list as clients name it, and how a record for it is made up: few values, so that many are alike. */
interface List {
  field: string;
  plural: Plural;
  of: Collection;
  record: (random: Random, device: Made) => Variables;
}

const names = ['Đà Nẵng', 'da nang', 'eth2', 'eth10', 'ETH2', 'β', '中', '😀'];
const statuses = ['ACTIVE', 'PLANNED'];
const speeds = [null, 0, 1_000_000_000, 9007199254740991, '9007199254740993', '9223372036854775807'];
const networks = ['10.0.0.0/8', '10.0.0.0/24', '10.0.1.0/24', '9.0.0.0/8', '2001:db8::/32', '2001:db8::/48', '::/0'];
let codes = 0;

const lists: List[] = [
  {
    field: 'devices',
    plural: 'Devices',
    of: devices,
    record: (random) => ({ name: random.pick([...names, null]), role: random.pick(['ROUTER', 'SWITCH']) }),
  },
  {
    field: 'interfaces',
    plural: 'Interfaces',
    of: interfaces,
    record: (random, device) => ({ name: random.pick(names), speedBps: random.pick(speeds), device }),
  },
  { field: 'prefixes', plural: 'Prefixes', of: prefixes, record: (random) => ({ prefix: random.pick(networks) }) },
  {
    field: 'sites',
    plural: 'Sites',
    of: sites,
    record: (random) => ({ name: random.pick(names), code: `${random.pick(['a', 'B', 'ä'])}${++codes}` }),
  },
  {
    field: 'informationSystems',
    plural: 'InformationSystems',
    of: informationSystems,
    record: (random) => ({ name: random.pick(names), code: `s${++codes}`, level: 1 + random.whole(5) }),
  },
];

let hub: Hub;
let home: Made;
beforeAll(async () => {
  hub = await startHub();
  home = await hub.device({ owner: 'RC-S', name: 'home' });
});
afterAll(() => hub.stop());

const pageDocument = ({ field, of }: List): string =>
  `query($first: Int, $after: String, $last: Int, $before: String, $orderBy: [${of.typeName}Order!], $filter: ${of.typeName}Filter) {
    page: ${field}(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy, filter: $filter) {
      edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;

async function fetchPage(list: List, variables: Variables): Promise<Page> {
  const { page } = await hub.as(hub.keys.national).data<{ page: Page }>(pageDocument(list), variables);
  return page;
}

async function add(list: List, random: Random, count: number): Promise<void> {
  const records = Array.from({ length: count }, () => ({
    externalId: `x${++codes}`,
    status: random.pick(statuses),
    ...list.record(random, home),
  }));
  const { refused } = await hub.send(list.plural, { owner: list.field === 'interfaces' ? 'RC-S' : 'NMC', records });
  expect(refused).toEqual([]);
}

function someOrder({ of }: List, random: Random): OrderInput[] {
  const fields = Object.keys(of.orders).filter(() => random.chance(0.5));
  return fields
    .slice(0, 1 + random.whole(3))
    .map((field) => ({ field, direction: random.pick(['ASC', 'DESC'] as const) }));
}

/** Reads a whole list page by page while records come and go, each page compared with what the oracle says lies beyond the last. */
async function walk(list: List, random: Random): Promise<void> {
  const orderBy = someOrder(list, random);
  const oracle = new Oracle(list.of, orderBy);
  const backward = random.chance(0.5);
  const filter = random.chance(0.3) ? { status: { in: ['ACTIVE'] } } : null;
  const size = 2 + random.whole(6);
  let last: OracleRow | null = null;
  for (let more = true, cursor: string | null = null; more;) {
    const rows: OracleRow[] = oracle.beyond(await oracle.rows(hub.sql, filter !== null), last, backward);
    const expected = backward ? rows.slice(-size) : rows.slice(0, size);
    const place: Variables = backward ? { last: size, before: cursor } : { first: size, after: cursor };
    const page = await fetchPage(list, { ...place, orderBy, filter });
    expect(page.nodes.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
    expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
    expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
    more = backward ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage;
    expect(more).toBe(rows.length > size);
    cursor = backward ? page.pageInfo.startCursor : page.pageInfo.endCursor;
    last = (backward ? expected[0] : expected.at(-1)) ?? null;
    if (random.chance(0.4)) await add(list, random, 1);
    if (random.chance(0.4)) await removeOne(list, random);
  }
}

async function removeOne({ of }: List, random: Random): Promise<void> {
  const rows = await hub.sql<{ id: string }>(
    `SELECT t.id FROM ${of.table} t WHERE t.external_id LIKE 'x%' ORDER BY t.id`,
  );
  await hub.sql(`DELETE FROM ${of.table} t WHERE t.id = $1`, [random.pick(rows).id]);
}

describe('Pages put together are the list, while records come and go', () => {
  test.each(lists)('$field: in any order, either way, with values missing and alike', async (list) => {
    const random = createRandom();
    try {
      for (let batch = 0; batch < 3; batch += 1) await add(list, random, 8);
      for (let run = 0; run < 6; run += 1) await walk(list, random);
    } catch (error) {
      throw new Error(`With RANDOM_SEED=${random.seed}: ${(error as Error).message}`, { cause: error });
    }
  });
});

describe('A cursor', () => {
  const byName = [{ field: 'NAME', direction: 'ASC' }];
  const listOf = (field: string): List => lists.find((list) => list.field === field)!;
  const refusalOf = (field: string, variables: Variables) =>
    hub.as(hub.keys.national).refusal(pageDocument(listOf(field)), variables);
  const cursorOf = async (field: string, variables: Variables = {}): Promise<string> =>
    (await fetchPage(listOf(field), { first: 1, ...variables })).pageInfo.endCursor!;

  beforeAll(async () => {
    for (const list of lists) await add(list, createRandom(1), 2);
  });

  test('holds for the list that gave it alone', async () => {
    const after = await cursorOf('devices');
    expect(await refusalOf('sites', { after })).toMatchObject({ code: 'INVALID_CURSOR' });
    const nested = `query($after: String) { organization(code: "RC-S") { devices(after: $after) { nodes { id } } } }`;
    expect(await hub.as(hub.keys.national).refusal(nested, { after })).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('holds for the order it was given in alone', async () => {
    const after = await cursorOf('devices', { orderBy: byName });
    for (const orderBy of [
      undefined,
      [{ field: 'NAME', direction: 'DESC' }],
      [...byName, { field: 'ROLE', direction: 'ASC' }],
    ]) {
      expect(await refusalOf('devices', { after, orderBy })).toMatchObject({ code: 'INVALID_CURSOR' });
    }
  });

  test('may go on under another filter', async () => {
    const after = await cursorOf('devices');
    const page = await fetchPage(listOf('devices'), { after, filter: { status: { eq: 'RETIRED' } } });
    expect(page).toMatchObject({ nodes: [], pageInfo: { startCursor: null, endCursor: null, hasNextPage: false } });
  });

  test('that is made up is refused', async () => {
    for (const after of ['', 'x', '%%%', 'bnVsbA', 'W10', 'eyJhIjoxfQ', 'A'.repeat(5000)]) {
      expect(await refusalOf('devices', { after })).toMatchObject({ code: 'INVALID_CURSOR' });
    }
  });

  const forgeries: [string, string, unknown][] = [
    ['devices', 'CREATED_AT', '2026-02-30 00:00:00+00'],
    ['devices', 'CREATED_AT', '2026-11-22 24:99:00+00'],
    ['devices', 'ROLE', null],
    ['devices', 'NAME', 7],
    ['devices', 'NAME', `NUL ${String.fromCharCode(0)}`],
    ['interfaces', 'SPEED', '9223372036854775808'],
    ['interfaces', 'SPEED', '1e3'],
    ['prefixes', 'PREFIX', 'fffff'],
    ['prefixes', 'PREFIX', '10.0.0.0/33'],
  ];
  test.each(forgeries)('whose inside was changed is refused: %s by %s, %j', async (field, order, value) => {
    const orderBy = [{ field: order, direction: 'ASC' }];
    const parts = JSON.parse(Buffer.from(await cursorOf(field, { orderBy }), 'base64url').toString()) as unknown[];
    const after = Buffer.from(JSON.stringify(parts.with(1, value))).toString('base64url');
    expect(await refusalOf(field, { after, orderBy })).toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('A page', () => {
  const pageOf = (more: string) =>
    `query { page: sites(${more}) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor maxPageSize } } }`;

  test.each(['first: 101', 'last: 101'])('of more than 100 records is refused, not cut: %s', async (more) => {
    expect(await hub.as(hub.keys.national).refusal(pageOf(more))).toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });

  test.each([
    'first: 1, last: 1',
    'first: -1',
    'last: -1',
    'first: 1, before: "x"',
    'last: 1, after: "x"',
    'before: "x", after: "x"',
  ])('has one direction and no less than nothing: %s', async (more) => {
    expect(await hub.as(hub.keys.national).refusal(pageOf(more))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('has 20 records unless said, and none where none are asked for', async () => {
    await add(
      lists.find(({ field }) => field === 'sites')!,
      createRandom(2),
      30,
    );
    const whole = await hub
      .as(hub.keys.national)
      .data<{ page: Page }>('{ page: sites { nodes { id } pageInfo { hasNextPage maxPageSize } } }');
    expect(whole.page.nodes).toHaveLength(20);
    expect(whole.page.pageInfo).toEqual({ hasNextPage: true, maxPageSize: 100 });
    const none = await hub.as(hub.keys.national).data(pageOf('first: 0'));
    expect(none).toEqual({
      page: { nodes: [], pageInfo: { hasNextPage: true, hasPreviousPage: false, endCursor: null, maxPageSize: 100 } },
    });
  });

  test('is ordered by 4 fields at most', async () => {
    const orderBy = ['NAME', 'CODE', 'STATUS', 'CREATED_AT', 'UPDATED_AT'].map((field) => `{ field: ${field} }`).join();
    expect(await hub.as(hub.keys.national).refusal(pageOf(`orderBy: [${orderBy}]`))).toMatchObject({
      code: 'TOO_COMPLEX',
    });
  });

  test('counts the whole list only where the count is asked for, in one statement more', async () => {
    const national = hub.as(hub.keys.national);
    await national.data('{ sites(first: 1) { nodes { id } } }');
    expect(hub.statements).toHaveLength(2);
    expect(hub.statements.join()).not.toContain('count(');
    const { sites: counted } = await national.data<{ sites: { totalCount: number } }>(
      '{ sites(first: 1) { totalCount } }',
    );
    const [row] = await hub.sql<{ count: number }>('SELECT count(*)::int AS count FROM site');
    expect(counted.totalCount).toBe(row!.count);
    expect(hub.statements).toHaveLength(3);
  });

  test('under each of many parents is one statement, and so are their counts', async () => {
    const document =
      '{ organizations { nodes { code sites(first: 2, filter: { status: { eq: ACTIVE } }) { totalCount nodes { id } } } } }';
    const { organizations } = await hub
      .as(hub.keys.national)
      .data<{ organizations: { nodes: { code: string; sites: Page & { totalCount: number } }[] } }>(document);
    expect(hub.statements).toHaveLength(4);
    const active = await hub.sql<{ code: string; count: number }>(
      `SELECT o.code, count(s.id)::int AS count FROM organization o LEFT JOIN site s ON s.owner_id = o.id AND s.status = 'ACTIVE' GROUP BY o.code`,
    );
    const expected = active.map(({ code, count }) => ({ code, count, shown: Math.min(2, count) }));
    const found = organizations.nodes.map(({ code, sites: list }) => ({
      code,
      count: list.totalCount,
      shown: list.nodes.length,
    }));
    expect(found.toSorted(byCode)).toEqual(expected.toSorted(byCode));
  });
});

const byCode = (a: { code: string }, b: { code: string }): number => (a.code < b.code ? -1 : 1);
