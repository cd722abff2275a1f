import { organizations, regions } from '../directory/directory.collection';
import { resolveCodes, type CodeAsked } from '../directory/resolve-codes';
import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import type { AccessColumns } from './audience.store';
import type { AudienceDraft } from './audience.type';
import { parties } from './sharing.collection';

const maxNamed = 200;

/** The access columns of a draft: its codes as ids, and refused where its kind of record needs what it does not say. */
export async function draftAccess(db: Db, draft: AudienceDraft): Promise<AccessColumns> {
  refuseUnclear(draft);
  const found = {
    ownerId: '',
    writerId: null as string | null,
    regionId: null as string | null,
    named: [] as string[],
  };
  const ask = (
    field: string,
    target: CodeAsked['target'],
    code: string | null | undefined,
    put: (id: string) => void,
  ) => (code ? [{ index: 0, field, target, code, put }] : []);
  const [unknown] = await resolveCodes(db, [
    ...ask('owner', organizations, draft.owner, (id) => (found.ownerId = id)),
    ...ask('writer', organizations, draft.writer, (id) => (found.writerId = id)),
    ...ask('region', regions, draft.region, (id) => (found.regionId = id)),
    ...(draft.named ?? []).flatMap((code) => ask('named', parties, code, (id) => found.named.push(id))),
  ]);
  if (unknown) throw new HubError('BAD_USER_INPUT', unknown.message);
  const { dataset, tlp, severity } = draft;
  const { named, ...ids } = found;
  return { ...ids, dataset, tlp: tlp ?? null, severity: severity ?? null, partyIds: [ids.ownerId, ...named] };
}

function refuseUnclear({ dataset, tlp, severity, named }: AudienceDraft): void {
  if (dataset === 'WARNINGS' || dataset === 'ADVISORIES')
    throw new HubError('BAD_USER_INPUT', `of.dataset: the hub holds no ${dataset} yet.`);
  const isMarked = dataset === 'INCIDENTS';
  if (isMarked && !tlp)
    throw new HubError('BAD_USER_INPUT', `of.tlp: a record of ${dataset} has a marking: say which.`);
  if (!isMarked && (tlp || named?.length))
    throw new HubError(
      'BAD_USER_INPUT',
      `of: a record of ${dataset} has no marking and names nobody: leave tlp and named out.`,
    );
  if (dataset === 'INCIDENTS' && !severity)
    throw new HubError('BAD_USER_INPUT', 'of.severity: an incident has a severity: say which.');
  if (named && named.length > maxNamed)
    throw new HubError('BAD_USER_INPUT', `of.named: ${maxNamed} at most, ${named.length} are given.`);
}
