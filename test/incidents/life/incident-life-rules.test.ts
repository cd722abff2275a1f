import { roles, type Role } from '../../../src/directory/role.values';
import { incidentStates, type IncidentState } from '../../../src/incidents/incident.values';
import { isRefused, steps, takeStep, type AskedStep } from '../../../src/incidents/life/incident-life.rules';
import { incidentParts, type IncidentPart, type Living } from '../../../src/incidents/life/incident-life.values';

const now = new Date('2026-11-22T12:00:00Z');
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00Z`;

const living = (state: IncidentState, more: Partial<Living> = {}): Living => ({
  ...{ state, class: 'availability', type: 'outage', awareAt: day(2), resolution: null },
  ...{ occurredAt: day(1), detectedAt: day(2), acknowledgedAt: null, startedAt: null, containedAt: null },
  ...{ resolvedAt: null, closedAt: null, reopenedAt: null },
  ...more,
});
const asked = (to: IncidentState, more: Partial<AskedStep> = {}): AskedStep => ({ to, ...more });
const owner = { role: 'STEWARD', part: 'OWNER' } as const;
const outcomeOf = (from: Living, step: AskedStep, actor: { role: Role; part: IncidentPart } = owner) =>
  takeStep(from, actor, step, now);

/*
 * The whole machine. A row is where an incident is, a column where it is to go: the action, the least role and who takes it. Responders
 * and stewards (R), stewards alone (S); who leads (l: owner and coordinator), or whoever works on it (w: co-workers too).
 */
const table: Record<IncidentState, Partial<Record<IncidentState, string>>> = {
  NEW: { TRIAGED: 'TRIAGE R l', CLOSED: 'DISMISS R l' },
  TRIAGED: { IN_PROGRESS: 'START R w', RESOLVED: 'RESOLVE R w', CLOSED: 'DISMISS R l' },
  IN_PROGRESS: { CONTAINED: 'CONTAIN R w', RESOLVED: 'RESOLVE R w' },
  CONTAINED: { IN_PROGRESS: 'RELAPSE R w', RESOLVED: 'RESOLVE R w' },
  RESOLVED: { IN_PROGRESS: 'REOPEN R l', CLOSED: 'CLOSE R l' },
  CLOSED: { IN_PROGRESS: 'REOPEN S l' },
};
const all = incidentStates.flatMap((from) => incidentStates.map((to) => [from, to] as const));

describe('The state machine', () => {
  test('has the steps of the table, and no others', () => {
    const written = Object.values(table).flatMap((row) => Object.values(row));
    expect(steps).toHaveLength(written.length);
  });

  test.each(all)('from %s to %s, for every role and part', (from, to) => {
    const [action, least, by] = table[from][to]?.split(' ') ?? [];
    // With everything that any step asks for, so that nothing but the step itself is decided.
    const ends = action === 'RESOLVE' || action === 'CLOSE' || action === 'DISMISS';
    const filled = asked(to, { note: 'vì', ...(ends && { resolution: 'xong' }) });
    for (const role of roles)
      for (const part of incidentParts) {
        const outcome = outcomeOf(living(from), filled, { role, part });
        const isRole = role === 'STEWARD' || (role === 'RESPONDER' && least === 'R');
        const isPart = part === 'OWNER' || part === 'COORDINATOR' || (part === 'COWORKER' && by === 'w');
        const due = action === undefined ? 'BAD_USER_INPUT' : isRole && isPart ? action : 'FORBIDDEN';
        const answered = isRefused(outcome) ? outcome.code : outcome.action;
        expect({ role, part, answered }).toEqual({ role, part, answered: due });
        if (!isRefused(outcome)) expect(outcome.set.state).toBe(to);
      }
  });

  test('names the ways that there are', () => {
    expect(outcomeOf(living('NEW'), asked('CONTAINED'))).toMatchObject({
      message: 'to: an incident that is NEW goes on to TRIAGED or CLOSED, not to CONTAINED.',
    });
    expect(outcomeOf(living('RESOLVED'), asked('RESOLVED'))).toMatchObject({
      message: 'to: the incident is RESOLVED already.',
    });
  });

  test('names the role, or the part, that is missing', () => {
    const reporter = { role: 'REPORTER', part: 'OWNER' } as const;
    const coworker = { role: 'STEWARD', part: 'COWORKER' } as const;
    expect(outcomeOf(living('NEW'), asked('TRIAGED'), reporter)).toMatchObject({
      message: expect.stringMatching(/RESPONDER.*has REPORTER/),
    });
    expect(outcomeOf(living('NEW'), asked('TRIAGED'), coworker)).toMatchObject({
      message: expect.stringContaining('for its owner and its coordinator'),
    });
    expect(outcomeOf(living('TRIAGED'), asked('IN_PROGRESS', { awareAt: day(3) }), coworker)).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});

describe('What has to be filled', () => {
  const undetermined = { class: 'other', type: 'undetermined' };

  test.each(['TRIAGED', 'IN_PROGRESS', 'CONTAINED', 'RESOLVED'] as const)(
    'for %s: what it is, and since when its owner knows',
    (to) => {
      const from = steps.find((one) => one.to === to && one.action !== 'REOPEN')!.from;
      const more = to === 'RESOLVED' ? { resolution: 'xong' } : {};
      const unclear = living(from, { ...undetermined, awareAt: null });
      expect(outcomeOf(unclear, asked(to, more))).toMatchObject({ message: expect.stringMatching(/^classification:/) });
      const classification = { class: 'intrusions', type: 'system-compromise' };
      expect(outcomeOf(unclear, asked(to, { ...more, classification }))).toMatchObject({
        message: expect.stringMatching(/^awareAt:/),
      });
      expect(outcomeOf(unclear, asked(to, { ...more, classification, awareAt: day(3) }))).toMatchObject({
        set: { class: 'intrusions', type: 'system-compromise', awareAt: day(3) },
      });
    },
  );

  test('to resolve and to close: how it was resolved; to dismiss: why, and nothing else', () => {
    expect(outcomeOf(living('TRIAGED'), asked('RESOLVED'))).toMatchObject({
      message: expect.stringMatching(/^resolution:/),
    });
    expect(outcomeOf(living('RESOLVED'), asked('CLOSED'))).toMatchObject({
      message: expect.stringMatching(/^resolution:/),
    });
    expect(outcomeOf(living('RESOLVED', { resolution: 'xong' }), asked('CLOSED'))).toMatchObject({ action: 'CLOSE' });
    const unclear = living('NEW', { ...undetermined, awareAt: null });
    expect(outcomeOf(unclear, asked('CLOSED'))).toMatchObject({
      message: expect.stringMatching(/^resolution: say why/),
    });
    expect(outcomeOf(unclear, asked('CLOSED', { resolution: 'Báo nhầm.' }))).toMatchObject({ action: 'DISMISS' });
    expect(outcomeOf(living('NEW'), asked('TRIAGED', { resolution: 'xong' }))).toMatchObject({
      message: expect.stringMatching(/^resolution: only/),
    });
  });

  test('to take it up again: why', () => {
    expect(outcomeOf(living('CONTAINED'), asked('IN_PROGRESS'))).toMatchObject({
      message: expect.stringMatching(/^note:/),
    });
    expect(outcomeOf(living('CLOSED'), asked('IN_PROGRESS'))).toMatchObject({
      message: expect.stringMatching(/^note:/),
    });
  });
});

describe('Instants', () => {
  test('are those of the steps, and stay where they stood before', () => {
    expect(outcomeOf(living('NEW'), asked('TRIAGED', { at: day(3) }))).toMatchObject({
      at: day(3),
      set: { acknowledgedAt: day(3) },
    });
    const known = living('NEW', { acknowledgedAt: day(2) });
    expect(outcomeOf(known, asked('TRIAGED', { at: day(3) }))).not.toMatchObject({
      set: { acknowledgedAt: expect.anything() },
    });
    expect(outcomeOf(living('IN_PROGRESS'), asked('CONTAINED'))).toMatchObject({
      set: { containedAt: now.toISOString() },
    });
    expect(outcomeOf(living('NEW'), asked('CLOSED', { resolution: 'x', at: day(4) }))).toMatchObject({
      set: { acknowledgedAt: day(4), closedAt: day(4) },
    });
  });

  test('are taken back by who reopens it, and so is how it was resolved', () => {
    const closed = living('CLOSED', {
      ...{ acknowledgedAt: day(3), startedAt: day(3), containedAt: day(4), resolvedAt: day(5), closedAt: day(6) },
      resolution: 'xong',
    });
    const outcome = outcomeOf(closed, asked('IN_PROGRESS', { note: 'lại đứt', at: day(7) }));
    expect(outcome).toEqual({
      action: 'REOPEN',
      at: day(7),
      set: {
        ...{ state: 'IN_PROGRESS', containedAt: null, resolvedAt: null, closedAt: null, reopenedAt: day(7) },
        ...{ resolution: null, mergedIntoId: null },
      },
    });
    const relapsed = outcomeOf(
      living('CONTAINED', { containedAt: day(4) }),
      asked('IN_PROGRESS', { note: 'lan tiếp', at: day(5) }),
    );
    expect(relapsed).toMatchObject({ set: { containedAt: null, reopenedAt: day(5) } });
  });

  test('lie in the order of what happened', () => {
    const contained = living('CONTAINED', { acknowledgedAt: day(3), startedAt: day(4), containedAt: day(5) });
    expect(outcomeOf(contained, asked('RESOLVED', { resolution: 'x', at: day(4) }))).toMatchObject({
      message: `at: ${day(4)} lies before ${day(5)}, when it came to be CONTAINED.`,
    });
    expect(outcomeOf(living('NEW'), asked('TRIAGED', { at: day(1) }))).toMatchObject({
      message: `acknowledgedAt: ${day(1)} lies before detectedAt (${day(2)}).`,
    });
    const reopened = living('IN_PROGRESS', { acknowledgedAt: day(3), startedAt: day(3), reopenedAt: day(9) });
    expect(outcomeOf(reopened, asked('RESOLVED', { resolution: 'x', at: day(8) }))).toMatchObject({
      message: expect.stringContaining(day(9)),
    });
    const resolved = living('RESOLVED', { resolution: 'x', resolvedAt: day(6) });
    expect(outcomeOf(resolved, asked('CLOSED', { at: day(7), awareAt: day(8) }))).toMatchObject({
      message: expect.stringContaining(`closedAt: ${day(7)} lies before awareAt (${day(8)}).`),
    });
  });

  test('lie in the past, but for clocks that run ahead by less than a minute', () => {
    const at = (seconds: number) => new Date(now.getTime() + 1000 * seconds).toISOString();
    expect(outcomeOf(living('NEW'), asked('TRIAGED', { at: at(61) }))).toMatchObject({
      message: expect.stringContaining('lies in the future'),
    });
    expect(outcomeOf(living('NEW'), asked('TRIAGED', { awareAt: at(61) }))).toMatchObject({
      message: expect.stringMatching(/^awareAt: .* lies in the future/),
    });
    const ahead = living('NEW', { acknowledgedAt: at(30) });
    // Whoever comes next does not stumble over it.
    expect(outcomeOf(ahead, asked('TRIAGED'))).toMatchObject({ at: at(30) });
  });

  test('of history that lie in no order stop nobody', () => {
    const muddled = living('IN_PROGRESS', { occurredAt: day(9), detectedAt: day(2), awareAt: day(1) });
    expect(outcomeOf(muddled, asked('CONTAINED'))).toMatchObject({ action: 'CONTAIN' });
  });
});
