import { organizations, regions } from '../directory/directory.collection';
import { incidents } from '../incidents/incidents.collection';
import { addresses, prefixes, vrfs } from '../inventory/address-plan/address-plan.collection';
import { devices } from '../inventory/device/device.collection';
import { informationSystems } from '../inventory/information-system/information-system.collection';
import { interfaces } from '../inventory/interface/interface.collection';
import { links } from '../inventory/link/link.collection';
import { sites } from '../inventory/site/site.collection';
import type { Collection } from '../kernel/reading/collection';
import { sharingGroups } from '../sharing/sharing.collection';
import type { SearchType } from './search.values';

/** What search finds, each by the texts that private.search_entry keeps of it. */
export const searchable: Readonly<Record<SearchType, Collection>> = {
  ORGANIZATION: organizations,
  REGION: regions,
  SHARING_GROUP: sharingGroups,
  SITE: sites,
  DEVICE: devices,
  INTERFACE: interfaces,
  LINK: links,
  VRF: vrfs,
  PREFIX: prefixes,
  ADDRESS: addresses,
  INFORMATION_SYSTEM: informationSystems,
  INCIDENT: incidents,
};

const byTypeName = new Map(
  Object.entries(searchable).map(([type, collection]) => [
    collection.typeName,
    { type: type as SearchType, collection },
  ]),
);

/** The type of a hit, and where its record is. */
export const searchableOf = (typeName: string) => byTypeName.get(typeName)!;
