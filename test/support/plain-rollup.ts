import type { Rollup, StepColumns } from '../../src/monitoring/rollups/rollup';

export const dayMicros = 86_400_000_000;
/** How long a step is, in microseconds: 288, 24 or 1 a day. */
export const stepLengths = [300_000_000, 3_600_000_000, dayMicros] as const;

export interface Series {
  kind: Rollup['kind'];
  /** Microseconds since the start of the day, rising. */
  at: readonly number[];
  values: readonly number[];
}

interface Step {
  place: number;
  last: number;
  /** Of a gauge its values, of a counter its increases with the time that each took. */
  parts: { value: number; span: number }[];
}

/** The rollup of a day's numbers by its definition, one number after the other. */
export function plainRollup({ kind, at, values }: Series, stepLength: number, dayStart: number): Rollup {
  const steps: Step[] = [];
  for (const [i, time] of at.entries()) {
    const place = Math.floor(time / stepLength);
    if (steps.at(-1)?.place !== place) steps.push({ place, last: 0, parts: [] });
    const step = steps.at(-1)!;
    step.last = values[i]!;
    if (kind === 'GAUGE') step.parts.push({ value: values[i]!, span: 1 });
    else if (i > 0) step.parts.push({ value: increase(values, i), span: time - at[i - 1]! });
  }
  const isTold = kind === 'COUNTER' && at.length > 0;
  const ends = () => ({
    firstAt: dayStart + at[0]!,
    firstValue: values[0]!,
    lastAt: dayStart + at.at(-1)!,
    lastValue: values.at(-1)!,
  });
  return { kind, steps: columnsOf(kind, steps), ends: isTold ? ends() : null };
}

const increase = (values: readonly number[], i: number): number =>
  values[i]! < values[i - 1]! ? values[i]! : values[i]! - values[i - 1]!;

function columnsOf(kind: Rollup['kind'], steps: readonly Step[]): StepColumns {
  const column = (of: (step: Step) => number) => Float64Array.from(steps, of);
  const spans = (of: (step: Step) => number) => (kind === 'COUNTER' ? column(of) : new Float64Array(0));
  const extreme = ({ parts }: Step, sign: number) =>
    parts.reduce((best, part) => (sign * (part.value / part.span - best.value / best.span) > 0 ? part : best), {
      ...(parts[0] ?? { value: 0, span: 0 }),
    });
  return {
    places: column(({ place }) => place),
    counts: column(({ parts }) => parts.length),
    sums: column(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0)),
    lows: column((step) => extreme(step, -1).value),
    highs: column((step) => extreme(step, 1).value),
    lasts: column(({ last }) => last),
    spans: spans(({ parts }) => parts.reduce((sum, { span }) => sum + span, 0)),
    lowSpans: spans((step) => extreme(step, -1).span),
    highSpans: spans((step) => extreme(step, 1).span),
  };
}
