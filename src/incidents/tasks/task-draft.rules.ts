import { secondsOf } from '../playbooks/duration.rules';

interface Draft {
  name: string;
  description?: string | null;
  timeLimit?: string | null;
  dueAt?: string | null;
  dependsOn?: readonly string[] | null;
  source: string;
  externalId?: string | null;
}

/** What is wrong with a task as it is sent, its field first; null where nothing is. */
export function faultOfTask(draft: Draft, takenSource: string): string | null {
  const { name, description, timeLimit, dueAt, dependsOn, source, externalId } = draft;
  if (name.trim() === '' || name.length > 200) return 'name: it has 1 to 200 characters.';
  if (description && description.length > 20_000) return 'description: it has 20,000 characters at most.';
  if (!/^[a-z0-9][a-z0-9._-]{0,62}$/.test(source)) return 'source: it has 1 to 63 of a-z, 0-9, ".", "_", "-".';
  if (source === takenSource) return `source: "${takenSource}" is for tasks that a playbook makes.`;
  if (externalId != null && (externalId.length < 1 || externalId.length > 200))
    return 'externalId: it has 1 to 200 characters.';
  if (dependsOn && dependsOn.length > 50) return 'dependsOn: it names 50 tasks at most.';
  if (timeLimit == null) return null;
  if (dueAt != null) return 'dueAt: a task has a time limit or an instant, not both.';
  const seconds = secondsOf(timeLimit);
  return seconds !== null && seconds >= 1 && seconds <= 366 * 86_400
    ? null
    : `timeLimit: "${timeLimit.slice(0, 40)}" is no duration of 1 second to 366 days, such as "PT30M", "PT4H" or "P2D".`;
}
