import { WorkingSet, type Learned } from '../../../src/warnings/detector/watching/working-set';

const learnedUpTo = (upTo: number): Learned => ({ upTo, state: new Uint8Array(2048), keptUpTo: NaN });
const sliceOf = (...numbers: number[]) => new Map(numbers.map((number) => [number, learnedUpTo(100)]));
const hour = 3_600_000;

describe('What a process has in mind', () => {
  test('is found up to where the series was judged, or before; not what lies behind that', () => {
    const set = new WorkingSet();
    set.put(0, sliceOf(1, 2));
    expect(set.find(0, 1, 100)).toBeDefined();
    expect(set.find(0, 1, 130)).toBeDefined();
    expect(set.find(0, 1, 99)).toBeUndefined();
    expect(set.find(0, 3, 100)).toBeUndefined();
    expect(set.find(1, 1, 100)).toBeUndefined();
  });

  test('is never more than there is room for, however often slices come', () => {
    const set = new WorkingSet(5);
    for (let round = 0; round < 10; round += 1)
      for (let slice = 0; slice < 8; slice += 1) set.put(slice, sliceOf(slice * 1024, slice * 1024 + 1), round * 1000);
    expect(set.size).toBe(4);
    expect(set.find(0, 0, 100)).toBeDefined();
    expect(set.find(7, 7168, 100)).toBeUndefined();
  });

  test('makes room where nobody has looked for a while, the longest first', () => {
    const set = new WorkingSet(4);
    set.put(0, sliceOf(1, 2), 0);
    set.put(1, sliceOf(1024, 1025), 1000);
    set.put(2, sliceOf(2048), hour);
    expect(set.find(0, 1, 100)).toBeUndefined();
    expect(set.find(1, 1024, 100)).toBeDefined();
    expect(set.find(2, 2048, 100)).toBeDefined();
  });

  test('is what was learned last', () => {
    const set = new WorkingSet();
    set.put(0, sliceOf(1, 2));
    set.put(0, new Map([[1, learnedUpTo(200)]]));
    expect(set.size).toBe(1);
    expect(set.find(0, 1, 200)!.upTo).toBe(200);
  });
});
