export const severities = ['INFO', 'MINOR', 'MAJOR', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

export const incidentStates = ['NEW', 'TRIAGED', 'IN_PROGRESS', 'CONTAINED', 'RESOLVED', 'CLOSED'] as const;
export type IncidentState = (typeof incidentStates)[number];

/** Traffic Light Protocol 2.0, from the widest to the narrowest. */
export const markings = ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED'] as const;
export type Tlp = (typeof markings)[number];

export const datePrecisions = ['YEAR', 'MONTH', 'DAY', 'SECOND'] as const;
export type DatePrecision = (typeof datePrecisions)[number];

export const timelineKinds = ['NOTE', 'STATE_CHANGE', 'ACTION', 'COMMUNICATION'] as const;
export type TimelineKind = (typeof timelineKinds)[number];
