import { HubError } from '../../kernel/errors';
import { newId, uuidOf } from '../../kernel/ids';
import type { Db } from '../../kernel/postgres/session';
import type { Identity } from '../../kernel/postgres/identity';
import type { Tlp } from '../../sharing/sharing.values';
import { isWider } from '../playbooks/cacao-marking.rules';
import { planOf, type PlanStep } from '../playbooks/plan.rules';
import { readOrRefuse } from '../playbooks/keep-playbook';
import { holdIncident, namedOn, type HeldIncident } from './held-incident';
import { insertTasks, type NewTask } from './insert-tasks';
import { settle, type FlowTask } from './task-flow.rules';
import type { StartPlaybookInput } from './task.input.type';
import { refuseToWork } from './refuse-to-work';
import { tasksOf } from './task.store';
import type { TaskRole } from './task.values';

/** Tasks of playbooks have this source. */
export const playbookSource = 'playbook';

interface Found {
  id: string;
  tlp: Tlp;
  document: unknown;
  isRevoked: boolean;
  isValid: boolean;
}

/** Makes the tasks of a playbook, once an incident. Answers the incident's UUID. */
export async function startPlaybook(
  db: Db,
  input: StartPlaybookInput,
  viewer: Identity,
  now: Date,
): Promise<{ id: string; created: number }> {
  const [incidentId, playbookId] = [
    uuidOf('inc', input.incident, 'incident'),
    uuidOf('pbk', input.playbook, 'playbook'),
  ];
  const incident = await holdIncident(db, incidentId, input.actor, viewer);
  const playbook = await findPlaybook(db, playbookId, now);
  refuseToWork(incident, 'start playbooks on it');
  const [{ started }] = (await db.rows<{ started: boolean }>(
    'SELECT EXISTS (SELECT FROM task t WHERE t.incident_id = $1 AND t.playbook_id = $2) AS started',
    [incident.id, playbook.id],
  )) as [{ started: boolean }];
  if (started) return { id: incident.id, created: 0 };
  refuseEnded(playbook);
  const steps = planOf(readOrRefuse(playbook.document, 'playbook'));
  const assignees = await assigneesOf(db, incident, input.roles ?? []);
  const marking = isWider(playbook.tlp, incident.tlp) ? incident.tlp : playbook.tlp;
  const made = tasksFor(steps, { id: playbook.id, marking }, assignees, now.getTime());
  await insertTasks(db, incident.id, made, await tasksOf(db, incident.id));
  return { id: incident.id, created: made.length };
}

async function findPlaybook(db: Db, id: string, now: Date): Promise<Found> {
  const [found] = await db.rows<Found>(
    `SELECT p.id, p.tlp, p.document, p.is_revoked AS "isRevoked",
            coalesce(p.valid_from <= $2, true) AND coalesce(p.valid_until > $2, true) AS "isValid" FROM playbook p WHERE p.id = $1`,
    [id, now.toISOString()],
  );
  if (found) return found;
  throw new HubError('NOT_FOUND', 'playbook: there is no such playbook for this key.');
}

function refuseEnded({ isRevoked, isValid }: Found): void {
  if (isRevoked) throw new HubError('BAD_USER_INPUT', 'playbook: its author has withdrawn it: take another one.');
  if (!isValid) throw new HubError('BAD_USER_INPUT', 'playbook: it is not valid now: see validFrom and validUntil.');
}

/** Who does what is given to a part: whom the incident says, whom the call names, or else the owner. */
async function assigneesOf(db: Db, incident: HeldIncident, roles: NonNullable<StartPlaybookInput['roles']>) {
  const assignees = new Map<TaskRole | null, string>([['REPORTER', incident.reporterId]]);
  const named = new Set<TaskRole>();
  for (const [i, { role, organization }] of roles.entries()) {
    if (role !== 'COORDINATOR' && role !== 'COWORKER')
      throw new HubError('BAD_USER_INPUT', `roles[${i}].role: who is ${role} follows from the incident.`);
    if (named.has(role)) throw new HubError('BAD_USER_INPUT', `roles[${i}].role: ${role} stands twice.`);
    assignees.set(role, await namedOn(incident, db, `roles[${i}].organization`, organization));
    named.add(role);
  }
  return (role: TaskRole | null): string => assignees.get(role) ?? incident.ownerId;
}

function tasksFor(
  steps: readonly PlanStep[],
  playbook: { id: string; marking: Tlp },
  assigneeOf: (role: TaskRole | null) => string,
  now: number,
): NewTask[] {
  const ids = new Map(steps.map(({ key }) => [key, newId()]));
  const flow = steps.map(({ key, kind, dependsOn, repeats, timeLimitSeconds, delaySeconds }): FlowTask => ({
    ...{ id: ids.get(key)!, kind, state: 'WAITING', outcome: null, round: 1, timeLimitSeconds, delaySeconds },
    dependsOn: dependsOn.map(({ step, outcome }) => ({ task: ids.get(step)!, outcome })),
    repeats: repeats.map((one) => ids.get(one)!),
    ...{ openedAt: null, dueAt: null, completedAt: null },
  }));
  return settle(flow, now).map((task, i) => {
    const { key, name, description, role, outcomes } = steps[i]!;
    return {
      ...{ flow: task, source: playbookSource, externalId: `${playbook.id}/${key}`, marking: playbook.marking },
      ...{ playbookId: playbook.id, step: key, name, description, role, assigneeId: assigneeOf(role), outcomes },
    };
  });
}
