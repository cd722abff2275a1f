import type { Pool } from 'pg';
import { keepWork } from '../kernel/postgres/keep-work';
import { Session, type Db } from '../kernel/postgres/session';
import type { Identity } from '../kernel/postgres/identity';

/** Who the program itself works as: an organization, under a label that history shows. */
export interface Acting {
  organization: string;
  label: string;
}

export type ActAs = <T>(work: (db: Db, viewer: Identity) => Promise<T>) => Promise<T>;

/** For a whole transaction: a batch takes half a second, so this waits for slow machines and locks, and holds nobody up for longer. */
const longestMs = 30_000;

/**
 * Transactions of the program itself (imports, the demonstration) in the API's role and under the scope of an organization, as its steward
 * who may write for all below it: the same policies hold as for a key. `operator` is a pool in the owner's role.
 */
export function actAs(operator: Pool, { organization, label }: Acting): ActAs {
  return async (work) => {
    const session = await Session.open(operator, operator, { mode: 'write', deadline: Date.now() + longestMs });
    return keepWork(session, async () => work(session, await enter(session, organization, label)));
  };
}

async function enter(db: Db, organization: string, label: string): Promise<Identity> {
  const [found] = await db.rows<{ id: string }>(
    `SELECT o.id, private.scope_as(o.id, 'STEWARD', (SELECT array_agg(t.descendant_id) FROM private.organization_tree t WHERE t.ancestor_id = o.id), NULL, $2)
       FROM organization o WHERE o.code = $1`,
    [organization, label],
  );
  if (!found)
    throw new Error(
      `There is no organization with the code "${organization}": create it with \`hub organization create\`.`,
    );
  await db.rows('SET LOCAL ROLE hub_api');
  return {
    clientId: label,
    keyId: '',
    label,
    role: 'STEWARD',
    organizationId: found.id,
    networks: [],
    expiresAt: '',
    inventoryOwners: Infinity,
    samplesOwners: Infinity,
    warningsOwners: Infinity,
  };
}
