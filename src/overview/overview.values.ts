export const overviewGroupings = [
  'DEVICES_BY_REGION_AND_STATUS',
  'SITES_BY_REGION_AND_STATUS',
  'OPEN_INCIDENTS_BY_SEVERITY',
  'OPEN_INCIDENTS_BY_REGION_AND_SEVERITY',
] as const;
export type OverviewGrouping = (typeof overviewGroupings)[number];
