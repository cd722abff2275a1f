import type { MetricKind } from '../monitoring.values';
import { mapSteps, stepColumnCount, type StepColumns } from './rollup';

/** Steps of a day under way, in the order of their places; room for so many is made at once. */
export class StepList {
  private readonly made: StepColumns;
  private length = 0;

  constructor(
    private readonly kind: MetricKind,
    stepsOfDay: number,
  ) {
    // One piece of memory for all: each costs the collector more than its numbers.
    const room = new Float64Array(stepColumnCount * stepsOfDay);
    this.made = mapSteps((_, place) => room.subarray(place * stepsOfDay, (place + 1) * stepsOfDay));
  }

  /** Goes on to a step, the newest or one behind it, that ends with a value so far. */
  goTo(place: number, last: number): void {
    const { places, lasts } = this.made;
    if (this.length === 0 || places[this.length - 1] !== place) places[this.length++] = place;
    lasts[this.length - 1] = last;
  }

  /** A number enters the newest step. */
  enter(value: number, span: number): void {
    enterNumber(this.made, this.length - 1, value, span);
  }

  /** A step, one of many that are made one, enters the newest. */
  enterStep(steps: StepColumns, i: number): void {
    const { counts, sums, spans, lows, lowSpans, highs, highSpans } = steps;
    if (counts[i] === 0) return;
    const [span, lowSpan, highSpan] = spans.length === 0 ? [0, 0, 0] : [spans[i]!, lowSpans[i]!, highSpans[i]!];
    const into = this.length - 1;
    enterLeast(this.made, into, lows[i]!, lowSpan);
    enterGreatest(this.made, into, highs[i]!, highSpan);
    add(this.made, into, counts[i]!, sums[i]!, span);
  }

  done(): StepColumns {
    return mapSteps((name) => this.made[name].subarray(0, this.kind === 'GAUGE' && isSpan(name) ? 0 : this.length));
  }
}

/** One number enters a step: of a gauge its value, of a counter an increase and the time that it took. */
export function enterNumber(steps: StepColumns, i: number, value: number, span: number): void {
  enterLeast(steps, i, value, span);
  enterGreatest(steps, i, value, span);
  add(steps, i, 1, value, span);
}

function enterLeast({ counts, lows, lowSpans }: StepColumns, i: number, value: number, span: number): void {
  if (counts[i] !== 0 && rateOf(value, span) >= rateOf(lows[i]!, lowSpans[i]!)) return;
  lows[i] = value;
  lowSpans[i] = span;
}

function enterGreatest({ counts, highs, highSpans }: StepColumns, i: number, value: number, span: number): void {
  if (counts[i] !== 0 && rateOf(value, span) <= rateOf(highs[i]!, highSpans[i]!)) return;
  highs[i] = value;
  highSpans[i] = span;
}

function add({ counts, sums, spans }: StepColumns, i: number, count: number, sum: number, span: number): void {
  counts[i]! += count;
  sums[i]! += sum;
  spans[i]! += span;
}

const isSpan = (name: keyof StepColumns): boolean => name === 'spans' || name === 'lowSpans' || name === 'highSpans';

const second = 1_000_000;

/** A counter's increase per second; a gauge has no span, and is its own. */
export const rateOf = (value: number, span: number): number => (span === 0 ? value : value / (span / second));
