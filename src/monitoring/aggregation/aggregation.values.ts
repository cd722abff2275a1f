export const aggregates = ['SUM', 'AVG', 'MIN', 'MAX'] as const;
export type Aggregate = (typeof aggregates)[number];

export const seriesPlaces = ['SITE', 'REGION', 'ORGANIZATION'] as const;
export type SeriesPlace = (typeof seriesPlaces)[number];

/** What series are folded by: exactly one of these. */
export interface SeriesGrouping {
  label?: string | null;
  place?: SeriesPlace | null;
}

export const mostGroups = 100;
