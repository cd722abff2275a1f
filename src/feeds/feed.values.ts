/** What became of a record, or of samples, for one consumer. */
export const changeOperations = ['CREATED', 'UPDATED', 'DELETED', 'WITHDRAWN', 'DISCLOSED', 'APPENDED'] as const;
export type ChangeOperation = (typeof changeOperations)[number];

/** Where to begin without a cursor. */
export const feedStarts = ['SNAPSHOT', 'NOW'] as const;
export type FeedStart = (typeof feedStarts)[number];

export const defaultChanges = 100;
export const mostChanges = 1000;

/** So many entries of the log, or records of a table, are looked at for a page. */
export const mostLooked = 20_000;

/** So many views may one replica have been made under before it is begun anew: each is asked for what it had shown. */
export const mostPastViews = 8;

/** So many ranges of samples a page tells, unless a single entry holds more. */
export const mostRanges = 10_000;
