export const situationGroupings = ['REGION', 'SECTOR', 'LEVEL', 'CAUSE', 'AGE'] as const;
export type SituationGrouping = (typeof situationGroupings)[number];

/** From the youngest to the oldest. */
export const warningAges = ['UNDER_AN_HOUR', 'UNDER_A_DAY', 'UNDER_A_WEEK', 'OLDER'] as const;
export type WarningAge = (typeof warningAges)[number];
