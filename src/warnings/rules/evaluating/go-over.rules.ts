import type { Evaluator, State } from '../conditions/evaluator.rules';
import type { Clock, Point } from '../conditions/point.rules';

export interface Standing<S extends State = State> {
  state: S;
  /** Whether it was last told that it fires. */
  told: boolean;
}

/** Why a state turned: a sample came, the hold ended by the clock, or the series ended by a stale marker. */
export type TurnCause = 'SAMPLE' | 'TIME' | 'END';

export interface Turn<S extends State = State> {
  firing: boolean;
  /** In microseconds: of the sample, or of the clock. */
  at: number;
  cause: TurnCause;
  state: S;
}

export interface Judged<T, S extends State = State> {
  evaluator: Evaluator<T, S>;
  terms: T;
  clock: Clock;
  /** Samples up to here tell how it stands, and no news: they are of before the rule looked. */
  warmUntil: number;
}

/**
 * Goes over the samples that a series got, oldest first; `isAll`: there are no more as yet. Tells each turn once, in the order in which they came, and leaves
 * it to whoever calls to keep the state together with what is told.
 */
export function goOver<T, S extends State>(
  { state, told }: Standing<S>,
  points: readonly Point[],
  isAll: boolean,
  { evaluator, terms, clock, warmUntil }: Judged<T, S>,
): { standing: Standing<S>; turns: Turn<S>[] } {
  const turns: Turn<S>[] = [];
  let [last, wasTold] = [state, told];
  const tell = (at: number, cause: TurnCause): void => {
    wasTold = last.breach.firing;
    turns.push({ firing: wasTold, at, cause, state: last });
  };
  for (const point of points) {
    last = evaluator.take(last, point, terms, clock);
    if (point.at > warmUntil && last.breach.firing !== wasTold)
      tell(point.at, point.flag === staleFlag ? 'END' : 'SAMPLE');
  }
  if (!isAll) return { standing: { state: last, told: wasTold }, turns };
  const before = last.breach.firing;
  last = evaluator.seeTime(last, terms, clock);
  // Of a series that has sent nothing since the rule looks, nothing is known: it stands as it was told.
  const isKnown = points.length > 0 || last.breach.last > -Infinity;
  if (isKnown && last.breach.firing !== wasTold)
    if (last.breach.firing === before) tell(last.breach.at, 'SAMPLE');
    else tell(clock.now, 'TIME');
  return { standing: { state: last, told: wasTold }, turns };
}

const staleFlag = 4;
