import type { Random } from '../../random';
import type { Onlooker } from '../onlooker/onlooker';
import { everything, idOf } from '../world/things';
import { someToken } from '../world/unique-words';
import type { Errand } from './errand';

/** Fails while its neighbours are still being read. */
export function someFault(onlooker: Onlooker, random: Random): Errand {
  const backwards = 'window(from: "2026-06-01T00:00:00Z", to: "2026-05-01T00:00:00Z") { count }';
  const slow =
    'devices(first: 50) { nodes { id interfaces { nodes { id link { id b { site { id } } } } } links { totalCount } } }';
  const document = random.chance(0.5)
    ? `{ series(first: 9) { nodes { id ${backwards} subject { ... on Node { id } } } } ${slow} }`
    : `{ ${slow} sites(after: "nowhere") { totalCount } }`;
  return { onlooker, document, codes: [undefined, 'BAD_USER_INPUT', 'INVALID_CURSOR'], judge: () => undefined };
}

/** Writes that fail at a check, at a policy, or at a constraint in the middle of a batch: nothing of them stays. */
export function someRefusedWrite(onlooker: Onlooker, random: Random): Errand {
  const { organization, role, world, sight } = onlooker;
  const stranger = random.pick(world.Organization.filter((one) => one !== organization));
  const twins = [0, 1].map(() => ({ externalId: someToken(random), code: 'twin', name: 'twin' }));
  const hidden = random.pick(sight.hidden.filter(({ type }) => type === 'Site').concat(everything(world)[0]!));
  const inputs = [
    { owner: stranger.code, source: 'probe', records: [] },
    { owner: organization.code, source: 'probe', records: twins },
  ];
  const lost = { externalId: 'lost', role: 'ROUTER', site: { id: idOf(hidden) } };
  const devices = { owner: organization.code, source: 'probe', records: [lost] };
  const document = `mutation($sites: UpsertSitesInput!, $devices: UpsertDevicesInput!) {
    sites: upsertSites(input: $sites) { created } devices: upsertDevices(input: $devices) { created }
  }`;
  return {
    ...{ onlooker, document, variables: { sites: random.pick(inputs), devices } },
    codes: role === 'READER' ? ['FORBIDDEN'] : [undefined, 'FORBIDDEN', 'CONFLICT'],
    judge: (data, where) => onlooker.agree(where, data, { sites: { created: 0 }, devices: { created: 0 } }),
  };
}
