import { clockSlackMs, dampedFrom, flapWindowMs } from './warning-life.values';
import { isWorse, move, type Hold, type Seen, type Settled, type Standing } from './transition.rules';

/**
 * What evidence, a hold (or its end) and the passing of time make of the warning that stands for a fingerprint, or of the last that cleared.
 * Evidence is taken in the order of its own instants; what is older than what stands, or says the same of the same instant, changes nothing; what is
 * ahead of the hub's clock counts as of now. Nothing comes of evidence that never fired; more than one warning where it cleared and came back later.
 */
export function settle<E extends Seen>(
  standing: Standing | null,
  seen: readonly E[],
  hold: Hold | null,
  now: Date,
): Settled<E>[] {
  const settled: Settled<E>[] = standing ? [{ next: standing, isNew: false, transitions: [], by: null }] : [];
  for (const evidence of seen.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const at = evidence.at < now ? evidence.at : now;
    const last = settled.at(-1);
    if (last) clearIfCalm(last, at, now);
    if (!last || (evidence.firing && isOver(last.next, at))) {
      if (evidence.firing) settled.push(begin(evidence, at, hold, now));
    } else if (tellsMore(last.next, evidence, at, now)) take(last, evidence, at, hold, now);
  }
  const last = settled.at(-1);
  if (last) letTimePass(last, hold, now);
  return settled;
}

/** Whether it will fire once this evidence is taken: what topology has to know before any hold is decided. */
export function firesAfter(standing: Standing | null, seen: readonly Seen[], now: Date): boolean {
  return settle(standing, seen, null, now).at(-1)?.next.firing ?? false;
}

/** A desk takes a warning on; what is cleared or taken on already stays as it is. */
export function acknowledge(standing: Standing, now: Date): Settled<never> {
  const settled: Settled<never> = { next: standing, isNew: false, transitions: [], by: null };
  if (standing.state !== 'RAISED' && standing.state !== 'SUPPRESSED') return settled;
  move(settled, 'ACKNOWLEDGED', 'ACKNOWLEDGED', now, now, null, null);
  return settled;
}

/** Ends a warning at once, without the wait of one that flaps: a desk says so, or its rule is gone. */
export function close(standing: Standing, now: Date): Settled<never> {
  const settled: Settled<never> = { next: standing, isNew: false, transitions: [], by: null };
  if (standing.state === 'CLEARED') return settled;
  settled.next = { ...standing, firing: false, calmAt: standing.calmAt ?? now, evidenceAt: now };
  move(settled, 'CLEARED', 'CLOSED', standing.calmAt ?? now, now, standing.hold, null);
  return settled;
}

const isOver = ({ state, calmAt }: Standing, at: Date): boolean =>
  state === 'CLEARED' && calmAt !== null && at.getTime() - calmAt.getTime() > flapWindowMs;

const isSame = (one: Hold, other: Hold | null): boolean => one.kind === other?.kind && one.by === other.by;

/**
 * At one instant the later word counts: a raise and its clear may bear the same time. A standing instant that the hub's clock has not
 * reached by far was taken while that clock was wrong, and keeps nothing out.
 */
function tellsMore(standing: Standing, { firing, severity }: Seen, at: Date, now: Date): boolean {
  const ahead = standing.evidenceAt.getTime() - now.getTime();
  if (at > standing.evidenceAt) return true;
  if (at < standing.evidenceAt && ahead <= clockSlackMs) return false;
  return firing !== standing.firing || (firing && severity !== standing.severity);
}

function begin<E extends Seen>(evidence: E, at: Date, hold: Hold | null, now: Date): Settled<E> {
  const { severity } = evidence;
  const next: Standing = {
    ...{ state: hold ? 'SUPPRESSED' : 'RAISED', firing: true, severity, toldSeverity: hold ? null : severity },
    ...{ raisedAt: at, acknowledgedAt: null, clearedAt: null, changedAt: now, evidenceAt: at },
    ...{ calmAt: null, clearsAt: null, flaps: 0, hold },
  };
  const began = {
    from: null,
    to: next.state,
    cause: 'FIRED',
    at: now,
    seenAt: at,
    severity,
    hold,
    by: evidence,
  } as const;
  return { next, isNew: true, transitions: [began], by: evidence };
}

function take<E extends Seen>(settled: Settled<E>, evidence: E, at: Date, hold: Hold | null, now: Date): void {
  const { next } = settled;
  settled.by = evidence;
  if (evidence.firing) {
    const flaps = next.firing ? next.flaps : next.flaps + 1;
    const { severity } = evidence;
    settled.next = { ...next, firing: true, severity, evidenceAt: at, calmAt: null, clearsAt: null, flaps };
    place(settled, evidence, hold, now);
  } else {
    const calmAt = next.firing ? at : next.calmAt;
    const clearsAt = next.firing ? new Date(now.getTime() + flapWindowMs) : next.clearsAt;
    settled.next = { ...next, firing: false, evidenceAt: at, calmAt, clearsAt };
    clearIfCalm(settled, at, now);
  }
}

/** Gives what fires the state that its hold, or the want of one, asks for; what is calm is not raised. */
function place<E extends Seen>(settled: Settled<E>, by: E | null, hold: Hold | null, now: Date): void {
  const { state, firing, severity, toldSeverity, evidenceAt } = settled.next;
  if (!firing) return;
  const to = hold ? 'SUPPRESSED' : 'RAISED';
  const worsened = isWorse(severity, toldSeverity);
  if (state === 'CLEARED') move(settled, to, 'RETURNED', evidenceAt, now, hold, by);
  else if (state === 'SUPPRESSED') {
    if (!hold) move(settled, 'RAISED', 'RELEASED', now, now, null, by);
    else if (!isSame(hold, settled.next.hold)) settled.next = { ...settled.next, hold };
  } else if (state === 'RAISED' && hold) move(settled, 'SUPPRESSED', 'HELD', now, now, hold, by);
  else if (worsened) move(settled, to, 'WORSENED', evidenceAt, now, hold, by);
}

/** A recovery waits for nothing but the damping: by the evidence, it has been calm for long enough. */
function clearIfCalm<E>(settled: Settled<E>, at: Date, now: Date): void {
  const { state, firing, calmAt, flaps } = settled.next;
  if (state === 'CLEARED' || firing || !calmAt) return;
  const wait = flaps < dampedFrom ? 0 : flapWindowMs;
  if (at.getTime() - calmAt.getTime() >= wait) recover(settled, calmAt, now);
}

/** The hub's own clock ends the damping too, and so does the end of a hold: what is calm is not raised again. */
function letTimePass<E extends Seen>(settled: Settled<E>, hold: Hold | null, now: Date): void {
  place(settled, null, hold, now);
  const { state, calmAt, clearsAt } = settled.next;
  if (state === 'CLEARED' || !calmAt || !clearsAt) return;
  const left = clearsAt.getTime() - now.getTime();
  const isDue = left <= 0 || left > flapWindowMs;
  if (isDue || (state === 'SUPPRESSED' && !hold)) recover(settled, calmAt, now);
}

const recover = <E>(settled: Settled<E>, calmAt: Date, now: Date): void =>
  move(settled, 'CLEARED', 'RECOVERED', calmAt, now, settled.next.hold, settled.by);
