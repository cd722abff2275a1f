import type { Memory } from './memory.rules';

const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** What is expected of one stretch of the day or week follows what it was by so much each time. */
const [OF_DAY, OF_WEEK, OF_LEVEL, OF_USUAL] = [0.25, 0.5, 0.2, 0.01];

/** A stretch that was out of all proportion moves what is expected by so many usual deviations at most. */
const STEADY = 10;

/** A profile of one period: the mean of each of its stretches as it was the last times, NaN where it was never seen. */
class Profile {
  private readonly means: Float32Array;
  /** The stretch that is going on: which, the sum of its values, and how many. */
  private readonly now: Float32Array;

  constructor(
    memory: Memory,
    private readonly period: number,
    private readonly stretches: number,
    private readonly follow: number,
  ) {
    this.means = memory.floats(stretches);
    this.now = memory.floats(3);
  }

  begin(): void {
    this.means.fill(NaN);
    this.now[0] = -1;
  }

  expected(at: number): number {
    return this.means[this.stretchOf(at)]!;
  }

  take(at: number, value: number, most: number): void {
    const stretch = this.stretchOf(at);
    if (this.now[0] !== stretch) this.turnTo(stretch, most);
    this.now[1]! += value;
    this.now[2]! += 1;
  }

  private stretchOf(at: number): number {
    return Math.floor(((((at % this.period) + this.period) % this.period) / this.period) * this.stretches);
  }

  private turnTo(stretch: number, most: number): void {
    const [ended, sum, count] = this.now as unknown as [number, number, number];
    if (count > 0) {
      const [was, is] = [this.means[ended]!, sum / count];
      this.means[ended] = Number.isNaN(was) ? is : was + Math.max(-most, Math.min(most, is - was)) * this.follow;
    }
    this.now.set([stretch, 0, 0]);
  }
}

/**
 * What a series is expected to be at an instant: as at this time of the day or of the week before, whichever lies nearer, for a value that
 * one of them has foreseen surprises nobody; where neither is known, as it was just now.
 */
export class Season {
  private readonly day: Profile;
  private readonly week: Profile;
  /** The level of just now, and the usual deviation. */
  private readonly level: Float32Array;

  constructor(memory: Memory) {
    this.day = new Profile(memory, DAY, 48, OF_DAY);
    this.week = new Profile(memory, WEEK, 84, OF_WEEK);
    this.level = memory.floats(2);
  }

  begin(): void {
    this.day.begin();
    this.week.begin();
  }

  expected(at: number, value: number): number {
    const [ofDay, ofWeek] = [this.day.expected(at), this.week.expected(at)];
    if (Number.isNaN(ofDay)) return Number.isNaN(ofWeek) ? this.level[0]! : ofWeek;
    return Math.abs(value - ofWeek) < Math.abs(value - ofDay) ? ofWeek : ofDay;
  }

  take(at: number, value: number, deviation: number): void {
    const usual = this.level[1]!;
    const most = usual > 0 ? usual * STEADY : Infinity;
    this.day.take(at, value, most);
    this.week.take(at, value, most);
    this.level[0]! += (value - this.level[0]!) * OF_LEVEL;
    this.level[1]! += (deviation - usual) * OF_USUAL;
  }
}
