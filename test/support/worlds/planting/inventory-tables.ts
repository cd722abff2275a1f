import { effectiveLevel } from '../oracle/derived';
import type { InformationSystem, LinkEnd } from '../world/inventory-model';
import type { World } from '../world/things';
import { idOrNull, inventoryRow, planned, type Planned } from './rows';

type Tables = Record<string, (world: World) => Planned[]>;

/** Rows of the inventory by their tables, tables that others refer to first. */
export const inventoryTables: Tables = {
  vrf: ({ Vrf }) =>
    Vrf.map((thing) => planned(thing, { ...inventoryRow(thing), region_id: null, name: thing.name, rd: thing.rd })),
  site: ({ Site }) =>
    Site.map((thing) => {
      const { code, name, region, latitude, longitude } = thing;
      const place = { region_id: idOrNull(region), latitude, longitude };
      return planned(thing, { ...inventoryRow(thing), code, name, ...place });
    }),
  device: ({ Device }) =>
    Device.map((thing) => {
      const { name, role, serial, managementAddress, tags, site } = thing;
      const rest = { serial, management_address: managementAddress, tags, site_id: idOrNull(site) };
      return planned(thing, { ...inventoryRow(thing), name, role, ...rest });
    }),
  interface: ({ Interface }) =>
    Interface.map((thing) => {
      const { name, kind, enabled, speedBps, mac, description, device } = thing;
      const rest = { name, kind, enabled, speed_bps: speedBps, mac, description, device_id: device.id };
      return planned(thing, { ...inventoryRow(thing), ...rest });
    }),
  link: ({ Link }) =>
    Link.map((thing) => {
      const { name, kind, capacityBps, provider, a, b } = thing;
      const rest = { name, kind, capacity_bps: capacityBps, provider_id: idOrNull(provider) };
      return planned(thing, { ...inventoryRow(thing), ...rest, ...endRow('a', a), ...endRow('b', b) });
    }),
  prefix: ({ Prefix }) =>
    Prefix.map((thing) => {
      const { prefix, role, description, vrf, site } = thing;
      const places = { vrf_id: idOrNull(vrf), site_id: idOrNull(site) };
      return planned(thing, { ...inventoryRow(thing), prefix, role, description, ...places });
    }),
  address: ({ Address }) =>
    Address.map((thing) => {
      const { address, dnsName, vrf, interface: port } = thing;
      const places = { vrf_id: idOrNull(vrf), interface_id: idOrNull(port) };
      return planned(thing, { ...inventoryRow(thing), address, dns_name: dnsName, ...places });
    }),
  information_system: ({ InformationSystem }) =>
    InformationSystem.map((thing) => {
      const { code, name, sector, level } = thing;
      const row = { ...inventoryRow(thing), region_id: null, code, name, sector, level };
      return planned(thing, row, { effective_level: effectiveLevel(thing) });
    }),
  information_system_part: ({ InformationSystem }) => ties(InformationSystem, 'part_id', ({ parts }) => parts),
  information_system_dependency: ({ InformationSystem }) => ties(InformationSystem, 'needs_id', ({ needs }) => needs),
  information_system_device: ({ InformationSystem }) => ties(InformationSystem, 'device_id', ({ devices }) => devices),
};

const endRow = (name: 'a' | 'b', end: LinkEnd) => ({
  [`${name}_interface_id`]: idOrNull(end.interface),
  [`${name}_device_id`]: idOrNull(end.device),
  [`${name}_site_id`]: idOrNull(end.site),
});

/** Rows that say what a system is made of, needs or runs on: each is seen like the system it speaks of. */
function ties(
  systems: InformationSystem[],
  column: string,
  far: (system: InformationSystem) => { id: string }[],
): Planned[] {
  return systems.flatMap((system) =>
    far(system).map(({ id }) => {
      const row = { system_id: system.id, owner_id: system.owner.id, [column]: id };
      return { ...planned(system, row), key: `${system.id} ${id}` };
    }),
  );
}
