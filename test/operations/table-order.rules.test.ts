import { orderTables } from '../../src/operations/table-order.rules';

const table = (name: string, ...refersTo: string[]) => ({ name, refersTo });
const namesOf = (order: ReturnType<typeof orderTables>) =>
  order.kind === 'ok' ? order.tables.map(({ name }) => name) : order.circle;

test('A table comes after all that it refers to, else the order stays', () => {
  expect(namesOf(orderTables([table('a', 'c', 'd'), table('b'), table('c', 'd'), table('d')]))).toEqual([
    'd',
    'c',
    'a',
    'b',
  ]);
});

test('A table that nobody knows stands in the way of none', () => {
  expect(namesOf(orderTables([table('a', 'elsewhere.z')]))).toEqual(['a']);
});

test('A circle is refused by its names', () => {
  expect(orderTables([table('x', 'a'), table('a', 'b'), table('b', 'c'), table('c', 'a')])).toEqual({
    kind: 'refused',
    circle: ['a', 'b', 'c', 'a'],
  });
});
