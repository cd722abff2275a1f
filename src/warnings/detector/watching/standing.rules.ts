import type { Point } from '../../rules/conditions/point.rules';
import { countable, hasEnded } from '../../rules/conditions/point.rules';
import type { Detector, Finding } from '../detector.rules';

/** A score of this much is worth a warning: of a thousand samples of real series about four tenths of one are. */
export const RAISE = 0.75;

/** What is less surprising than this is calm: thirty of a thousand samples are not. */
const CALM = 3;

/** So many calm samples one after the other end what was unusual. */
export const CALM_SAMPLES = 12;

/** How a series stands to the detector. Instants are in microseconds since 1970; NaN: there is none. */
export interface Standing {
  /** Up to where it was judged: the last sample, or when it came to be watched. */
  upTo: number;
  isUnusual: boolean;
  since: number;
  calm: number;
  /** When it was last told. */
  toldAt: number;
}

/** What is told of a series: it has become unusual, or is as usual again, or has ended. */
export interface Turn {
  isUnusual: boolean;
  at: number;
  value: number;
  since: number;
  finding: Finding | null;
}

export const newStanding = (upTo: number): Standing => ({
  ...{ upTo, isUnusual: false },
  ...{ since: NaN, calm: 0, toldAt: NaN },
});

export const toNumbers = ({ upTo, since, calm, toldAt }: Standing): number[] => [upTo, since, calm, toldAt];

export function ofNumbers(isUnusual: boolean, numbers: Float64Array): Standing {
  const [upTo, since, calm, toldAt] = numbers as unknown as [number, number, number, number];
  return { upTo, isUnusual, since, calm, toldAt };
}

/** The detector goes over samples; those that were judged before are only learned again. Answers how the series stands then, and what is news. */
export function goOver(
  detector: Detector,
  before: Standing,
  points: readonly Point[],
  isCounter: boolean,
): { standing: Standing; turns: Turn[] } {
  const turns: Turn[] = [];
  let standing = before;
  for (const point of points) {
    const value = countable(point);
    const finding = value === null ? undefined : take(detector, point.at / 1000, value, isCounter);
    if (point.at <= standing.upTo) continue;
    const next = hasEnded(point) ? ended(standing, point) : judged(standing, point, finding);
    if (next.isUnusual !== standing.isUnusual) turns.push(turnOf(next, standing, point, finding ?? null));
    standing = next;
  }
  return { standing, turns };
}

const take = (detector: Detector, at: number, value: number, isCounter: boolean): Finding | undefined =>
  isCounter ? detector.takeCount(at, value) : detector.take(at, value);

const ended = (standing: Standing, { at }: Point): Standing => ({
  ...standing,
  upTo: at,
  isUnusual: false,
  since: NaN,
  calm: 0,
});

function judged(standing: Standing, { at }: Point, finding: Finding | undefined): Standing {
  const looked = { ...standing, upTo: at };
  if (finding === undefined) return looked;
  if (finding.surprise >= CALM) {
    const since = Number.isNaN(standing.since) ? at : standing.since;
    return { ...looked, isUnusual: standing.isUnusual || finding.score >= RAISE, since, calm: 0 };
  }
  const calm = standing.calm + 1;
  return calm < CALM_SAMPLES ? { ...looked, calm } : { ...looked, isUnusual: false, since: NaN, calm: 0 };
}

const turnOf = (next: Standing, before: Standing, { at, value }: Point, finding: Finding | null): Turn => ({
  ...{ isUnusual: next.isUnusual, at, value },
  ...{ since: next.isUnusual ? next.since : before.since, finding },
});
