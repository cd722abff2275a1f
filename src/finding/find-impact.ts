import type { Context } from '../context';
import { devices } from '../inventory/device/device.collection';
import { informationSystems } from '../inventory/information-system/information-system.collection';
import { interfaces } from '../inventory/interface/interface.collection';
import { links } from '../inventory/link/link.collection';
import { sites } from '../inventory/site/site.collection';
import { HubError } from '../kernel/errors';
import type { Collection, Row } from '../kernel/reading/collection';
import { groupImpact, type ImpactGroups } from './impact.rules';
import { findImpact } from './impact.store';

const beginnings: readonly Collection[] = [sites, devices, interfaces, links, informationSystems];

interface Failing extends Row {
  ownerId: string;
  siteId?: string | null;
}

/** What stops working with the record of an id; a hidden one and a missing one are one answer. */
export async function findImpactOf(
  id: string,
  context: Context,
): Promise<{ node: Row; groups: ImpactGroups; truncated: boolean }> {
  const place = context.registry.locate(id);
  if (!place || !beginnings.includes(place.collection))
    throw new HubError(
      'BAD_USER_INPUT',
      `"${id.slice(0, 60)}" is not the id of a site, device, interface, link or information system: impact is asked of those.`,
    );
  const node = (await context.found(place.collection, place.uuid)) as Failing;
  const rows = await findImpact(await context.db(), place.collection.typeName, place.uuid);
  const { ownerId, siteId } = node;
  // Where it stands may be hidden, and is not counted then.
  const standsAt = siteId && (await context.byId(sites, siteId)) ? siteId : null;
  const groups = groupImpact({ id: place.uuid, ownerId, siteId: standsAt }, rows);
  return { node, groups, truncated: groups.truncated };
}
