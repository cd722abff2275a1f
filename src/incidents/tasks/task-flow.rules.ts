import { mostRounds, type TaskKind, type TaskState } from './task.values';

/** What of a task decides when others begin and are due. Instants are milliseconds. */
export interface FlowTask {
  readonly id: string;
  readonly kind: TaskKind;
  readonly state: TaskState;
  readonly outcome: string | null;
  readonly dependsOn: readonly Dependency[];
  /** Of a loop: what it repeats. */
  readonly repeats: readonly string[];
  readonly round: number;
  readonly timeLimitSeconds: number | null;
  readonly delaySeconds: number;
  readonly openedAt: number | null;
  readonly dueAt: number | null;
  readonly completedAt: number | null;
}
export interface Dependency {
  readonly task: string;
  readonly outcome: string | null;
}

type Way = 'open' | 'closed' | 'unknown';

const settled: readonly TaskState[] = ['DONE', 'SKIPPED', 'NOT_TAKEN'];
export const isSettled = (state: TaskState): boolean => settled.includes(state);

/** Whether what came out of a task leads on by a dependency: a skipped one goes on as if it had come out well. */
function wayBy({ state, outcome: found }: FlowTask, { outcome: asked }: Dependency): Way {
  if (state === 'NOT_TAKEN') return 'closed';
  if (state === 'SKIPPED') return asked === null || asked === 'success' ? 'open' : 'closed';
  if (state === 'DONE') return asked === null || asked === found ? 'open' : 'closed';
  // A loop that was answered with true is at it: what it repeats may begin, what follows may not yet.
  return state === 'IN_PROGRESS' && found !== null && asked === found ? 'open' : 'unknown';
}

/**
 * The tasks as they stand once what is done has had its effect: what waits for nothing any more is open, what no way leads to is not taken,
 * a loop whose round is over is asked again. A task begins when every way to it is known and one of them is open; so it waits for all branches
 * of a parallel, and for the one branch that was chosen.
 */
export function settle(tasks: readonly FlowTask[], now: number): FlowTask[] {
  const standing = new Map(tasks.map((task) => [task.id, task]));
  // Every pass settles at least one task, or is the last.
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const task of standing.values()) {
      const next = advance(task, standing, now);
      if (next === task) continue;
      standing.set(task.id, next);
      isMoving = true;
    }
  }
  return dueOf([...standing.values()], now);
}

/** A loop whose round is under way: nobody owes an answer. */
const isAtIt = ({ kind, state, outcome }: FlowTask): boolean =>
  kind === 'LOOP' && state === 'IN_PROGRESS' && outcome !== null;

function advance(task: FlowTask, standing: ReadonlyMap<string, FlowTask>, now: number): FlowTask {
  if (isAtIt(task)) {
    const isOver = task.repeats.every((id) => isSettled(standing.get(id)?.state ?? 'DONE'));
    return isOver ? { ...task, state: 'OPEN', outcome: null, round: task.round + 1, openedAt: now } : task;
  }
  if (task.state !== 'WAITING') return task;
  const ways = task.dependsOn.map((by) => wayBy(standing.get(by.task)!, by));
  if (ways.includes('unknown')) return task;
  const isTaken = ways.length === 0 || ways.includes('open');
  return isTaken ? { ...task, state: 'OPEN', openedAt: now } : { ...task, state: 'NOT_TAKEN', dueAt: null };
}

/** When each is due: an open one counts from when it was opened, a waiting one from when all before it are due. */
function dueOf(tasks: readonly FlowTask[], now: number): FlowTask[] {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const ends = new Map<string, number>();
  const endOf = (task: FlowTask): number => {
    const known = ends.get(task.id);
    if (known !== undefined) return known;
    ends.set(task.id, now);
    const end = task.completedAt ?? beginOf(task) + lengthOf(task);
    ends.set(task.id, end);
    return end;
  };
  const beginOf = (task: FlowTask): number => {
    if (task.openedAt !== null && task.state !== 'WAITING') return task.openedAt;
    const before = task.dependsOn.map(({ task: id }) => byId.get(id)!).filter(({ state }) => state !== 'NOT_TAKEN');
    return Math.max(now, ...before.map(endOf));
  };
  return tasks.map((task) => {
    if (isSettled(task.state) || task.timeLimitSeconds === null || isAtIt(task)) return task;
    const dueAt = endOf(task);
    return dueAt === task.dueAt ? task : { ...task, dueAt };
  });
}

const lengthOf = ({ delaySeconds, timeLimitSeconds }: FlowTask): number =>
  (delaySeconds + (timeLimitSeconds ?? 0)) * 1000;

export type Outcome = { tasks: FlowTask[] } | { refused: string };

/** What is done with a task, and what that does to the others. */
export function complete(tasks: readonly FlowTask[], id: string, outcome: string | null, now: number): Outcome {
  const task = tasks.find((one) => one.id === id)!;
  if (task.kind !== 'LOOP' || outcome !== 'true')
    return { tasks: settle(replace(tasks, { ...task, state: 'DONE', outcome, completedAt: now }), now) };
  if (task.round >= mostRounds) return { refused: `it has been repeated ${mostRounds} times, which is the most.` };
  // Before its first round nothing of it has been done: what was skipped by then stays skipped.
  const again = new Set(task.round > 1 ? task.repeats : []);
  const begun = tasks.map((one) => (again.has(one.id) ? waitingAgain(one) : one));
  return { tasks: settle(replace(begun, { ...task, state: 'IN_PROGRESS', outcome, dueAt: null }), now) };
}

export function skip(tasks: readonly FlowTask[], id: string, now: number): FlowTask[] {
  const task = tasks.find((one) => one.id === id)!;
  return settle(replace(tasks, { ...task, state: 'SKIPPED', completedAt: now }), now);
}

const replace = (tasks: readonly FlowTask[], task: FlowTask): FlowTask[] =>
  tasks.map((one) => (one.id === task.id ? task : one));

const waitingAgain = (task: FlowTask): FlowTask => ({
  ...task,
  ...{ state: 'WAITING', outcome: null, openedAt: null, completedAt: null },
});
