export const aggregates = ['SUM', 'AVG', 'MIN', 'MAX'] as const;
export type Aggregate = (typeof aggregates)[number];

export const seriesPlaces = ['SITE', 'REGION', 'ORGANIZATION'] as const;
export type SeriesPlace = (typeof seriesPlaces)[number];

/** What series are folded by: exactly one of these. */
export interface SeriesGrouping {
  label?: string | null;
  place?: SeriesPlace | null;
}

/** The most that one aggregation goes through and answers. */
export const mostSeries = 10_000;
export const mostGroups = 100;
export const mostPoints = 50_000;
