import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { SortedStage } from '../../../src/sources/netbox/sorted-stage';

const folders = () => new Set(readdirSync(tmpdir()).filter((name) => name.startsWith('hub-import-')));

describe('a stage of many small files', () => {
  const count = 5000;
  const keyOf = (n: number) => String((n * 7919) % count).padStart(6, '0');
  let stage: SortedStage;

  beforeAll(async () => {
    stage = await SortedStage.open({ waiting: 5000, merged: 3, cached: 2 });
    for (let n = 0; n < count; n++) {
      await stage.add({ index: 'b', key: keyOf(n), rank: '', value: { n, text: 'ỹ\t\n"'.repeat(9) } });
      if (n % 10 === 0) await stage.add({ index: 'bb', key: 'same', rank: keyOf(n), value: n });
    }
    await stage.add({ index: 'b', key: '000000', rank: '', value: 'again' });
    await stage.seal();
  });
  afterAll(() => stage.close());

  test('gives every entry by its key, the first where two are alike', () => {
    for (let n = 0; n < count; n += 37) {
      expect(stage.first('b', keyOf(n))).toEqual({
        index: 'b',
        key: keyOf(n),
        rank: '',
        value: { n, text: 'ỹ\t\n"'.repeat(9) },
      });
    }
    expect(stage.first('b', '999999')).toBeUndefined();
    expect(stage.first('a', '000000')).toBeUndefined();
    expect(stage.first('c', '000000')).toBeUndefined();
  });

  test('walks through an index in order, and through what shares a key by rank', () => {
    const keys = [...stage.entries('b')].map(({ key }) => key);
    expect(keys).toHaveLength(count + 1);
    expect(keys).toEqual(keys.toSorted());
    const ranks = [...stage.entries('bb', 'same')].map(({ rank }) => rank);
    expect(ranks).toHaveLength(count / 10);
    expect(ranks).toEqual(ranks.toSorted());
  });
});

test('a stage with nothing in it answers with nothing, and leaves nothing behind', async () => {
  const before = folders();
  const stage = await SortedStage.open();
  await stage.seal();
  expect([...stage.entries('a')]).toEqual([]);
  // Other tests may open stages of their own meanwhile: one of the new folders is this one's.
  const made = [...folders()].filter((name) => !before.has(name));
  await stage.close();
  const left = folders();
  expect(made.some((name) => !left.has(name))).toBe(true);
});
