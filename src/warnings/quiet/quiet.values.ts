/** How far planned work has come, in the words of the MAINTNOTE standard and of carriers' notices. */
export const maintenanceStatuses = [
  'TENTATIVE',
  'CONFIRMED',
  'RE_SCHEDULED',
  'IN_PROCESS',
  'COMPLETED',
  'CANCELLED',
] as const;
export type MaintenanceStatus = (typeof maintenanceStatuses)[number];

/** What work does to an object, from the least to the worst. */
export const maintenanceImpacts = ['NO_IMPACT', 'REDUCED_REDUNDANCY', 'DEGRADED', 'OUTAGE'] as const;
export type MaintenanceImpact = (typeof maintenanceImpacts)[number];

/** So many objects one maintenance is about at most. */
export const mostObjects = 1000;

export const dayMs = 86_400_000;
/** How long a silence, and a maintenance, is at most. */
export const longestDays = { silence: 90, maintenance: 366 };
