import type { SampleColumns } from '../chunks/sample-columns';
import type { MetricKind } from '../monitoring.values';
import { levels, type Level } from './levels';
import type { Rollup } from './rollup';
import { StepBuilder } from './step-builder';
import { StepList } from './step-list';

/** The steps of each level of one series and day. A sum is one of sums, at every level: the same numbers come of them, whichever is at hand. */
export function rollUp(kind: MetricKind, dayStart: number, samples: SampleColumns): Record<Level, Rollup> {
  const builder = new StepBuilder(kind, dayStart);
  builder.take(samples);
  return allLevels(builder.done());
}

/** Five-minute steps, and those of each level made of them. */
export function allLevels(fives: Rollup): Record<Level, Rollup> {
  const hours = foldTo('HOUR', fives);
  return { FIVE_MINUTES: fives, HOUR: hours, DAY: foldTo('DAY', hours) };
}

/** Five-minute steps as those of a level. */
export function raiseTo(level: Level, fives: Rollup): Rollup {
  if (level === 'FIVE_MINUTES') return fives;
  const hours = foldTo('HOUR', fives);
  return level === 'HOUR' ? hours : foldTo('DAY', hours);
}

function foldTo(level: 'HOUR' | 'DAY', { kind, steps, ends }: Rollup): Rollup {
  const folded = new StepList(kind, levels[level].ofDay);
  const perStep = levels[level === 'HOUR' ? 'FIVE_MINUTES' : 'HOUR'].ofDay / levels[level].ofDay;
  for (let i = 0; i < steps.places.length; i += 1) {
    folded.goTo(Math.floor(steps.places[i]! / perStep), steps.lasts[i]!);
    folded.enterStep(steps, i);
  }
  return { kind, steps: folded.done(), ends };
}
