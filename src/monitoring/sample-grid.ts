import type { MetricKind } from './monitoring.values';
import type { SampleColumns } from './chunks/sample-columns';

/** Steps as columns. */
export interface Steps {
  /** Start of each, in milliseconds since 1970. */
  starts: number[];
  means: number[];
  least: number[];
  greatest: number[];
  counts: number[];
}

const second = 1_000_000;

/**
 * Steps of whole multiples of the step since 1970, made of samples as they come, oldest first. A gauge enters as it is, a counter as its
 * increase per second since the sample before, corrected for resets; the increase belongs to the later sample. No samples, no step.
 */
export class SampleGrid {
  readonly steps: Steps = { starts: [], means: [], least: [], greatest: [], counts: [] };
  private readonly stepMicros: number;
  private sum = 0;
  private end = -Infinity;
  /** The last sample taken, in microseconds since 1970. */
  last = -Infinity;
  private lastValue = NaN;

  /** `from` in microseconds since 1970: what lies before it is only what the first increase is counted from. */
  constructor(
    private readonly kind: MetricKind,
    stepSeconds: number,
    private readonly from: number,
  ) {
    this.stepMicros = stepSeconds * second;
  }

  get length(): number {
    return this.steps.starts.length;
  }

  /** Samples that it has taken already are left out. */
  take(points: SampleColumns): void {
    for (let i = 0; i < points.at.length; i += 1) {
      const at = points.at[i]!;
      if (at <= this.last) continue;
      const value = points.values[i]!;
      const entering = this.kind === 'GAUGE' ? value : this.increase(at, value);
      if (at >= this.from && !Number.isNaN(entering)) this.enter(at, entering);
      this.last = at;
      this.lastValue = value;
    }
  }

  private increase(at: number, value: number): number {
    const base = value >= this.lastValue ? this.lastValue : 0;
    return Number.isNaN(this.lastValue) ? NaN : (value - base) / ((at - this.last) / second);
  }

  private enter(at: number, value: number): void {
    const { starts, means, least, greatest, counts } = this.steps;
    if (at >= this.end) {
      const start = Math.floor(at / this.stepMicros) * this.stepMicros;
      this.end = start + this.stepMicros;
      this.sum = value;
      starts.push(start / 1000);
      means.push(value);
      least.push(value);
      greatest.push(value);
      counts.push(1);
      return;
    }
    const step = starts.length - 1;
    this.sum += value;
    counts[step]! += 1;
    means[step] = this.sum / counts[step]!;
    if (value < least[step]!) least[step] = value;
    if (value > greatest[step]!) greatest[step] = value;
  }
}
