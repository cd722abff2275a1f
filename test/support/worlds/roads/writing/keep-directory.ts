import type { Hub } from '../../../hub';
import type { Variables } from '../../../viewer';
import type { Onlooker } from '../../onlooker/onlooker';
import type { Organization } from '../../world/directory-model';
import { countChanges } from './count-changes';
import { refusalOf } from './refusal-of';

const keeping =
  'mutation($input: UpsertOrganizationsInput!) { written: upsertOrganizations(input: $input) { created updated } }';
const regions = 'mutation($input: UpsertRegionsInput!) { written: upsertRegions(input: $input) { created } }';

/** What the steward of a center may not do to the directory: to itself, to what is not below it, to the community, to regions. */
export async function keepDirectory(
  hub: Hub,
  onlooker: Onlooker,
  child: Organization,
  stranger: Organization,
): Promise<void> {
  const own = onlooker.organization;
  const record = ({ code, name, kind, parent }: Organization): Variables => ({
    code,
    name,
    kind,
    parent: parent?.code,
  });
  const attempts: Variables[] = [
    { ...record(own), parent: stranger.code },
    { ...record(own), parent: null },
    { ...record(own), parent: child.code },
    { ...record(own), communityMember: true },
    { ...record(own), name: 'renamed' },
    { ...record(child), communityMember: true },
    { ...record(child), parent: stranger.code },
    { ...record(child), parent: own.parent?.code },
    { ...record(stranger), name: 'renamed' },
    { ...record(stranger), parent: own.code },
    { code: 'NEW', name: 'new', kind: 'AGENCY', parent: stranger.code },
    { code: 'NEW', name: 'new', kind: 'NATIONAL_CENTER', parent: null },
  ];
  const before = await countChanges(hub);
  for (const attempt of attempts) {
    const code = await refusalOf(hub, onlooker, keeping, { records: [attempt] });
    onlooker.agree(`organization ${JSON.stringify(attempt)}`, code, 'FORBIDDEN');
  }
  const places = [
    { code: 'NEW', name: 'new' },
    { code: onlooker.world.Region[0]!.code, name: 'renamed' },
  ];
  for (const place of places)
    onlooker.agree(`region ${place.code}`, await refusalOf(hub, onlooker, regions, { records: [place] }), 'FORBIDDEN');
  onlooker.agree('the directory: what was written', await countChanges(hub), before);
}
