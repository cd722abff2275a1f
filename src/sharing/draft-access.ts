import { organizations, regions } from '../directory/directory.collection';
import { idsOf } from '../directory/resolve-codes';
import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import type { AccessColumns } from './audience.store';
import type { AudienceDraft } from './audience.type';
import { parties } from './sharing.collection';

const maxNamed = 200;

/** The access columns of a draft: its codes as ids, and refused where its kind of record needs what it does not say. */
export async function draftAccess(db: Db, draft: AudienceDraft): Promise<AccessColumns> {
  refuseUnclear(draft);
  const { owner, writer, region, named } = await idsOf(db, {
    owner: { target: organizations, codes: [draft.owner] },
    writer: { target: organizations, codes: [draft.writer] },
    region: { target: regions, codes: [draft.region] },
    named: { target: parties, codes: draft.named ?? [] },
  });
  const { dataset, tlp, severity } = draft;
  const ownerId = owner[0]!;
  return {
    ...{ dataset, ownerId, writerId: writer[0] ?? null, regionId: region[0] ?? null },
    ...{ tlp: tlp ?? null, severity: severity ?? null, partyIds: [ownerId, ...named] },
  };
}

function refuseUnclear({ dataset, tlp, severity, named }: AudienceDraft): void {
  if (dataset === 'ADVISORIES') throw new HubError('BAD_USER_INPUT', `of.dataset: the hub holds no ${dataset} yet.`);
  const isMarked = dataset === 'INCIDENTS';
  if (isMarked && !tlp)
    throw new HubError('BAD_USER_INPUT', `of.tlp: a record of ${dataset} has a marking: say which.`);
  if (!isMarked && (tlp || named?.length))
    throw new HubError(
      'BAD_USER_INPUT',
      `of: a record of ${dataset} has no marking and names nobody: leave tlp and named out.`,
    );
  if ((dataset === 'INCIDENTS' || dataset === 'WARNINGS') && !severity)
    throw new HubError('BAD_USER_INPUT', `of.severity: a record of ${dataset} has a severity: say which.`);
  if (named && named.length > maxNamed)
    throw new HubError('BAD_USER_INPUT', `of.named: ${maxNamed} at most, ${named.length} are given.`);
}
