import type { ImportItem } from '../import-item';
import { addressItem, prefixItem, vrfItem } from './netbox-address-plan.rules';
import { providerItem, regionItem, tenantItem } from './netbox-directory.rules';
import { deviceItem, interfaceItem, siteItem } from './netbox-equipment.rules';
import { cableItems, circuitItem } from './netbox-link.rules';
import type { NetboxRow, NetboxWorld } from './netbox-world';

type OneItem = (row: NetboxRow, world: NetboxWorld) => ImportItem;

/** How a row of each model becomes a record. */
const mappings: ReadonlyMap<string, OneItem | typeof cableItems> = new Map<string, OneItem | typeof cableItems>([
  ['dcim.region', regionItem],
  ['tenancy.tenant', tenantItem],
  ['circuits.provider', providerItem],
  ['ipam.vrf', vrfItem],
  ['dcim.site', siteItem],
  ['dcim.device', deviceItem],
  ['dcim.interface', interfaceItem],
  ['dcim.cable', cableItems],
  ['circuits.circuit', circuitItem],
  ['ipam.prefix', prefixItem],
  ['ipam.ipaddress', addressItem],
]);

/** The models in the order of what refers to what: a row comes after those it refers to. Regions come by their depth, before them all. */
export const orderedModels: readonly string[] = [...mappings.keys()].filter((model) => model !== 'dcim.region');

export function itemsOf(row: NetboxRow, world: NetboxWorld): ImportItem[] {
  const mapping = mappings.get(row.model)!;
  return [mapping(row, world)].flat();
}
