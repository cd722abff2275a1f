export const roles = ['READER', 'REPORTER', 'RESPONDER', 'STEWARD'] as const;
export type Role = (typeof roles)[number];
