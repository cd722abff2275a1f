import type { Hub } from '../../../hub';
import type { Random } from '../../../random';
import type { Onlooker } from '../../onlooker/onlooker';
import { allRows, judgeTables } from '../reading/read-tables';
import { countChanges } from './count-changes';

const mutation = `mutation($input: UpsertSitesInput!) { upsertSites(input: $input) { updated refused { message } } }`;

/** Moves a site to another region by the API: what stands on it, whoever owns it, has its access columns there too. */
export async function moveSite(hub: Hub, onlooker: Onlooker, random: Random): Promise<void> {
  const { world, organization } = onlooker;
  const site = world.Site.find(({ owner }) => owner === organization);
  if (!site) return;
  const region = random.pick(world.Region.filter((one) => one !== (site.region ?? organization.region)));
  const { code, name, source, externalId, status, latitude, longitude } = site;
  const record = { externalId, code, name, status, latitude, longitude, region: region.code };
  const before = await countChanges(hub);
  const { upsertSites } = await onlooker.viewer.data<{ upsertSites: object }>(mutation, {
    input: { owner: organization.code, source, records: [record] },
  });
  site.region = region;
  onlooker.agree(`moving site ${site.id}`, upsertSites, { updated: 1, refused: [] });
  onlooker.agree(`moving site ${site.id}: it is in history`, (await countChanges(hub)) > before, true);
  onlooker.lookAgain();
  judgeTables(onlooker, await hub.sql(allRows), null);
}
