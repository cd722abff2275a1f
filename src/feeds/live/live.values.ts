/** How often a process looks whether anything has come, in milliseconds. */
export const tickMs = 100;

/** So many changes are read and written for consumers of one place before others have their turn. */
export const pageOfLive = 200;

/** Places that one read goes on from. */
export const mostPlaces = 8;

/** Bytes that wait for a consumer to take them: above it gets no more, and is cut where that lasts. */
export const mostWaiting = 1 << 20;

/** After a read that failed, for want of the database as a rule. */
export const againAfterMs = 1_000;

/** Series that one subscription of samples names. */
export const mostFollowedSeries = 1_000;
