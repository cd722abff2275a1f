import type { TaskKind, TaskState } from './task.values';

export const taskActs = ['take', 'complete', 'skip', 'assign'] as const;
export type TaskAct = (typeof taskActs)[number];

/** What an organization is to an incident, and to one of its tasks. */
export interface Part {
  isOwner: boolean;
  isCoworker: boolean;
  isAssignee: boolean;
}

/** Who may do what: owner and co-workers of the incident everything, whoever a task is assigned to its own work. */
export const mayDo = (act: TaskAct | 'add', { isOwner, isCoworker, isAssignee }: Part): boolean =>
  isOwner || isCoworker || (isAssignee && act !== 'assign' && act !== 'add');

const from: Record<TaskAct, readonly TaskState[]> = {
  take: ['OPEN'],
  complete: ['OPEN', 'IN_PROGRESS'],
  skip: ['WAITING', 'OPEN', 'IN_PROGRESS'],
  assign: ['WAITING', 'OPEN', 'IN_PROGRESS'],
};

interface Asked {
  state: TaskState;
  kind: TaskKind;
  outcomes: readonly string[];
  /** Of a loop that is at it: the answer it was given. */
  outcome: string | null;
}

/** Why this can not be done with a task as it stands; null where it can. */
export function faultOfAct(act: TaskAct, task: Asked, outcome: string | null): string | null {
  const { state, kind, outcomes } = task;
  if (kind === 'LOOP' && state === 'IN_PROGRESS' && task.outcome !== null && act !== 'assign')
    return 'what it repeats is under way: it is asked again when that is done.';
  if (act === 'complete' && state === 'WAITING') return 'it waits for others: those come first, or are skipped.';
  if (!from[act].includes(state)) return `it is ${state}: ${words[act]} only while it is ${from[act].join(' or ')}.`;
  if (act === 'skip' && kind !== 'ACTION')
    return `it decides what follows: complete it with one of ${outcomes.join(', ')}.`;
  return act === 'complete' ? faultOfOutcome(outcomes, outcome) : null;
}

const words: Record<TaskAct, string> = {
  take: 'a task is taken up',
  complete: 'a task is completed',
  skip: 'a task is skipped',
  assign: 'a task is assigned',
};

function faultOfOutcome(outcomes: readonly string[], outcome: string | null): string | null {
  if (outcomes.length === 0)
    return outcome === null ? null : 'outcome: nothing depends on how it comes out: leave it away.';
  if (outcome !== null && outcomes.includes(outcome)) return null;
  const given = outcome === null ? 'say which' : `"${outcome.slice(0, 60)}" is none of them`;
  return `outcome: it comes out as one of ${outcomes.join(', ')}: ${given}.`;
}
