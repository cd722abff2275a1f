import type { OrderInput } from '../../../src/kernel/reading/keyset';
import { startHub, type Hub } from '../../support/hub';
import { Oracle, type OracleRow } from '../../support/list-oracle';
import { add, fetchPage, lists, type List } from '../../support/paged-lists';
import { createRandom, type Random } from '../../support/random';
import type { Variables } from '../../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

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
    const page = await fetchPage(hub, list, { ...place, orderBy, filter });
    expect(page.nodes.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
    expect(page.pageInfo.startCursor).toBe(page.edges[0]?.cursor ?? null);
    expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)?.cursor ?? null);
    more = backward ? page.pageInfo.hasPreviousPage : page.pageInfo.hasNextPage;
    expect(more).toBe(rows.length > size);
    cursor = backward ? page.pageInfo.startCursor : page.pageInfo.endCursor;
    last = (backward ? expected[0] : expected.at(-1)) ?? null;
    if (random.chance(0.4)) await add(hub, list, random, 1);
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
      for (let batch = 0; batch < 3; batch += 1) await add(hub, list, random, 8);
      for (let run = 0; run < 5; run += 1) await walk(list, random);
    } catch (error) {
      throw new Error(`With RANDOM_SEED=${random.seed}: ${(error as Error).message}`, { cause: error });
    }
  });
});

test('A page reads one row more than it holds where it is asked whether any follow, and only there', async () => {
  for (let n = 0; n < 5; n += 1) await hub.device({ name: `page ${n}` });
  const limits = async (asked: string): Promise<number[]> => {
    await hub
      .as(hub.keys.national)
      .data(`{ sites(first: 1) { nodes { devices(first: 2) { ${asked} } } } devices(first: 3) { ${asked} } }`);
    return hub.statements.flatMap((text) =>
      [...text.matchAll(/FROM device t\s.*?LIMIT (\d+)/gs)].map(([, rows]) => Number(rows)),
    );
  };
  await hub.site();
  for (const asked of ['nodes { id }', 'edges { node { id } }', 'nodes { name } totalCount'])
    expect((await limits(asked)).sort()).toEqual([2, 3]);
  for (const asked of ['nodes { id } pageInfo { hasNextPage }', 'edges { cursor }', 'pageInfo { endCursor }'])
    expect((await limits(asked)).sort()).toEqual([3, 4]);
});
