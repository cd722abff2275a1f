import type { Hub } from './hub';
import type { Made } from './inventory-builders';

/** What each of the three viewers sees of what each organization owns. */
export const sight = {
  national: ['NMC', 'RC-N', 'RC-S'],
  regional: ['RC-N'],
  partner: ['MOH', 'MOH-IT'],
} as const;
export type ViewerName = keyof typeof sight;
export const viewers = Object.keys(sight) as ViewerName[];
export const owners = ['NMC', 'RC-N', 'RC-S', 'MOH', 'MOH-IT'] as const;
export type Owner = (typeof owners)[number];

/** The lists of the inventory, each with the type and a word that names the owner's record. */
export const lists = [
  'sites',
  'devices',
  'interfaces',
  'links',
  'vrfs',
  'prefixes',
  'addresses',
  'informationSystems',
] as const;
export type List = (typeof lists)[number];

export type Crossed = Record<Owner, Record<List, Made>>;

/** One record of each type for each owner, each referring to its own and then to those of the next owner. */
export async function crossedInventory(hub: Hub): Promise<Crossed> {
  const made = {} as Crossed;
  for (const owner of owners) made[owner] = await populate(hub, owner);
  await cross(hub, made);
  return made;
}

/** One record of each type for an owner, with every edge there is. */
async function populate(hub: Hub, owner: Owner): Promise<Record<List, Made>> {
  const site = await hub.site({ owner });
  const device = await hub.device({ owner, site, serial: `serial of ${owner}` });
  const port = await hub.interface({ owner, device });
  const vrf = await hub.vrf({ owner });
  return {
    sites: site,
    devices: device,
    interfaces: port,
    links: await hub.link({ owner, a: { interface: port }, b: { device }, provider: owner }),
    vrfs: vrf,
    prefixes: await hub.prefix({ owner, site, vrf }),
    addresses: await hub.address({ owner, interface: port, vrf }),
    informationSystems: await hub.system({ owner, devices: [device] }),
  };
}

/** Each owner's records refer to those of the next as well, across the two trees too: so no key could write them. */
async function cross(hub: Hub, made: Crossed): Promise<void> {
  for (const [i, owner] of owners.entries()) {
    const [own, next] = [made[owner], made[owners[(i + 1) % owners.length]!]];
    const refer = (table: string, column: string, list: List, target: List) =>
      hub.sql(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [own[list].id.slice(4), next[target].id.slice(4)]);
    const tie = (table: string, column: string, target: List) =>
      hub.sql(
        `INSERT INTO ${table} (system_id, owner_id, ${column}) SELECT s.id, s.owner_id, $2 FROM information_system s WHERE s.id = $1`,
        [own.informationSystems.id.slice(4), next[target].id.slice(4)],
      );
    await refer('device', 'site_id', 'devices', 'sites');
    await refer('prefix', 'site_id', 'prefixes', 'sites');
    await refer('prefix', 'vrf_id', 'prefixes', 'vrfs');
    await refer('address', 'interface_id', 'addresses', 'interfaces');
    await refer('link', 'b_interface_id', 'links', 'interfaces');
    await tie('information_system_device', 'device_id', 'devices');
    await tie('information_system_dependency', 'needs_id', 'informationSystems');
    // Parts in a ring would be parts of themselves.
    if (i + 1 < owners.length) await tie('information_system_part', 'part_id', 'informationSystems');
  }
}
