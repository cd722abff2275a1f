import { severities, type Severity } from '../../sharing/sharing.values';
import type { HoldKind, TransitionCause, WarningState } from './warning-life.values';

/** What keeps a warning from being raised: the warning it is caused by, a silence, a maintenance. */
export interface Hold {
  kind: HoldKind;
  by: string;
}

/** What a source saw of a fingerprint at an instant of its own clock. */
export interface Seen {
  firing: boolean;
  severity: Severity;
  at: Date;
}

/** All that the life of a warning depends on. Whether it fires is kept apart from its state. */
export interface Standing {
  state: WarningState;
  firing: boolean;
  severity: Severity;
  /** the worst that was told since it was last raised; null while nothing of it was */
  toldSeverity: Severity | null;
  /** since when it fires, told or not; a flap leaves it */
  raisedAt: Date;
  acknowledgedAt: Date | null;
  /** when what it warned of was over, which may be before that was told */
  clearedAt: Date | null;
  /** the hub's instant of the last transition */
  changedAt: Date;
  /** the instant of the newest evidence taken, never ahead of the hub's clock */
  evidenceAt: Date;
  /** since when it does not fire, by the evidence */
  calmAt: Date | null;
  /** when, by the hub's clock, it clears unless it fires again; null unless it is calm and damped */
  clearsAt: Date | null;
  flaps: number;
  /** what holds it back while it is SUPPRESSED, or held it when it cleared so */
  hold: Hold | null;
}

export interface Transition<E> {
  from: WarningState | null;
  to: WarningState;
  cause: TransitionCause;
  /** the hub's clock */
  at: Date;
  /** the instant at which it truly was so: of the evidence, of the recovery; else the hub's clock */
  seenAt: Date;
  severity: Severity;
  hold: Hold | null;
  /** the evidence that brought it about, if any did */
  by: E | null;
}

/** One warning after the evidence: the one that stood, or (`isNew`) another that began. */
export interface Settled<E> {
  next: Standing;
  isNew: boolean;
  transitions: Transition<E>[];
  /** the last evidence that was taken; null where none told anything new */
  by: E | null;
}

export const isWorse = (severity: Severity, than: Severity | null): boolean =>
  than === null || severities.indexOf(severity) > severities.indexOf(than);

/** Goes to another state and records that it did. */
export function move<E>(
  settled: Settled<E>,
  to: WarningState,
  cause: TransitionCause,
  seenAt: Date,
  at: Date,
  hold: Hold | null,
  by: E | null,
): void {
  const { state: from, severity, acknowledgedAt } = settled.next;
  settled.transitions.push({ from, to, cause, at, seenAt, severity, hold, by });
  settled.next = {
    ...settled.next,
    state: to,
    hold,
    changedAt: at,
    toldSeverity: toldAfter(settled.next, to),
    acknowledgedAt: to === 'ACKNOWLEDGED' ? at : to === 'CLEARED' ? acknowledgedAt : null,
    clearedAt: to === 'CLEARED' ? seenAt : null,
    clearsAt: to === 'CLEARED' ? null : settled.next.clearsAt,
  };
}

/** The worst that was told since it was last raised; a return begins anew. */
function toldAfter({ state, severity, toldSeverity }: Standing, to: WarningState): Severity | null {
  const told = state === 'CLEARED' ? null : toldSeverity;
  const isTold = to === 'RAISED' || to === 'ACKNOWLEDGED';
  return isTold && isWorse(severity, told) ? severity : told;
}
