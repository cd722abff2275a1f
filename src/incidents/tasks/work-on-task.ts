import { HubError } from '../../kernel/errors';
import { uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { Identity } from '../../kernel/postgres/identity';
import { holdIncident, namedOn, type HeldIncident } from './held-incident';
import { complete, skip, type FlowTask } from './task-flow.rules';
import { moveTasks, tasksOf, textOf } from './task.store';
import type { TaskKind, TaskState } from './task.values';
import { faultOfAct, mayDo, type TaskAct } from './task-work.rules';

export interface Work {
  act: TaskAct;
  task: string;
  version: number;
  actor?: string | null;
  outcome?: string | null;
  note?: string | null;
  /** Of an assignment. */
  assignee?: string;
}

interface Found {
  id: string;
  incidentId: string;
  assigneeId: string;
  kind: TaskKind;
  state: TaskState;
  outcomes: string[];
  outcome: string | null;
  version: number;
}

/** Does something with a task, under the lock of its incident, and lets what follows from it begin. Answers its UUID. */
export async function workOnTask(db: Db, work: Work, viewer: Identity, now: Date): Promise<string> {
  refuseNote(work);
  const id = uuidOf('tsk', work.task, 'task');
  const { incidentId } = await find(db, id);
  const incident = await holdIncident(db, incidentId, work.actor, viewer);
  // As it stands now that nobody else changes it.
  const task = await find(db, id);
  refuseStranger(incident, task, work.act);
  if (task.version !== work.version) throw await conflict(db, task, work.version);
  const fault = faultOfAct(work.act, task, work.outcome ?? null);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault, { state: task.state, version: task.version });
  await carryOut(db, work, task, incident, viewer, now);
  return id;
}

async function find(db: Db, id: string): Promise<Found> {
  const [found] = await db.rows<Found>(
    `SELECT t.id, t.incident_id AS "incidentId", t.assignee_id AS "assigneeId", t.kind, t.state, t.outcomes, t.outcome, t.version
       FROM task t WHERE t.id = $1`,
    [id],
  );
  if (found) return found;
  throw new HubError('NOT_FOUND', 'There is no such task for this key.');
}

function refuseStranger({ isOwner, isCoworker, actorId }: HeldIncident, { assigneeId }: Found, act: TaskAct): void {
  if (mayDo(act, { isOwner, isCoworker, isAssignee: assigneeId === actorId })) return;
  const who =
    act === 'assign'
      ? 'its owner and co-workers assign tasks'
      : 'its owner, co-workers and whom a task is assigned to work on it';
  throw new HubError('FORBIDDEN', `Of an incident, only ${who}.`);
}

function refuseNote({ act, note }: Work): void {
  if (act === 'skip' && !note?.trim()) throw new HubError('BAD_USER_INPUT', 'reason: say why it is not done.');
  if (note && note.length > 5000)
    throw new HubError('BAD_USER_INPUT', `${act === 'skip' ? 'reason' : 'note'}: it has 5,000 characters at most.`);
}

/** Who was first, as far as the viewer may know: what history tells. */
async function conflict(db: Db, { id, state, version }: Found, known: number): Promise<HubError> {
  const [last] = await db.rows<{ at: string; actor: string | null }>(
    'SELECT h.at, h.actor_label AS actor FROM hub.record_history(ARRAY[$1::uuid], NULL, 1) h',
    [id],
  );
  return new HubError(
    'CONFLICT',
    `version: the task was changed since ${known}: it is ${state} in version ${version}${last?.actor ? `, by ${last.actor}` : ''}. Read it, then send your change again.`,
    { state, version, changedBy: last?.actor ?? null, changedAt: last?.at ?? null },
  );
}

async function carryOut(
  db: Db,
  work: Work,
  task: Found,
  incident: HeldIncident,
  viewer: Identity,
  now: Date,
): Promise<void> {
  switch (work.act) {
    case 'take':
      return void (await db.rows(`UPDATE task t SET state = 'IN_PROGRESS' WHERE t.id = $1`, [task.id]));
    case 'assign': {
      const assignee = await namedOn(incident, db, 'assignee', work.assignee!);
      return void (await db.rows('UPDATE task t SET assignee_id = $2 WHERE t.id = $1', [task.id, assignee]));
    }
    default:
      return settleTask(db, work, task, incident, viewer, now);
  }
}

async function settleTask(
  db: Db,
  work: Work,
  task: Found,
  incident: HeldIncident,
  viewer: Identity,
  now: Date,
): Promise<void> {
  const before = await tasksOf(db, incident.id);
  const after = settled(work, task, before, now.getTime());
  const own = after.find(({ id }) => id === task.id)!;
  await db.rows(
    `UPDATE task t SET state = $2, outcome = $3, note = $4, round = $5, opened_at = $6, due_at = $7, completed_at = $8, completed_by_id = $9, completed_by_desk = $10
      WHERE t.id = $1`,
    [
      ...[task.id, own.state, own.outcome, work.note ?? null, own.round, textOf(own.openedAt), textOf(own.dueAt)],
      ...(own.completedAt === null ? [null, null, null] : [now.toISOString(), incident.actorId, viewer.label]),
    ],
  );
  const isOther = ({ id }: FlowTask) => id !== task.id;
  await moveTasks(db, incident.id, before.filter(isOther), after.filter(isOther));
}

function settled(work: Work, task: Found, before: readonly FlowTask[], now: number): FlowTask[] {
  if (work.act === 'skip') return skip(before, task.id, now);
  const done = complete(before, task.id, work.outcome ?? null, now);
  if ('refused' in done) throw new HubError('BAD_USER_INPUT', done.refused);
  return done.tasks;
}
