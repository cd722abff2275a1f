import type { IncidentState } from '../incident.values';

/** What an organization is to an incident: whose it is, who leads its handling for the owner, who works on it too, or who merely sees it. */
export const incidentParts = ['OWNER', 'COORDINATOR', 'COWORKER', 'OTHER'] as const;
export type IncidentPart = (typeof incidentParts)[number];

/** What a step from one state to another is. */
export const lifeActions = [
  ...(['TRIAGE', 'DISMISS', 'START', 'CONTAIN', 'RELAPSE'] as const),
  ...(['RESOLVE', 'CLOSE', 'REOPEN'] as const),
];
export type LifeAction = (typeof lifeActions)[number];

/** When an incident came to where it is; the order in which these can lie. */
export const lifeInstants = [
  ...(['occurredAt', 'detectedAt', 'acknowledgedAt', 'startedAt'] as const),
  ...(['containedAt', 'resolvedAt', 'closedAt'] as const),
];

export type Instants = Partial<
  Record<(typeof lifeInstants)[number] | 'awareAt' | 'reopenedAt', string | null | undefined>
>;

/** An incident as the rules of its life look at it. */
export interface Living extends Instants {
  state: IncidentState;
  class: string;
  type: string;
  resolution: string | null;
}

/** Why something is not done: the code of an error and its words. */
export interface Refused {
  code: 'BAD_USER_INPUT' | 'FORBIDDEN';
  message: string;
}
