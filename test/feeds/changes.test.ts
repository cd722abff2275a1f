import { startHub, type Hub } from '../support/hub';

const asking = `query($after: Cursor, $from: FeedStart, $filter: ChangeFilter, $first: Int) {
  changes(after: $after, from: $from, filter: $filter, first: $first) {
    changes { cursor operation at type nodeId node { id ... on Device { name } } ranges { series from to } }
    endCursor hasMore horizon
  }
}`;
interface Page {
  changes: {
    changes: { cursor: string; operation: string; type: string; nodeId: string; node: object | null }[];
    endCursor: string;
    hasMore: boolean;
  };
}

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

test('A feed begins with everything that the viewer sees, and goes on with what changes', async () => {
  const device = await hub.device({ owner: 'RC-N' });
  const national = hub.as(hub.keys.national);
  const filter = { types: ['Device'] };
  const { changes: first } = await national.data<Page>(asking, { filter });
  expect(first.changes.map(({ operation, nodeId }) => [operation, nodeId])).toEqual([['DISCLOSED', device.id]]);
  const foreign = await hub.device({ owner: 'MOH' });
  await hub.sql(`UPDATE device SET name = 'renamed' WHERE id = $1`, [device.id.slice(4)]);
  const { changes: second } = await national.data<Page>(asking, { after: first.endCursor, filter });
  expect(second.changes.map(({ operation, node }) => [operation, node])).toEqual([
    ['UPDATED', { id: device.id, name: 'renamed' }],
  ]);
  const { changes: third } = await hub.as(hub.keys.partner).data<Page>(asking, { filter });
  expect(third.changes.map(({ nodeId }) => nodeId)).toEqual([foreign.id]);
});
