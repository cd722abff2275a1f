import { InstantList, NumberList } from '../../kernel/json-columns';
import type { Aggregate } from './aggregation.values';
import type { Grid } from '../windows/grid.rules';
import { levels } from '../rollups/levels';
import type { Steps } from '../windows/sample-grid';

interface GroupColumns {
  timestamps: InstantList;
  values: NumberList;
  count: NumberList;
}

type Join = (known: number, value: number) => number;

const joins: Record<Aggregate, Join> = {
  SUM: (known, value) => known + value,
  AVG: (known, value) => known + value,
  MIN: Math.min,
  MAX: Math.max,
};

/** Series of one group folded on a grid: two numbers a step, however many series come. */
export class GroupFold {
  private readonly counts: Uint32Array;
  private readonly values: Float64Array;
  /** In milliseconds since 1970, as steps have it. */
  private readonly start: number;
  private readonly stepMs: number;

  constructor(
    private readonly aggregate: Aggregate,
    { level, start, length }: Grid,
  ) {
    this.counts = new Uint32Array(length);
    this.values = new Float64Array(length);
    this.start = start / 1000;
    this.stepMs = levels[level].micros / 1000;
  }

  add({ starts, means }: Steps): void {
    const { start, stepMs } = this;
    const join = joins[this.aggregate];
    for (let i = 0; i < starts.length; i += 1) {
      const step = (starts[i]! - start) / stepMs;
      const value = means[i]!;
      this.values[step] = this.counts[step] === 0 ? value : join(this.values[step]!, value);
      this.counts[step]! += 1;
    }
  }

  /** Steps that no series has a point in are left out. */
  columns(): GroupColumns {
    const steps = Array.from(this.counts.keys()).filter((step) => this.counts[step]! > 0);
    const { start, stepMs } = this;
    return {
      timestamps: new InstantList(steps.map((step) => start + step * stepMs)),
      values: new NumberList(steps.map((step) => this.valueOf(step))),
      count: new NumberList(steps.map((step) => this.counts[step]!)),
    };
  }

  /** What no double holds is none. */
  private valueOf(step: number): number {
    const value = this.aggregate === 'AVG' ? this.values[step]! / this.counts[step]! : this.values[step]!;
    return Number.isFinite(value) ? value : NaN;
  }
}
