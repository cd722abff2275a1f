import { InstantList, NumberList, sharing } from '../../src/kernel/json-columns';
import { JsonBytes } from '../../src/kernel/json-bytes';
import type { JsonList } from '../../src/kernel/json-list';
import { createRandom } from '../support/random';

const random = createRandom();
const jsonOf = (list: JsonList<unknown>): string => new JsonBytes().of((out) => list.writeTo(out)).toString();

test('A column of numbers is the JSON of its values; what is no number is null', () => {
  const corners = [
    0,
    -0,
    NaN,
    0.1,
    -0.1,
    0.05,
    1.005,
    21.5,
    -21.55,
    99.99,
    100,
    1e21,
    -1e-7,
    5e-324,
    2 ** 53,
    1.7976931348623157e308,
  ];
  const edges = [21474836.47, 21474836.48, -21474836.48, 9.99, 10, 1e6 / 3];
  const others = Array.from(
    { length: 5000 },
    (_, i) => (random.whole(2_000_000) - 1_000_000) / [1, 10, 100, 1000, 3][i % 5]!,
  );
  const numbers = [...corners, ...edges, ...others];
  const list = new NumberList(Float64Array.from(numbers));
  expect(jsonOf(list)).toBe(JSON.stringify(numbers));
  expect(JSON.stringify([...list])).toBe(jsonOf(list));
});

test('A column of instants is the JSON of what DateTime says of each', () => {
  const corners = [
    0, 1, 999, 1000, 59_999, 3_599_000, 3_600_000, 86_399_999, 86_400_000, 951_782_400_000, 4_133_980_799_999,
  ];
  const walk = Array.from({ length: 3000 }, (_, i) => 1_763_800_000_000 + i * 61_000 + (i % 7 === 0 ? 250 : 0));
  const list = new InstantList([...corners, ...walk]);
  const texts = [...corners, ...walk].map((ms) => new Date(ms).toISOString().replace('.000Z', 'Z'));
  expect(jsonOf(list)).toBe(JSON.stringify(texts));
  expect([...list]).toEqual(texts);
});

test('An empty column is an empty list', () => {
  expect([new NumberList([]), new InstantList([])].map(jsonOf)).toEqual(['[]', '[]']);
});

test('A column that stands at several places of an answer, and in several answers, is the same everywhere', () => {
  const out = new JsonBytes();
  const instants = new InstantList([1_763_800_000_000]);
  const numbers = new NumberList([1.5, NaN]);
  const write = () =>
    out.of((to) => {
      for (const list of [instants, numbers, instants, numbers]) list.writeTo(to);
    });
  const once = '["2025-11-22T08:26:40Z"][1.5,null]';
  expect([write(), write()].map(String)).toEqual([once + once, once + once]);
});

test('Columns that are the same to the bit in a row are one list', () => {
  const listOf = sharing((column) => new NumberList(column));
  const room = Float64Array.of(9, 1, NaN, 0);
  const first = listOf(Float64Array.of(1, NaN, 0));
  expect(listOf(room.subarray(1))).toBe(first);
  expect(listOf(Float64Array.of(1, NaN, -0))).not.toBe(first);
  expect([...listOf(Float64Array.of(1, NaN))]).toEqual([1, null]);
  expect([...listOf(Float64Array.of(2, NaN))]).toEqual([2, null]);
});
