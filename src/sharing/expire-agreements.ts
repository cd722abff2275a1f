import type { SqlJob } from '../kernel/jobs';

/**
 * Says of agreements whose time is over that they are. What they gave ends by the clock itself, in the scope of the next request: this makes
 * it part of the record.
 */
export const expireAgreements: SqlJob = {
  name: 'expire_agreements',
  schedule: '* * * * *',
  sql: `UPDATE hub.agreement SET state = 'EXPIRED', ended_at = valid_until
         WHERE state IN ('PROPOSED', 'ACCEPTED') AND valid_until <= now()`,
};
