import type { Random } from '../../random';
import { maybe, someInstant, someName, someOf } from './chance';
import type { Organization } from './directory-model';
import type { Device, InformationSystem, Interface, LinkEnd, Site } from './inventory-model';
import type { World } from './things';
import { someDegrees, someId, someMac, someManagementAddress, someToken } from './unique-words';

const statuses = ['PLANNED', 'ACTIVE', 'ACTIVE', 'OFFLINE', 'RETIRED'];
const many = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
/** Few networks within few others, so that most addresses lie in several. */
const address = (random: Random): string => `10.${random.whole(3)}.${random.whole(5)}.0`;
const network = (random: Random): string =>
  random.pick([`${address(random)}/24`, `10.${random.whole(3)}.0.0/16`, '10.0.0.0/8', '192.168.0.0/16']);

const nowhere = { latitude: null, longitude: null };

type Inventory = Pick<
  World,
  'Site' | 'Device' | 'Interface' | 'Link' | 'Vrf' | 'Prefix' | 'Address' | 'InformationSystem'
>;

/** Records of every organization that stand on, end at, hang on and run on records of any other. */
export function generateInventory(random: Random, { Organization, Region }: Pick<World, 'Organization' | 'Region'>) {
  const record = (owner: Organization = random.pick(Organization)) => ({
    id: someId(random),
    owner,
    source: random.pick(['netbox', 'zabbix']),
    externalId: someToken(random),
    createdAt: someInstant(random),
    status: random.pick(statuses),
  });
  const Site = many(16, (i): Site => {
    const region = maybe(random, 0.6, random.pick(Region));
    const place = random.chance(0.7) ? { latitude: someDegrees(random), longitude: someDegrees(random) } : nowhere;
    return { type: 'Site', ...record(), code: `S${i}`, name: someName(random), region, ...place };
  });
  const Device = many(36, (): Device => {
    const naming = { name: maybe(random, 0.85, someName(random)), serial: maybe(random, 0.5, someToken(random)) };
    const role = random.pick(['ROUTER', 'SWITCH', 'SENSOR']);
    const managementAddress = maybe(random, 0.6, someManagementAddress(random));
    const tags = someOf(random, ['core', 'edge', 'old'], 2).sort();
    return {
      type: 'Device',
      ...record(),
      ...naming,
      role,
      managementAddress,
      tags,
      site: maybe(random, 0.8, random.pick(Site)),
    };
  });
  const Interface = many(40, (i): Interface => {
    const device = random.pick(Device);
    const speedBps = random.pick([null, 0, 1_000_000_000, 10_000_000_000]);
    const rest = { kind: random.pick(['other', '10gbase-x-sfpp']), enabled: random.chance(0.7), speedBps, device };
    const secret = { mac: maybe(random, 0.7, someMac(random)), description: maybe(random, 0.5, someToken(random)) };
    return { type: 'Interface', ...record(device.owner), name: `eth${i}`, ...secret, ...rest };
  });
  const inventory: Inventory = {
    Site,
    Device,
    Interface,
    Link: [],
    Vrf: [],
    Prefix: [],
    Address: [],
    InformationSystem: [],
  };
  const far = { record, organizations: Organization };
  addLinks(random, inventory, far);
  addAddressPlan(random, inventory, far);
  addSystems(random, inventory, far);
  return inventory;
}

interface Maker {
  record: () => Omit<Site, 'type' | 'code' | 'name' | 'region' | 'latitude' | 'longitude'>;
  organizations: readonly Organization[];
}

function someEnd(random: Random, { Site, Device, Interface }: Inventory): LinkEnd {
  const how = random.whole(5);
  const port = how < 2 ? random.pick(Interface) : null;
  const device = port?.device ?? (how === 2 ? random.pick(Device) : null);
  const site = device?.site ?? (how === 3 ? random.pick(Site) : null);
  return { interface: port, device, site };
}

function addLinks(random: Random, inventory: Inventory, { record, organizations }: Maker): void {
  const kinds = ['CABLE', 'CIRCUIT', 'RADIO'];
  inventory.Link = many(28, () => {
    const rest = { kind: random.pick(kinds), capacityBps: random.pick([null, 0, 1_000_000]) };
    const provider = maybe(random, 0.5, random.pick(organizations));
    const ends = { a: someEnd(random, inventory), b: someEnd(random, inventory) };
    return { type: 'Link', ...record(), name: someName(random), ...rest, provider, ...ends };
  });
}

function addAddressPlan(random: Random, inventory: Inventory, { record }: Maker): void {
  inventory.Vrf = many(8, () => ({
    type: 'Vrf',
    ...record(),
    name: someName(random),
    rd: maybe(random, 0.5, '65000:1'),
  }));
  inventory.Prefix = many(20, () => {
    const rest = { role: maybe(random, 0.5, 'loopback'), description: maybe(random, 0.5, someToken(random)) };
    const places = {
      vrf: maybe(random, 0.3, random.pick(inventory.Vrf)),
      site: maybe(random, 0.6, random.pick(inventory.Site)),
    };
    return { type: 'Prefix', ...record(), prefix: network(random), ...rest, ...places };
  });
  inventory.Address = many(36, () => {
    const dnsName = maybe(random, 0.5, `host-${random.whole(9)}.example`);
    const places = {
      vrf: maybe(random, 0.3, random.pick(inventory.Vrf)),
      interface: maybe(random, 0.8, random.pick(inventory.Interface)),
    };
    return { type: 'Address', ...record(), address: `${address(random)}/24`, dnsName, ...places };
  });
}

/** A system's parts stand after it, so that none is part of itself. */
function addSystems(random: Random, inventory: Inventory, { record }: Maker): void {
  const systems = many(16, (i): InformationSystem => {
    const naming = { code: `IS${i}`, name: someName(random), sector: maybe(random, 0.5, 'health') };
    const lists = { parts: [], needs: [], devices: someOf(random, inventory.Device, 4) };
    return { type: 'InformationSystem', ...record(), ...naming, level: 1 + random.whole(5), ...lists };
  });
  systems.forEach((system, i) => {
    system.parts = someOf(random, systems.slice(i + 1), 3);
    system.needs = someOf(random, systems, 3).filter((other) => other !== system);
  });
  inventory.InformationSystem = systems;
}
