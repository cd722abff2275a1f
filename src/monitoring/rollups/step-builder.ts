import type { SampleColumns } from '../chunks/sample-columns';
import type { MetricKind } from '../monitoring.values';
import { levels } from './levels';
import type { DayEnds, Rollup } from './rollup';
import { StepList } from './step-list';

const { micros, ofDay } = levels.FIVE_MINUTES;

/**
 * Makes the five-minute steps of a UTC day of its numbers, as they come, oldest first. A counter enters as its increase since the number before,
 * corrected for resets, which belongs to the step of the later one; what it grew by across midnight is not in them.
 */
export class StepBuilder {
  private readonly steps: StepList;
  private ends: DayEnds | null = null;
  private last = -Infinity;

  constructor(
    private readonly kind: MetricKind,
    readonly dayStart: number,
  ) {
    this.steps = new StepList(kind, ofDay);
  }

  /** Samples of the day; what it has taken already is left out, and what is no number. */
  take({ at, values, flags }: SampleColumns): void {
    for (let i = 0; i < at.length; i += 1) {
      if (flags[i] !== 0 || at[i]! <= this.last) continue;
      this.steps.goTo(Math.floor((at[i]! - this.dayStart) / micros), values[i]!);
      if (this.kind === 'GAUGE') this.steps.enter(values[i]!, 0);
      else this.count(at[i]!, values[i]!);
      this.last = at[i]!;
    }
  }

  done(): Rollup {
    return { kind: this.kind, steps: this.steps.done(), ends: this.ends };
  }

  private count(at: number, value: number): void {
    const { ends } = this;
    if (ends) this.steps.enter(increaseOf(ends.lastValue, value), at - ends.lastAt);
    const { firstAt, firstValue } = ends ?? { firstAt: at, firstValue: value };
    this.ends = { firstAt, firstValue, lastAt: at, lastValue: value };
  }
}

/** What a counter has grown by; after a reset what it holds since. */
export const increaseOf = (before: number, value: number): number => (value >= before ? value - before : value);
