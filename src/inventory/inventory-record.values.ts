export const lifecycleStatuses = ['PLANNED', 'STAGED', 'ACTIVE', 'OFFLINE', 'DECOMMISSIONING', 'RETIRED'] as const;
export type LifecycleStatus = (typeof lifecycleStatuses)[number];
