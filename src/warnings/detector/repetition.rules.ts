import type { Memory } from './memory.rules';

/** What is less surprising than this is never told. */
export const LEAST_TOLD = 2;

/** For so many samples after something was told only what is worse by MORE is told. */
const [HELD, MORE] = [100, 0.6];

/** What was told grows old: by so many samples it counts for a third. */
const AGE = 30_000;

/** What was nearly as surprising counts as such. */
const NEARLY = 0.8;

/** By how much each tenfold repetition makes a surprise less. */
const WORN = 2.5;

/** Heights of what was told are counted in bins, each reaching so many times further than the one before. */
const [BINS, WIDTH] = [28, 1.08];

/**
 * What is told is not told again: not at once, while it lasts, and less and less where a series keeps doing it. A surprise in, what is left
 * of it out: zero where it is held back.
 */
export class Repetition {
  private readonly told: Float32Array;
  /** Samples since something was told, its height, and how old the bins are. */
  private readonly last: Float32Array;

  constructor(memory: Memory) {
    this.told = memory.floats(BINS);
    this.last = memory.floats(3);
  }

  take(surprise: number): number {
    const { last } = this;
    last[0]! += 1;
    last[2]! += 1;
    if (last[0]! > HELD) last[1] = 0;
    if (surprise <= LEAST_TOLD || (last[1]! > 0 && surprise <= last[1]! + MORE)) return 0;
    const left = surprise - WORN * Math.log10(1 + this.alike(surprise));
    this.remember(surprise);
    return Math.max(0, left);
  }

  private alike(surprise: number): number {
    this.grow();
    const from = binOf(surprise * NEARLY);
    let sum = 0;
    for (let i = Math.max(0, Math.ceil(from)); i < BINS; i += 1) sum += this.told[i]!;
    return sum;
  }

  /** What goes on and gets worse is one, as bad as its worst. */
  private remember(surprise: number): void {
    const { told, last } = this;
    const before = last[1]!;
    if (before > 0) told[placeOf(before)] = Math.max(0, told[placeOf(before)]! - 1);
    told[placeOf(surprise)]! += 1;
    last[0] = 0;
    last[1] = surprise;
  }

  private grow(): void {
    const less = Math.exp(-this.last[2]! / AGE);
    for (let i = 0; i < BINS; i += 1) this.told[i]! *= less;
    this.last[2] = 0;
  }
}

const binOf = (surprise: number): number => Math.log(surprise / LEAST_TOLD) / Math.log(WIDTH);
const placeOf = (surprise: number): number => Math.max(0, Math.min(BINS - 1, Math.round(binOf(surprise))));
