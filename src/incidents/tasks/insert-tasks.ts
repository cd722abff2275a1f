import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import type { Tlp } from '../../sharing/sharing.values';
import type { FlowTask } from './task-flow.rules';
import { textOf } from './task.store';
import { mostTasks, type TaskRole } from './task.values';

export interface NewTask {
  flow: FlowTask;
  source: string;
  externalId: string;
  marking: Tlp;
  playbookId: string | null;
  step: string | null;
  name: string;
  description: string | null;
  role: TaskRole | null;
  assigneeId: string;
  outcomes: string[];
}

/** Adds tasks to an incident that is held, behind those that stand. */
export async function insertTasks(
  db: Db,
  incidentId: string,
  made: readonly NewTask[],
  standing: readonly FlowTask[],
): Promise<void> {
  if (standing.length + made.length > mostTasks)
    throw new HubError(
      'BAD_USER_INPUT',
      `incident: it would have ${standing.length + made.length} tasks, and ${mostTasks} are the most.`,
    );
  await db.rows(
    `INSERT INTO task (id, incident_id, owner_id, source, external_id, marking, tlp, severity, party_ids, playbook_id, step, position, kind, name, description, role,
                       assignee_id, state, depends_on, repeats, outcomes, time_limit_seconds, delay_seconds, opened_at, due_at)
     SELECT n.id, i.id, i.owner_id, n.source, n.external_id, n.marking, i.tlp, i.severity, i.party_ids, n.playbook_id, n.step, n.position, n.kind, n.name,
            n.description, n.role, n.assignee_id, n.state, n.depends_on, n.repeats, n.outcomes, n.time_limit_seconds, n.delay_seconds, n.opened_at, n.due_at
       FROM jsonb_to_recordset($2) AS n(id uuid, source text, external_id text, marking text, playbook_id uuid, step text, position int, kind text, name text,
                                        description text, role text, assignee_id uuid, state text, depends_on jsonb, repeats uuid[], outcomes text[],
                                        time_limit_seconds int, delay_seconds int, opened_at timestamptz, due_at timestamptz)
       JOIN incident i ON i.id = $1 ORDER BY n.position`,
    [incidentId, JSON.stringify(made.map((task, i) => rowOf(task, standing.length + i + 1)))],
  );
}

function rowOf({ flow, ...task }: NewTask, position: number): object {
  return {
    ...{ id: flow.id, kind: flow.kind, state: flow.state, depends_on: flow.dependsOn, repeats: flow.repeats, position },
    ...{ time_limit_seconds: flow.timeLimitSeconds, delay_seconds: flow.delaySeconds },
    ...{ opened_at: textOf(flow.openedAt), due_at: textOf(flow.dueAt) },
    ...{ source: task.source, external_id: task.externalId, marking: task.marking, playbook_id: task.playbookId },
    ...{ step: task.step, name: task.name, description: task.description, role: task.role },
    ...{ assignee_id: task.assigneeId, outcomes: task.outcomes },
  };
}
