import { complete, settle, skip, type FlowTask } from '../../../src/incidents/tasks/task-flow.rules';
import { faultOfAct, mayDo, taskActs, type TaskAct } from '../../../src/incidents/tasks/task-work.rules';
import { taskStates, type TaskState } from '../../../src/incidents/tasks/task.values';
import { durationOf, secondsOf } from '../../../src/incidents/playbooks/duration.rules';

const hour = 3_600_000;
const start = Date.parse('2026-11-20T00:00:00Z');

/** `b` after `a`, `c` after `a` where that came out as true: { b: ['a'], c: ['a=true'] }. */
const task = (id: string, after: string[] = [], more: Partial<FlowTask> = {}): FlowTask => ({
  ...{ id, kind: 'ACTION', state: 'WAITING', outcome: null, repeats: [], round: 1 },
  dependsOn: after.map((one) => {
    const [of, outcome = null] = one.split('=') as [string, string?];
    return { task: of, outcome };
  }),
  ...{ timeLimitSeconds: 3600, delaySeconds: 0, openedAt: null, dueAt: null, completedAt: null },
  ...more,
});
const statesOf = (tasks: readonly FlowTask[]) => Object.fromEntries(tasks.map(({ id, state }) => [id, state]));
const duesOf = (tasks: readonly FlowTask[]) =>
  Object.fromEntries(tasks.map(({ id, dueAt }) => [id, dueAt === null ? null : (dueAt - start) / hour]));
const done = (tasks: readonly FlowTask[], id: string, outcome: string | null, at: number): FlowTask[] => {
  const result = complete(tasks, id, outcome, start + at * hour);
  if ('refused' in result) throw new Error(result.refused);
  return result.tasks;
};

describe('What begins, and when it is due', () => {
  test('a line: each when the one before is done; due before as planned, then from when it was opened', () => {
    const begun = settle([task('a'), task('b', ['a']), task('c', ['b'], { timeLimitSeconds: 7200 })], start);
    expect(statesOf(begun)).toEqual({ a: 'OPEN', b: 'WAITING', c: 'WAITING' });
    expect(duesOf(begun)).toEqual({ a: 1, b: 2, c: 4 });
    const late = done(begun, 'a', null, 5);
    expect(statesOf(late)).toEqual({ a: 'DONE', b: 'OPEN', c: 'WAITING' });
    expect(duesOf(late)).toEqual({ a: 1, b: 6, c: 8 });
  });

  test('without a limit nothing is due, and nothing is added; a delay is', () => {
    const begun = settle(
      [task('a', [], { timeLimitSeconds: null }), task('b', ['a'], { delaySeconds: 1800 }), task('c', ['a', 'b'])],
      start,
    );
    expect(duesOf(begun)).toEqual({ a: null, b: 1.5, c: 2.5 });
  });

  test('what waits for several begins with the last of them', () => {
    const begun = settle([task('a'), task('b', [], { timeLimitSeconds: 10_800 }), task('c', ['a', 'b'])], start);
    expect(duesOf(begun)).toEqual({ a: 1, b: 3, c: 4 });
    const half = done(begun, 'a', null, 1);
    expect(statesOf(half)).toEqual({ a: 'DONE', b: 'OPEN', c: 'WAITING' });
    expect(statesOf(done(half, 'b', null, 2))).toEqual({ a: 'DONE', b: 'DONE', c: 'OPEN' });
  });

  test('an instant that was given stays', () => {
    const fixed = task('a', [], { timeLimitSeconds: null, dueAt: start + 9 * hour });
    expect(duesOf(settle([fixed, task('b', ['a'])], start))).toMatchObject({ a: 9 });
  });
});

describe('What a decision does', () => {
  const branches = [
    task('ask', [], { kind: 'DECISION' }),
    task('yes', ['ask=true']),
    task('more', ['yes']),
    task('no', ['ask=false']),
    task('after', ['more', 'no']),
  ];
  test.each([
    ['true', { yes: 'OPEN', more: 'WAITING', no: 'NOT_TAKEN', after: 'WAITING' }],
    ['false', { yes: 'NOT_TAKEN', more: 'NOT_TAKEN', no: 'OPEN', after: 'WAITING' }],
  ])('answered with %s it opens one way and closes the other', (outcome, states) => {
    expect(statesOf(done(settle(branches, start), 'ask', outcome, 1))).toEqual({ ask: 'DONE', ...states });
  });

  test('what follows both begins when the one that was taken is done', () => {
    const answered = done(settle(branches, start), 'ask', 'false', 1);
    expect(statesOf(done(answered, 'no', null, 2))).toMatchObject({ after: 'OPEN' });
  });

  test('an answer that leads nowhere ends the plan', () => {
    const answered = done(
      settle([task('ask', [], { kind: 'DECISION' }), task('yes', ['ask=true'])], start),
      'ask',
      'false',
      1,
    );
    expect(statesOf(answered)).toEqual({ ask: 'DONE', yes: 'NOT_TAKEN' });
  });

  test('failing leads one way, being skipped goes on as if it had come out well', () => {
    const tasks = settle([task('try'), task('well', ['try=success']), task('mend', ['try=failure'])], start);
    expect(statesOf(done(tasks, 'try', 'failure', 1))).toEqual({ try: 'DONE', well: 'NOT_TAKEN', mend: 'OPEN' });
    expect(statesOf(skip(tasks, 'try', start))).toEqual({ try: 'SKIPPED', well: 'OPEN', mend: 'NOT_TAKEN' });
  });

  test('what is skipped while it waits does not hold up what follows it', () => {
    const tasks = skip(settle([task('a'), task('b', ['a']), task('c', ['b'])], start), 'b', start);
    expect(statesOf(tasks)).toEqual({ a: 'OPEN', b: 'SKIPPED', c: 'OPEN' });
  });
});

