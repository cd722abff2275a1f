import { HashSlots } from '../../../src/monitoring/incoming/hash-slots';
import { KnownLabels } from '../../../src/monitoring/incoming/known-labels';
import { NamedSeries } from '../../../src/monitoring/incoming/label-set';
import { createRandom } from '../../support/random';

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const find = (known: KnownLabels, bytes: Buffer) => known.find(viewOf(bytes), 0, bytes.length);
const keep = (known: KnownLabels, bytes: Buffer) => {
  const series = new NamedSeries(`${bytes.toString('hex')}{}`);
  known.keep(viewOf(bytes), 0, bytes.length, series);
  return series;
};
const numbered = (number: number) => Buffer.from(`the labels of series ${number}`);

describe('Known labels', () => {
  test('are found by their bytes alone, wherever they stand', () => {
    const random = createRandom();
    const known = new KnownLabels();
    const kept = new Map<string, NamedSeries>();
    const wrong: Buffer[] = [];
    for (let i = 0; i < 5000; i += 1) {
      const bytes = Buffer.from(Array.from({ length: random.whole(12) }, () => random.whole(3)));
      const before = find(known, bytes);
      if ((before ?? undefined) !== kept.get(bytes.toString('hex'))) wrong.push(bytes);
      if (!before) kept.set(bytes.toString('hex'), keep(known, bytes));
      const inside = Buffer.concat([Buffer.from('around'), bytes, Buffer.from('it')]);
      if (known.find(viewOf(inside), 6, 6 + bytes.length) !== kept.get(bytes.toString('hex'))) wrong.push(bytes);
    }
    expect({ seed: random.seed, wrong }).toEqual({ seed: random.seed, wrong: [] });
    expect(known.size).toBe(kept.size);
  });

  test('stay as long as they are asked for, within the memory allowed', () => {
    const mostBytes = 400_000;
    const known = new KnownLabels({ mostBytes });
    const lost: number[] = [];
    let most = 0;
    const asked = Array.from({ length: 100 }, (_, i) => [numbered(i), keep(known, numbered(i))] as const);
    for (let i = 100; i < 20_000; i += 1) {
      keep(known, numbered(i));
      if (i % 100 === 0 && asked.some(([bytes, series]) => find(known, bytes) !== series)) lost.push(i);
      most = Math.max(most, known.bytes);
    }
    expect(lost).toEqual([]);
    expect(most).toBeGreaterThan(mostBytes / 2);
    expect(most).toBeLessThan(mostBytes + 1000);
    expect(find(known, numbered(101))).toBeNull();
    expect(find(known, numbered(19_999))).not.toBeNull();
  });

  test('of more than 64 KB are not kept', () => {
    const known = new KnownLabels();
    const [most, more] = [Buffer.alloc(65_536, 1), Buffer.alloc(65_537, 1)];
    for (let i = 0; i < 10; i += 1) keep(known, Buffer.concat([most.subarray(1), Buffer.from([i])]));
    keep(known, more);
    expect(known.size).toBe(10);
    expect(find(known, Buffer.concat([most.subarray(1), Buffer.from([7])]))).not.toBeNull();
    expect(find(known, more)).toBeNull();
  });
});

describe('Hashes', () => {
  test('that several share lead to each of them', () => {
    const slots = new HashSlots();
    const random = createRandom();
    const byHash = new Map<number, number[]>();
    for (let entry = 1; entry <= 20_000; entry += 1) {
      // Few, negative ones among them, and many that begin at one slot.
      const hash = (random.whole(64) - 32) * 2 ** random.whole(26);
      slots.add(hash, entry);
      byHash.set(hash, [...(byHash.get(hash) ?? []), entry]);
    }
    for (const [hash, entries] of byHash) {
      const found: number[] = [];
      for (let slot = slots.first(hash); slot >= 0; slot = slots.following(slot, hash)) found.push(slots.entryAt(slot));
      expect({ hash, found: found.sort((a, b) => a - b) }).toEqual({ hash, found: entries });
    }
    expect(slots.first(12_345)).toBe(-1);
  });
});
