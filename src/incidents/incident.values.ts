export const incidentStates = ['NEW', 'TRIAGED', 'IN_PROGRESS', 'CONTAINED', 'RESOLVED', 'CLOSED'] as const;
export type IncidentState = (typeof incidentStates)[number];

export const datePrecisions = ['YEAR', 'MONTH', 'DAY', 'SECOND'] as const;
export type DatePrecision = (typeof datePrecisions)[number];

export const timelineKinds = ['NOTE', 'STATE_CHANGE', 'ACTION', 'COMMUNICATION'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** So many objects an incident affects at most. */
export const mostAffected = 1000;
