import { HubError } from '../kernel/errors';
import { uuidOf } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { Identity } from '../kernel/postgres/identity';
import type { AgreementState } from './sharing.values';

interface Standing {
  state: AgreementState;
  provides: boolean;
  accepts: boolean;
  provider: string;
  accepting: string;
}

/** The consumer's steward accepts what was proposed. Answers the agreement's UUID. */
export async function acceptAgreement(db: Db, id: string): Promise<string> {
  const uuid = uuidOf('agr', id);
  const { state, accepts, accepting } = await lock(db, uuid);
  if (!accepts) throw forbidden(`Accepting it is for a steward of "${accepting}".`);
  if (state !== 'PROPOSED')
    throw new HubError('CONFLICT', `The agreement is ${state}: only a PROPOSED one is accepted.`);
  await db.rows(`UPDATE agreement a SET state = 'ACCEPTED', accepted_at = now() WHERE a.id = $1`, [uuid]);
  return uuid;
}

/** Either side's steward ends it; from the next request on it gives nothing. Ending it again changes nothing. */
export async function revokeAgreement(db: Db, id: string, viewer: Identity): Promise<string> {
  const uuid = uuidOf('agr', id);
  const { state, provides, accepts, provider, accepting } = await lock(db, uuid);
  if (!provides && !accepts) throw forbidden(`Ending it is for a steward of "${provider}" or "${accepting}".`);
  if (state === 'ENDED' || state === 'EXPIRED') return uuid;
  await db.rows(`UPDATE agreement a SET state = 'ENDED', ended_at = now(), ended_by_id = $2 WHERE a.id = $1`, [
    uuid,
    viewer.organizationId,
  ]);
  return uuid;
}

/** Who steps first is first: the advisory lock holds for those who may see the agreement and not change it, too. */
async function lock(db: Db, uuid: string): Promise<Standing> {
  await db.rows('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`agreement ${uuid}`]);
  const [standing] = await db.rows<Standing>(
    `SELECT a.state, a.owner_id = ANY ((SELECT hub.stewards())::uuid[]) AS provides, a.accepting_id = ANY ((SELECT hub.stewards())::uuid[]) AS accepts,
            p.code AS provider, c.code AS accepting
       FROM agreement a JOIN organization p ON p.id = a.owner_id JOIN organization c ON c.id = a.accepting_id WHERE a.id = $1`,
    [uuid],
  );
  if (standing) return standing;
  throw new HubError('NOT_FOUND', 'There is no such agreement for this key.');
}

const forbidden = (message: string) => new HubError('FORBIDDEN', message);
