export const incidentStates = ['NEW', 'TRIAGED', 'IN_PROGRESS', 'CONTAINED', 'RESOLVED', 'CLOSED'] as const;
export type IncidentState = (typeof incidentStates)[number];

export const datePrecisions = ['YEAR', 'MONTH', 'DAY', 'SECOND'] as const;
export type DatePrecision = (typeof datePrecisions)[number];

export const timelineKinds = ['NOTE', 'STATE_CHANGE', 'ACTION', 'COMMUNICATION'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** So many objects an incident affects at most. */
export const mostAffected = 1000;

/** How much an incident takes away from those who rely on what it affects, from nothing to all. */
export const incidentImpacts = ['NONE', 'LIMITED', 'SERIOUS', 'FULL'] as const;
export type IncidentImpact = (typeof incidentImpacts)[number];

/** What one incident has to do with another, each with the same from the other end. */
export const reverseLinks = {
  CAUSED_BY: 'CAUSES',
  CAUSES: 'CAUSED_BY',
  DUPLICATE_OF: 'HAS_DUPLICATE',
  HAS_DUPLICATE: 'DUPLICATE_OF',
  RELATED: 'RELATED',
} as const;
export type IncidentLinkKind = keyof typeof reverseLinks;
export const incidentLinkKinds = Object.keys(reverseLinks) as IncidentLinkKind[];

/** So many incidents one is linked to at most. */
export const mostLinked = 200;

/** So many duplicates go into one at once. */
export const mostMerged = 20;
