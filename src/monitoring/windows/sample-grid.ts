import { dayMicros } from '../../kernel/instant';
import type { SampleColumns } from '../chunks/sample-columns';
import { placeOf, slice } from '../chunks/column-parts';
import type { MetricKind } from '../monitoring.values';
import { levels, type Level } from '../rollups/levels';
import { raiseTo } from '../rollups/roll-up';
import type { DayEnds, Rollup, StepColumns } from '../rollups/rollup';
import { increaseOf, StepBuilder } from '../rollups/step-builder';
import { enterNumber, rateOf } from '../rollups/step-list';
import type { Stretch } from './sample-steps.store';

/** Steps as columns; of a counter means, least and greatest are per second, sums what it grew by. */
export interface Steps {
  /** Start of each, in milliseconds since 1970. */
  starts: number[];
  means: number[];
  least: number[];
  greatest: number[];
  counts: number[];
  sums: number[];
  lasts: number[];
}

/** Whole steps of one series from one instant to another, made of days as they come, oldest first: rolled up, or as samples. */
export class SampleGrid {
  readonly steps: Steps = { starts: [], means: [], least: [], greatest: [], counts: [], sums: [], lasts: [] };
  private day: StepBuilder | null = null;
  private doneUntil = -Infinity;
  private before: DayEnds | null = null;

  /** From and to in microseconds since 1970, at the start of a step. What lies before is only what the first increase is counted from. */
  constructor(
    private readonly kind: MetricKind,
    private readonly level: Level,
    private readonly from: number,
    private readonly to: number,
  ) {}

  get length(): number {
    return this.steps.starts.length;
  }

  /** A day that is rolled up comes in its turn among the samples of others. What it has taken already is left out, and what is no number. */
  take({ days, samples }: Pick<Stretch, 'days' | 'samples'>): void {
    let from = 0;
    for (const { start, rollup } of days) {
      if (start < (this.day?.dayStart ?? this.doneUntil)) continue;
      const to = placeOf(samples, start);
      this.takeSamples(slice(samples, from, to));
      // It may have been packed since samples of it were read: the steps of all of it are these.
      if (this.day?.dayStart === start) this.day = null;
      this.endDay();
      this.enterDay(start, rollup);
      from = to;
    }
    this.takeSamples(slice(samples, from, samples.at.length));
  }

  /** There is no more to come: the last day is made of what has come of it. */
  end(): Steps {
    this.endDay();
    return this.steps;
  }

  private takeSamples(samples: SampleColumns): void {
    for (let i = 0; i < samples.at.length;) {
      const dayStart = Math.floor(samples.at[i]! / dayMicros) * dayMicros;
      const end = placeOf(samples, dayStart + dayMicros);
      if (dayStart >= this.doneUntil) this.openDay(dayStart).take(slice(samples, i, end));
      i = end;
    }
  }

  private endDay(): void {
    if (!this.day) return;
    const { dayStart } = this.day;
    const rollup = raiseTo(this.level, this.day.done());
    this.day = null;
    this.enterDay(dayStart, rollup);
  }

  private openDay(dayStart: number): StepBuilder {
    if (this.day?.dayStart !== dayStart) {
      this.endDay();
      this.day = new StepBuilder(this.kind, dayStart);
    }
    return this.day!;
  }

  private enterDay(dayStart: number, { steps, ends }: Rollup): void {
    if (ends) enterMidnight(steps, this.before, ends);
    this.before = ends ?? this.before;
    this.doneUntil = dayStart + dayMicros;
    const { micros } = levels[this.level];
    for (let i = 0; i < steps.places.length; i += 1) {
      const start = dayStart + steps.places[i]! * micros;
      if (start >= this.from && start < this.to && steps.counts[i]! > 0) this.enter(start, steps, i);
    }
  }

  private enter(
    start: number,
    { counts, sums, lows, highs, lasts, spans, lowSpans, highSpans }: StepColumns,
    i: number,
  ): void {
    const made = this.steps;
    const isGauge = this.kind === 'GAUGE';
    made.starts.push(start / 1000);
    made.counts.push(counts[i]!);
    made.sums.push(sums[i]!);
    made.lasts.push(lasts[i]!);
    made.means.push(isGauge ? sums[i]! / counts[i]! : rateOf(sums[i]!, spans[i]!));
    made.least.push(isGauge ? lows[i]! : rateOf(lows[i]!, lowSpans[i]!));
    made.greatest.push(isGauge ? highs[i]! : rateOf(highs[i]!, highSpans[i]!));
  }
}

/** What a counter grew by between its last number before a day and the first of it, if they are no more than a day apart. */
function enterMidnight(steps: StepColumns, before: DayEnds | null, { firstAt, firstValue }: DayEnds): void {
  if (!before || firstAt - before.lastAt > dayMicros) return;
  enterNumber(steps, 0, increaseOf(before.lastValue, firstValue), firstAt - before.lastAt);
}