describe('What a loop does', () => {
  const loop = () =>
    settle(
      [
        task('while', [], { kind: 'LOOP', repeats: ['do', 'look'] }),
        task('do', ['while=true']),
        task('look', ['do']),
        task('after', ['while=false']),
      ],
      start,
    );

  test('answered with false at once, nothing is repeated', () => {
    expect(statesOf(done(loop(), 'while', 'false', 1))).toEqual({
      ...{ while: 'DONE', do: 'NOT_TAKEN', look: 'NOT_TAKEN', after: 'OPEN' },
    });
  });

  test('it is asked again after each round, and what it repeats begins anew', () => {
    let tasks = done(loop(), 'while', 'true', 1);
    expect(statesOf(tasks)).toEqual({ while: 'IN_PROGRESS', do: 'OPEN', look: 'WAITING', after: 'WAITING' });
    expect(duesOf(tasks)).toMatchObject({ while: null, do: 2, look: 3 });
    tasks = done(done(tasks, 'do', null, 2), 'look', null, 3);
    expect(tasks[0]).toMatchObject({ state: 'OPEN', round: 2, outcome: null, dueAt: start + 4 * hour });
    tasks = done(tasks, 'while', 'true', 4);
    expect(statesOf(tasks)).toEqual({ while: 'IN_PROGRESS', do: 'OPEN', look: 'WAITING', after: 'WAITING' });
    tasks = done(skip(tasks, 'do', start + 5 * hour), 'look', null, 6);
    expect(statesOf(done(tasks, 'while', 'false', 7))).toEqual({
      ...{ while: 'DONE', do: 'SKIPPED', look: 'DONE', after: 'OPEN' },
    });
  });

  test('it ends at some time', () => {
    const worn = loop().map((one) => (one.id === 'while' ? { ...one, round: 100 } : one));
    expect(complete(worn, 'while', 'true', start)).toEqual({ refused: expect.stringContaining('100 times') as string });
  });
});

describe('Who may do what with a task as it stands', () => {
  const parts = { owner: 'isOwner', coworker: 'isCoworker', assignee: 'isAssignee', stranger: 'none' };
  const part = (is: string) => ({
    isOwner: is === 'isOwner',
    isCoworker: is === 'isCoworker',
    isAssignee: is === 'isAssignee',
  });
  test.each([
    ['owner', ['take', 'complete', 'skip', 'assign', 'add']],
    ['coworker', ['take', 'complete', 'skip', 'assign', 'add']],
    ['assignee', ['take', 'complete', 'skip']],
    ['stranger', []],
  ] as const)('%s', (who, allowed) => {
    const acts = [...taskActs, 'add'] as const;
    expect(acts.filter((act) => mayDo(act, part(parts[who])))).toEqual(allowed);
  });

  const allowed: Record<TaskAct, readonly TaskState[]> = {
    take: ['OPEN'],
    complete: ['OPEN', 'IN_PROGRESS'],
    skip: ['WAITING', 'OPEN', 'IN_PROGRESS'],
    assign: ['WAITING', 'OPEN', 'IN_PROGRESS'],
  };
  test.each(taskActs)('%s, in each state', (act) => {
    const asked = (state: TaskState) => ({ state, kind: 'ACTION', outcomes: [], outcome: null }) as const;
    expect(taskStates.filter((state) => faultOfAct(act, asked(state), null) === null)).toEqual(allowed[act]);
  });

  test('a decision is made by one of its outcomes, and not skipped', () => {
    const asked = { state: 'OPEN', kind: 'DECISION', outcomes: ['true', 'false'], outcome: null } as const;
    expect(faultOfAct('complete', asked, null)).toContain('true, false');
    expect(faultOfAct('complete', asked, 'maybe')).toContain('"maybe"');
    expect(faultOfAct('complete', asked, 'true')).toBeNull();
    expect(faultOfAct('skip', asked, null)).toContain('decides');
    expect(faultOfAct('complete', { ...asked, kind: 'ACTION', outcomes: [] }, 'true')).toContain('leave it away');
  });
});

test.each([
  ['PT30M', 1800, 'PT30M'],
  ['PT90M', 5400, 'PT1H30M'],
  ['P2D', 172_800, 'P2D'],
  ['P1W', 604_800, 'P7D'],
  ['P1DT12H', 129_600, 'P1DT12H'],
  ['PT0S', 0, 'PT0S'],
])('The duration %s', (text, seconds, again) => {
  expect(secondsOf(text)).toBe(seconds);
  expect(durationOf(seconds)).toBe(again);
});
test.each(['', 'P', 'PT', 'P1M', 'P1Y', 'PT1.5H', '4h', 'P-1D', 'PT1H ', 'P1W2D', 'p1d'])(
  'No duration: "%s"',
  (text) => {
    expect(secondsOf(text)).toBeNull();
  },
);
