import type { Variables } from './viewer';

/** What an upsert answers that has written nothing. */
export const nothing = { created: 0, updated: 0, unchanged: 0, retired: 0, refused: [], ids: [] };

/** Records as a source sends them: a key is enough. */
export const router = (externalId: string, more: Variables = {}): Variables => ({
  externalId,
  name: externalId,
  role: 'ROUTER',
  ...more,
});
export const site = (externalId: string, more: Variables = {}): Variables => ({
  externalId,
  code: externalId,
  name: externalId,
  ...more,
});
