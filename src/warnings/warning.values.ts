/** What of the hub itself raises warnings: no other system goes by these names. */
export const ownSources: readonly string[] = ['rule', 'detector'];

export const mostLabels = 64;
export const longestFingerprint = 200;
export const longestExplanation = 4000;
export const longestNote = 2000;
