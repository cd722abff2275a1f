import type { Memory } from './memory.rules';

/** How many steps the history of one measure is told in, less one: a new value joins before two become one. */
const STEPS = 28;

/** Beyond so many values what is older counts half: some months of samples of five minutes. */
const MEMORY = 32_768;

/** So many values make a history; before, nothing surprises. */
const FEWEST = 20;

/** The share of the largest values whose decline says how far a value beyond them is out. */
const TAIL = 0.1;

const MOST_SURPRISING = 6;

/**
 * How often a measure has been as large as this before, told as a surprise: 1 for one time in ten, 2 for one in a hundred and so on.
 * Its history is a list of steps from the largest value down, each a mean and how many values it stands for; a step may stand for more the
 * further down it lies, so that the largest values are kept one by one, and a rank is known in proportion to itself.
 */
export class Tail {
  private readonly means: Float32Array;
  private readonly counts: Float32Array;
  private readonly sums: Float32Array;

  constructor(memory: Memory) {
    this.means = memory.floats(STEPS);
    this.counts = memory.floats(STEPS);
    this.sums = memory.floats(2);
  }

  private get steps(): number {
    return this.sums[0]!;
  }

  private get total(): number {
    return this.sums[1]!;
  }

  /** The surprise of a value that is not below zero, which joins the history. */
  take(value: number): number {
    const rounded = Math.fround(value);
    const surprise = this.total < FEWEST ? 0 : this.surpriseOf(rounded);
    this.add(rounded);
    return surprise;
  }

  /** What the given share of the history lies above. */
  above(share: number): number {
    const wanted = share * this.total;
    for (let i = 0, sum = 0; i < this.steps; i += 1) {
      sum += this.counts[i]!;
      if (sum > wanted) return this.means[i]!;
    }
    return 0;
  }

  /** Half of it is the rank; the other half is how far out the value lies, as a Pareto tail has it: a record by far is more than a record. */
  private surpriseOf(value: number): number {
    const rank = Math.log10((this.total + 1) / (this.atLeast(value) + 1));
    const from = this.above(TAIL);
    if (value <= from || from <= 0) return Math.min(rank, MOST_SURPRISING);
    const beyond = Math.log10(value / from) / this.declineFrom(from) - Math.log10(TAIL);
    return Math.min((rank + Math.min(beyond, MOST_SURPRISING)) / 2, MOST_SURPRISING);
  }

  /** How many times larger than where the tail begins its values are in the mean, as a logarithm. */
  private declineFrom(from: number): number {
    let [decline, inside] = [0, 0];
    for (let i = 0; i < this.sums[0]! && this.means[i]! > from; i += 1) {
      decline += this.counts[i]! * Math.log(this.means[i]! / from);
      inside += this.counts[i]!;
    }
    return inside > 0 ? decline / inside : Infinity;
  }

  /** How many values were as large; between two steps in proportion. */
  private atLeast(value: number): number {
    const { means, counts, steps } = this;
    let sum = 0;
    for (let i = 0; i < steps; i += 1) {
      const [mean, count] = [means[i]!, counts[i]!];
      if (mean === value) return sum + count;
      if (mean < value) return i === 0 ? 0 : this.between(i, sum, value);
      sum += count;
    }
    return sum;
  }

  private between(i: number, sum: number, value: number): number {
    const [above, below] = [this.counts[i - 1]!, this.counts[i]!];
    if (above <= 1 && below <= 1) return sum;
    const way = (this.means[i - 1]! - value) / (this.means[i - 1]! - this.means[i]!);
    return Math.max(0, sum - above / 2 + ((above + below) / 2) * way);
  }

  private add(value: number): void {
    const { means, counts, sums, steps } = this;
    let at = 0;
    while (at < steps && means[at]! > value) at += 1;
    if (at < steps && means[at] === value) counts[at]! += 1;
    else this.insert(at, value);
    sums[1]! += 1;
    if (this.total <= MEMORY) return;
    sums[1]! /= 2;
    for (let i = 0; i < this.steps; i += 1) counts[i]! /= 2;
  }

  private insert(at: number, value: number): void {
    const { means, counts, sums } = this;
    means.copyWithin(at + 1, at, this.steps);
    counts.copyWithin(at + 1, at, this.steps);
    means[at] = value;
    counts[at] = 1;
    sums[0]! += 1;
    if (this.steps === STEPS) this.merge();
  }

  /** Makes one of the two neighbours that stand for the least in proportion to all above them. */
  private merge(): void {
    const { means, counts, sums, steps } = this;
    let [at, least, above] = [0, Infinity, 0];
    for (let i = 0; i + 1 < steps; i += 1) {
      const both = counts[i]! + counts[i + 1]!;
      if (both / (above + both) < least) [at, least] = [i, both / (above + both)];
      above += counts[i]!;
    }
    const [first, second] = [counts[at]!, counts[at + 1]!];
    means[at] = means[at]! * (first / (first + second)) + means[at + 1]! * (second / (first + second));
    counts[at] = first + second;
    means.copyWithin(at + 1, at + 2, steps);
    counts.copyWithin(at + 1, at + 2, steps);
    sums[0]! -= 1;
  }
}
