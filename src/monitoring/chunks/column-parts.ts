import { wordsOf, type SampleColumns } from './sample-columns';

export const noSamples: SampleColumns = {
  at: new Float64Array(0),
  values: new Float64Array(0),
  flags: new Uint8Array(0),
};

export const makeColumns = (length: number): SampleColumns => ({
  at: new Float64Array(length),
  values: new Float64Array(length),
  flags: new Uint8Array(length),
});

/** The first sample not before an instant. */
export function placeOf({ at }: SampleColumns, instant: number): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle]! < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const slice = ({ at, values, flags }: SampleColumns, from: number, to: number): SampleColumns => ({
  at: at.subarray(from, to),
  values: values.subarray(from, to),
  flags: flags.subarray(from, to),
});

/** One behind the other, where each begins after the one before has ended. */
export function joinColumns(parts: readonly SampleColumns[]): SampleColumns {
  if (parts.length === 1) return parts[0]!;
  const all = makeColumns(parts.reduce((sum, { at }) => sum + at.length, 0));
  let from = 0;
  for (const { at, values, flags } of parts) {
    all.at.set(at, from);
    all.values.set(values, from);
    all.flags.set(flags, from);
    from += at.length;
  }
  return all;
}

/** Both in one order. An instant that stands in both is an error: it would have two values. */
export function mergeColumns(one: SampleColumns, other: SampleColumns): SampleColumns {
  if (other.at.length === 0) return one;
  if (one.at.length === 0) return other;
  if (one.at.at(-1)! < other.at[0]!) return joinColumns([one, other]);
  const merged = makeColumns(one.at.length + other.at.length);
  const put = { one: copier(one, merged), other: copier(other, merged) };
  for (let to = 0, i = 0, j = 0; to < merged.at.length; to += 1) {
    const isOne = j === other.at.length || (i < one.at.length && one.at[i]! < other.at[j]!);
    if (!isOne && one.at[i] === other.at[j]) throw new Error(`Two samples have the instant ${one.at[i]} µs.`);
    if (isOne) put.one(i++, to);
    else put.other(j++, to);
  }
  return merged;
}

/** Copies values by their words: what is no number may have bits of its own. */
function copier(from: SampleColumns, into: SampleColumns): (i: number, to: number) => void {
  const [words, copies] = [wordsOf(from.values), wordsOf(into.values)];
  return (i, to) => {
    into.at[to] = from.at[i]!;
    into.flags[to] = from.flags[i]!;
    copies[to * 2] = words[i * 2]!;
    copies[to * 2 + 1] = words[i * 2 + 1]!;
  };
}
