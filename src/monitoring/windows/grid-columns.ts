import type { MetricKind } from '../monitoring.values';
import type { StepColumns } from '../rollups/rollup';
import { rateOf } from '../rollups/step-list';

/** Steps as columns of one length; of a counter means, least and greatest are per second, sums what it grew by. */
export interface Steps {
  /** Start of each, in milliseconds since 1970. */
  readonly starts: Float64Array;
  readonly means: Float64Array;
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly lasts: Float64Array;
}

/** A day's steps, how far apart they stand and between which instants they count; microseconds since 1970. */
interface DayOfSteps {
  dayStart: number;
  micros: number;
  from: number;
  to: number;
  steps: StepColumns;
}

/** Steps of one series as they come, in columns that grow. */
export class GridColumns {
  length = 0;
  private made = none;

  constructor(private readonly kind: MetricKind) {}

  /** Those of a day that hold a number. */
  add({ dayStart, micros, from, to, steps }: DayOfSteps): void {
    const { places, counts, sums, lows, highs, lasts, spans, lowSpans, highSpans } = steps;
    const made = this.withRoom(places.length);
    const isGauge = this.kind === 'GAUGE';
    let at = this.length;
    for (let i = 0; i < places.length; i += 1) {
      const start = dayStart + places[i]! * micros;
      if (start < from || start >= to || counts[i] === 0) continue;
      made.starts[at] = start / 1000;
      made.counts[at] = counts[i]!;
      made.sums[at] = sums[i]!;
      made.lasts[at] = lasts[i]!;
      made.means[at] = isGauge ? sums[i]! / counts[i]! : rateOf(sums[i]!, spans[i]!);
      made.least[at] = isGauge ? lows[i]! : rateOf(lows[i]!, lowSpans[i]!);
      made.greatest[at] = isGauge ? highs[i]! : rateOf(highs[i]!, highSpans[i]!);
      at += 1;
    }
    this.length = at;
  }

  done(): Steps {
    const { made, length } = this;
    return made.starts.length === length ? made : mapColumns((name) => made[name].subarray(0, length));
  }

  /** The first day gets what it needs: often it is the only one. */
  private withRoom(count: number): Steps {
    const { length, made } = this;
    const room = made.starts.length;
    if (length + count <= room) return made;
    const size = Math.max(length + count, room * 2);
    const memory = new Float64Array(columnCount * size);
    this.made = mapColumns((name, place) => {
      if (length > 0) memory.set(made[name].subarray(0, length), place * size);
      return memory.subarray(place * size, (place + 1) * size);
    });
    return this.made;
  }
}

const columnCount = 7;
const mapColumns = (make: (name: keyof Steps, place: number) => Float64Array): Steps => ({
  starts: make('starts', 0),
  means: make('means', 1),
  least: make('least', 2),
  greatest: make('greatest', 3),
  counts: make('counts', 4),
  sums: make('sums', 5),
  lasts: make('lasts', 6),
});
const nothing = new Float64Array(0);
const none = mapColumns(() => nothing);
