export const taskStates = ['WAITING', 'OPEN', 'IN_PROGRESS', 'DONE', 'SKIPPED', 'NOT_TAKEN'] as const;
export type TaskState = (typeof taskStates)[number];

/** Of a playbook's step, or added by somebody: an action, a question with several answers, a question that is asked again after each round. */
export { taskKinds, taskRoles, type TaskKind, type TaskRole } from '../playbooks/playbook.values';

/** Tasks that an incident has at most. */
export const mostTasks = 500;
/** How often a loop may begin anew. */
export const mostRounds = 100;
