import type { Entering } from '../../../kernel/postgres/enter';
import type { Identity } from '../../../kernel/postgres/identity';
import { identitySql } from '../../../kernel/postgres/scope-statements';

const enterSql = identitySql('hub.enter_webhook($1)');

/** Enters the scope of the client whose webhook it is, in the role that may do that and nothing else; null where it may deliver no more. */
export const enterWebhook =
  (webhook: string): Entering =>
  async (db) => {
    const [, [identity]] = await Promise.all([
      db.rows('SET LOCAL ROLE hub_delivery'),
      db.rows<Omit<Identity, 'keyId'>>(enterSql, [webhook]),
      db.rows('SET LOCAL ROLE hub_api'),
    ]);
    return identity ? { ...identity, keyId: '' } : null;
  };
