import type { Clock, Point } from './point.rules';
import type { Breach } from './breach.rules';

/** What stands of a rule and a series: a breach, and what its value is reckoned from. */
export interface State {
  breach: Breach;
}

/**
 * A condition that is judged sample by sample. A state is given and another one comes back; nothing else is remembered, and no clock is looked
 * at but the one that is handed in. Whoever calls sees by `breach.firing` whether it has turned.
 */
export interface Evaluator<T, S extends State = State> {
  /** Of a series that the rule is new to, or whose terms have changed; firing where it stands as such. */
  begin: (firing: boolean) => S;
  take: (state: S, point: Point, terms: T, clock: Clock) => S;
  /** What time alone brings, and when it may next. */
  seeTime: (state: S, terms: T, clock: Clock) => S;
  wakesAt: (state: S, terms: T, clock: Clock) => number;
  /** So far back samples are looked at when it begins, in microseconds. */
  lookback: (terms: T) => number;
  /** How often it wants to look, in microseconds; 0: as samples come. */
  every: (terms: T) => number;
  toNumbers: (state: S) => number[];
  ofNumbers: (numbers: Float64Array) => S;
}
