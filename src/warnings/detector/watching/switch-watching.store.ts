import type { Db } from '../../../kernel/postgres/session';

/** For who may write for the organization; the same again changes nothing. */
export const switchWatching = (db: Db, organization: string, wanted: boolean): Promise<unknown> =>
  db.rows('SELECT watch_series_of($1, $2)', [organization, wanted]);
