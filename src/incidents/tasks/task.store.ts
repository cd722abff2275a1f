import type { Db } from '../../kernel/postgres/session';
import type { Dependency, FlowTask } from './task-flow.rules';
import type { TaskKind, TaskState } from './task.values';

interface FlowRow {
  id: string;
  kind: TaskKind;
  state: TaskState;
  outcome: string | null;
  dependsOn: Dependency[];
  repeats: string[];
  round: number;
  timeLimitSeconds: number | null;
  delaySeconds: number;
  openedAt: string | null;
  dueAt: string | null;
  completedAt: string | null;
}

/** All tasks of an incident that is held, as far as they decide when others begin. */
export async function tasksOf(db: Db, incidentId: string): Promise<FlowTask[]> {
  const rows = await db.rows<FlowRow>(
    `SELECT f.id, f.kind, f.state, f.outcome, f.depends_on AS "dependsOn", f.repeats, f.round, f.time_limit_seconds AS "timeLimitSeconds",
            f.delay_seconds AS "delaySeconds", f.opened_at AS "openedAt", f.due_at AS "dueAt", f.completed_at AS "completedAt"
       FROM hub.task_flow($1) f`,
    [incidentId],
  );
  return rows.map(({ openedAt, dueAt, completedAt, ...row }) => ({
    ...row,
    ...{ openedAt: instantOf(openedAt), dueAt: instantOf(dueAt), completedAt: instantOf(completedAt) },
  }));
}

/** Writes what has become of those that changed. */
export async function moveTasks(
  db: Db,
  incidentId: string,
  before: readonly FlowTask[],
  after: readonly FlowTask[],
): Promise<void> {
  const known = new Map(before.map((task) => [task.id, task]));
  const moved = after.filter((task) => isMoved(known.get(task.id)!, task));
  if (moved.length === 0) return;
  const rows = moved.map(({ id, state, outcome, round, openedAt, dueAt, completedAt }) => ({
    ...{ id, state, outcome, round },
    ...{ opened_at: textOf(openedAt), due_at: textOf(dueAt), completed_at: textOf(completedAt) },
  }));
  await db.rows('SELECT hub.move_tasks($1, $2)', [incidentId, JSON.stringify(rows)]);
}

const isMoved = (one: FlowTask, other: FlowTask): boolean =>
  one.state !== other.state ||
  one.outcome !== other.outcome ||
  one.round !== other.round ||
  one.openedAt !== other.openedAt ||
  one.dueAt !== other.dueAt ||
  one.completedAt !== other.completedAt;

const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));
export const textOf = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
