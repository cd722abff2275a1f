import type { SqlJob } from '../kernel/jobs';

/** Sums the rows that writers have added for each group into one, so that reading stays short. */
export const foldCounts: SqlJob = {
  name: 'fold_counts',
  schedule: '* * * * *',
  sql: `SELECT private.fold_counts(c.name::regclass) FROM unnest('{site_count,device_count,open_incident_count,open_warning_count}'::text[]) AS c(name)`,
};
