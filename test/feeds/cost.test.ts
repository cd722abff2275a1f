import { startHub, type Hub } from '../support/hub';
import { ask } from '../support/wire';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  for (let i = 0; i < 30; i += 1) await hub.device({ owner: 'NMC' });
});
afterAll(() => hub.stop());

interface Page {
  changes: { changes: object[]; endCursor: string; hasMore: boolean };
}
const asking = `query($after: Cursor, $filter: ChangeFilter, $first: Int) {
  changes(after: $after, filter: $filter, first: $first) { changes { nodeId } endCursor hasMore }
}`;

async function page(after: string | null, filter: object, first: number) {
  const { data, cost } = await ask(hub, asking, { after, filter, first });
  return { ...(data as Page).changes, cost: cost!.actual };
}

test('What a view of before is asked of counts, though nothing comes of it, and no page looks at more than it may tell', async () => {
  const begun = await page(null, { types: ['Device'] }, 100);
  expect([begun.changes.length, begun.cost]).toEqual([30, 31]);
  const wider = { types: ['Device', 'Site'] };
  const costs: number[] = [];
  let { endCursor: cursor, hasMore } = { ...begun, hasMore: true };
  while (hasMore) {
    const next = await page(cursor, wider, 10);
    expect(next.changes).toEqual([]);
    costs.push(next.cost);
    ({ endCursor: cursor, hasMore } = next);
  }
  expect(Math.max(...costs)).toBeLessThanOrEqual(11);
  expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeGreaterThanOrEqual(30 + costs.length);
  expect((await page(cursor, wider, 10)).cost).toBe(2);
});
