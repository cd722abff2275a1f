export const metricKinds = ['GAUGE', 'COUNTER'] as const;
export type MetricKind = (typeof metricKinds)[number];

export const resolutions = ['AUTO', 'RAW', 'FIVE_MINUTES', 'HOUR', 'DAY'] as const;
export type Resolution = (typeof resolutions)[number];

/** What is kept, each for a time of its own: the finest first. */
export const sampleLevels = ['RAW', 'FIVE_MINUTES', 'HOUR', 'DAY'] as const;
export type SampleLevel = (typeof sampleLevels)[number];

/** What a sample holds beside its value: 0 a number, 1 NaN, 2 +Inf, 3 -Inf, 4 stale. */
export const sampleFlags = { number: 0, nan: 1, positiveInfinity: 2, negativeInfinity: 3, stale: 4 } as const;

/** The most that one answer goes through, and the most that it holds. */
export const mostSeries = 10_000;
export const mostPoints = 50_000;

/** What a report on completeness looks at, in series times days: 10,000 over a month. As many as the second number cost as much as one record. */
export const mostSeriesDays = 310_000;
export const seriesDaysForOne = 100;

/** As many points of a window cost as much as one record. */
export const pointsForOne = 100;
