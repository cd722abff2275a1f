/** Types of workflow steps of CACAO 2.0 (workflow-step-type-enum). */
export const cacaoStepTypes = [
  'start',
  'end',
  'action',
  'playbook-action',
  'parallel',
  'if-condition',
  'while-condition',
  'switch-condition',
] as const;
export type CacaoStepType = (typeof cacaoStepTypes)[number];

/** What a playbook is for (playbook-type-enum). */
export const cacaoPlaybookTypes = [
  ...['attack', 'detection', 'engagement', 'investigation'],
  ...['mitigation', 'notification', 'prevention', 'remediation'],
];

/** What somebody does in a step: an action, a question with several answers, a question that is asked again after each round. */
export const taskKinds = ['ACTION', 'DECISION', 'LOOP'] as const;
export type TaskKind = (typeof taskKinds)[number];

/** What an organization writes as a step: the same, and what begins several side by side. */
export const stepKinds = [...taskKinds, 'PARALLEL'] as const;
export type StepKind = (typeof stepKinds)[number];

/** Who is to do it, by its part in the incident. */
export const taskRoles = ['OWNER', 'REPORTER', 'COORDINATOR', 'COWORKER'] as const;
export type TaskRole = (typeof taskRoles)[number];

/** What a playbook may hold at most. */
export const mostOfPlaybook = { bytes: 262_144, steps: 200, depth: 32, faults: 20, labels: 200 };
