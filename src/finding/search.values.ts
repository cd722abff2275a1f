export const searchTypes = [
  'ORGANIZATION',
  'REGION',
  'SHARING_GROUP',
  'SITE',
  'DEVICE',
  'INTERFACE',
  'LINK',
  'VRF',
  'PREFIX',
  'ADDRESS',
  'INFORMATION_SYSTEM',
  'INCIDENT',
] as const;
export type SearchType = (typeof searchTypes)[number];

/** How a text was met, best first. */
export const searchRanks = ['EXACT', 'BEGINNING', 'WITHIN', 'WORDS'] as const;
export type SearchRank = (typeof searchRanks)[number];
