import { taskRoles, type TaskRole } from './playbook.values';

/** Agents by which a playbook of the hub says who does a step: the same in each, so that they are known again. */
export const agentOfRole: Readonly<Record<TaskRole, string>> = {
  OWNER: 'organization--0d3f2a51-6c1e-4b7a-9d52-7f0c1e8a4b01',
  REPORTER: 'organization--0d3f2a51-6c1e-4b7a-9d52-7f0c1e8a4b02',
  COORDINATOR: 'organization--0d3f2a51-6c1e-4b7a-9d52-7f0c1e8a4b03',
  COWORKER: 'organization--0d3f2a51-6c1e-4b7a-9d52-7f0c1e8a4b04',
};

/** Their names in the playbook. */
export const agentNames: Readonly<Record<TaskRole, string>> = {
  OWNER: 'Owner of the incident',
  REPORTER: 'Reporter of the incident',
  COORDINATOR: 'Coordinator of the incident',
  COWORKER: 'Co-worker on the incident',
};

/** The part in an incident that an agent stands for; null for any other agent. */
export const roleOfAgent = (agent: string | null): TaskRole | null =>
  taskRoles.find((role) => agentOfRole[role] === agent) ?? null;
