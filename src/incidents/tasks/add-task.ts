import { HubError } from '../../kernel/errors';
import { newId, uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { Identity } from '../../kernel/postgres/identity';
import type { Tlp } from '../../sharing/sharing.values';
import { isWider } from '../playbooks/cacao-marking.rules';
import { secondsOf } from '../playbooks/duration.rules';
import { holdIncident, namedOn, type HeldIncident } from './held-incident';
import { insertTasks } from './insert-tasks';
import { refuseToWork } from './refuse-to-work';
import { playbookSource } from './start-playbook';
import { settle, type FlowTask } from './task-flow.rules';
import type { AddTaskInput } from './task.input.type';
import { faultOfTask } from './task-draft.rules';
import { tasksOf } from './task.store';

/** Adds a task behind those of an incident; the same source and external id again leave what stands. Answers its UUID. */
export async function addTask(db: Db, input: AddTaskInput, viewer: Identity, now: Date): Promise<string> {
  const fault = faultOfTask(input, playbookSource);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const incidentId = uuidOf('inc', input.incident, 'incident');
  const before = [...new Set((input.dependsOn ?? []).map((id, i) => uuidOf('tsk', id, `dependsOn[${i}]`)))];
  const incident = await holdIncident(db, incidentId, input.actor, viewer);
  refuseToWork(incident, 'add tasks to it');
  const id = newId();
  const externalId = input.externalId ?? id;
  const standing = await findStanding(db, incident.id, input.source, externalId);
  if (standing) return standing;
  const marking = input.tlp ?? incident.tlp;
  await refuseUnseen(db, incident, before, marking);
  const assigneeId =
    input.assignee == null ? incident.ownerId : await namedOn(incident, db, 'assignee', input.assignee);
  const others = await tasksOf(db, incident.id);
  const flow = settle([...others, flowOf(id, before, input)], now.getTime()).find((task) => task.id === id)!;
  const said = { source: input.source, externalId, marking, name: input.name, description: input.description ?? null };
  await insertTasks(
    db,
    incident.id,
    [{ flow, ...said, assigneeId, playbookId: null, step: null, role: null, outcomes: [] }],
    others,
  );
  return id;
}

async function findStanding(db: Db, incidentId: string, source: string, externalId: string): Promise<string | null> {
  const [standing] = await db.rows<{ id: string }>(
    'SELECT t.id FROM task t WHERE t.incident_id = $1 AND t.source = $2 AND t.external_id = $3',
    [incidentId, source, externalId],
  );
  return standing?.id ?? null;
}

/** Who sees a task sees all that it depends on. */
async function refuseUnseen(db: Db, { id }: HeldIncident, before: readonly string[], marking: Tlp): Promise<void> {
  const rows = await db.rows<{ id: string; marking: Tlp }>(
    'SELECT t.id, t.marking FROM task t WHERE t.incident_id = $1 AND t.id = ANY ($2::uuid[])',
    [id, before],
  );
  const found = new Map(rows.map((row) => [row.id, row.marking]));
  for (const [i, one] of before.entries()) {
    const other = found.get(one);
    if (other === undefined)
      throw new HubError('BAD_USER_INPUT', `dependsOn[${i}]: the incident has no such task for this key.`);
    if (isWider(marking, other))
      throw new HubError('BAD_USER_INPUT', `dependsOn[${i}]: it is marked ${other}: mark this one as strictly.`);
  }
}

function flowOf(id: string, before: readonly string[], { timeLimit, dueAt }: AddTaskInput): FlowTask {
  return {
    ...{ id, kind: 'ACTION', state: 'WAITING', outcome: null, repeats: [], round: 1, delaySeconds: 0 },
    dependsOn: before.map((task) => ({ task, outcome: null })),
    timeLimitSeconds: timeLimit == null ? null : secondsOf(timeLimit),
    ...{ openedAt: null, completedAt: null, dueAt: dueAt == null ? null : Date.parse(dueAt) },
  };
}
