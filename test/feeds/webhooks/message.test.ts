import { messageOf, type SentChange } from '../../../src/feeds/webhooks/content/message';

const change = (n: number, more: Partial<SentChange> = {}): SentChange => ({
  ...{ cursor: `c${n}`, operation: 'UPDATED', at: '2026-11-22T08:00:00Z', nodeId: `dev_${n}`, type: 'Device' },
  ...{ node: { id: `dev_${n}`, name: 'Trạm Đà Nẵng' }, ranges: null, ...more },
});
const about = { webhook: 'whk_1', messages: '4', endCursor: 'end' };
const idOf = (changes: SentChange[], more: object = {}) => messageOf(changes, { ...about, ...more }, 10_000).id;

test('The same content has the same id, wherever its cursors were read', () => {
  const id = idOf([change(1), change(2)]);
  expect(id).toMatch(/^msg_[\w-]{32}$/);
  expect(idOf([change(1, { cursor: 'x', at: '2026-11-22T09:00:00Z' }), change(2)], { endCursor: 'y' })).toBe(id);
});

test('Another content has another id, and so has the next message of the same content', () => {
  const others = [
    idOf([change(1)]),
    idOf([change(2), change(1)]),
    idOf([change(1, { node: { id: 'dev_1', name: 'khác' } }), change(2)]),
    idOf([change(1, { operation: 'WITHDRAWN', node: null }), change(2)]),
    idOf([change(1), change(2)], { messages: '5' }),
    idOf([change(1), change(2)], { webhook: 'whk_2' }),
  ];
  expect(new Set([idOf([change(1), change(2)]), ...others]).size).toBe(7);
});

test('A message holds as many changes as fit, and ends behind the last of them', () => {
  const changes = [1, 2, 3].map((n) => change(n, { node: { text: 'ệ'.repeat(100) } }));
  const { body, endCursor, isCut, changes: sent } = messageOf(changes, about, 1000);
  expect(body.length).toBeLessThan(1200);
  expect(JSON.parse(body.toString('utf8'))).toEqual({
    type: 'changes',
    webhook: 'whk_1',
    endCursor: 'c2',
    changes: changes.slice(0, 2),
  });
  expect({ endCursor, isCut, count: sent.length }).toEqual({ endCursor: 'c2', isCut: true, count: 2 });
  expect(messageOf(changes, about, 10_000)).toMatchObject({ endCursor: 'end', isCut: false });
});

test('A record that alone is too large is left for its receiver to ask for', () => {
  const { changes } = messageOf([change(1, { node: { text: 'x'.repeat(2000) } }), change(2)], about, 1000);
  expect(changes.map(({ nodeId, node }) => [nodeId, node === null])).toEqual([
    ['dev_1', true],
    ['dev_2', false],
  ]);
});
