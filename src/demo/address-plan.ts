import type { AddressRecord, PrefixRecord, VrfRecord } from '../inventory/address-plan/address-plan.record.type';
import { regions } from './country';
import { refFrom, type Device, type Line, type Owned, type Port, type Site } from './model';
import { centerOf, ministries, nationalCenter, operators } from './organizations';

/** What an organization numbers its network from: private (RFC 1918) and documentation (RFC 3849, 5737) ranges only. */
export interface Block {
  owner: string;
  /** First two bytes of an IPv4 /16. */
  v4: string;
  /** An IPv6 /48 without its colons at the end. */
  v6: string;
  /** First three bytes of the /24 that devices are managed in. */
  management: string;
  /** A /29 that others reach from outside. */
  outside: string;
}

/** Both ends of routed lines have theirs from here. */
const trunks = '10.254';

const blocks: readonly Block[] = [
  block(nationalCenter.code, 0, '10.200', '192.0.2'),
  ...regions.map((region, i) => block(centerOf(region), i + 1, `10.${i + 1}`, i < 16 ? '203.0.113' : '198.51.100')),
  ...ministries.map(({ code }, i) => block(code, i + 50, `172.${i + 16}`, '192.0.2')),
  ...operators.map(({ code }, i) => block(code, i + 60, `10.${i + 210}`, '192.0.2')),
];

function block(owner: string, number: number, v4: string, outside: string): Block {
  const hex = (0x100 + number).toString(16);
  const slice = (number % 32) * 8;
  return { owner, v4, v6: `2001:db8:${hex}`, management: `192.168.${number}`, outside: `${outside}.${slice}/29` };
}

/** Agencies number from their ministry's block. */
export function blockOf(owner: string): Block {
  const found = blocks.find((candidate) => owner === candidate.owner || owner.startsWith(`${candidate.owner}-`));
  if (!found) throw new Error(`${owner} has no block in the address plan of the demonstration.`);
  return found;
}

interface Spot {
  /** Place among the sites, and among the devices, of its block. */
  site: number;
  device: number;
}

export interface AddressPlan {
  vrfs: Owned<VrfRecord>[];
  prefixes: Owned<PrefixRecord>[];
  addresses: Owned<AddressRecord>[];
  /** What a device is managed by. */
  managementOf: ReadonlyMap<Device, string>;
}

export function generateAddressPlan(
  sites: readonly Site[],
  devices: readonly Device[],
  lines: readonly Line[],
): AddressPlan {
  const siteNumber = numbered(sites, ({ owner }) => owner);
  const deviceNumber = numbered(devices, ({ owner }) => owner);
  const managementOf = new Map(
    devices
      .filter(({ part }) => part !== 'panel')
      .map((device) => [device, `${blockOf(device.owner).management}.${deviceNumber.get(device)! + 1}`]),
  );
  const present = blocks.filter(({ owner }) => sites.some((site) => site.owner === owner));
  return {
    managementOf,
    vrfs: present.flatMap(vrfsOf),
    prefixes: [
      ...present.flatMap(prefixesOfBlock),
      ...sites.flatMap((site) => prefixesOfSite(site, siteNumber.get(site)!)),
    ],
    addresses: [
      ...[...managementOf].map(([device, address]) => managementAddress(device, address)),
      ...devices.flatMap((device) =>
        addressesOf(device, { site: siteNumber.get(device.site)!, device: deviceNumber.get(device)! }),
      ),
      ...lines.filter(({ kind, a }) => kind === 'CIRCUIT' && a.device.part !== 'distribution').flatMap(addressesOfLine),
    ],
  };
}

/** Counts what belongs to one block, from 0. */
function numbered<T>(things: readonly T[], ownerOf: (thing: T) => string): Map<T, number> {
  const counts = new Map<Block, number>();
  return new Map(
    things.map((thing) => {
      const owned = blockOf(ownerOf(thing));
      const number = counts.get(owned) ?? 0;
      counts.set(owned, number + 1);
      return [thing, number];
    }),
  );
}

const status = 'ACTIVE' as const;
const vrfRef = (kind: 'management' | 'business', owner: string) =>
  refFrom(owner, { owner: blockOf(owner).owner, id: `${blockOf(owner).owner}:${kind}` });

function vrfsOf({ owner }: Block, index: number): Owned<VrfRecord>[] {
  const vrf = (kind: string, name: string, number: number) => ({
    owner,
    record: { externalId: `${owner}:${kind}`, status, name, rd: `64500:${(index + 1) * 10 + number}` },
  });
  return [vrf('management', 'Quản lý', 1), vrf('business', 'Nghiệp vụ', 2)];
}

function prefixesOfBlock({ owner, v4, v6, management, outside }: Block): Owned<PrefixRecord>[] {
  const prefix = (text: string, role: string, description: string, more: Partial<PrefixRecord> = {}) => ({
    owner,
    record: { externalId: text, status, prefix: text, role, description, ...more },
  });
  const managed = { vrf: vrfRef('management', owner) };
  return [
    prefix(`${v4}.0.0/16`, 'container', 'Dải địa chỉ IPv4'),
    prefix(`${v6}::/48`, 'container', 'Dải địa chỉ IPv6'),
    prefix(`${v4}.255.0/24`, 'loopback', 'Địa chỉ bộ định tuyến'),
    prefix(`${v6}:ff::/64`, 'loopback', 'Địa chỉ bộ định tuyến'),
    prefix(`${management}.0/24`, 'management', 'Quản lý thiết bị', managed),
    prefix(outside, 'outside', 'Dịch vụ công khai'),
    ...(owner === nationalCenter.code ? [prefix(`${trunks}.0.0/16`, 'trunk', 'Kết nối liên vùng')] : []),
  ];
}

function prefixesOfSite(site: Site, number: number): Owned<PrefixRecord>[] {
  const { v4, v6, owner } = blockOf(site.owner);
  const common = { status, role: site.tier.toLowerCase(), site: refFrom(site.owner, site), description: site.name };
  const vrf = owner.startsWith('MIN-') ? { vrf: vrfRef('business', site.owner) } : {};
  return [`${v4}.${number}.0/24`, `${v6}:${number.toString(16)}::/64`].map((prefix) => ({
    owner: site.owner,
    record: { externalId: `${site.id}:${prefix}`, prefix, ...common, ...vrf },
  }));
}

function assigned(port: Port, address: string, more: Partial<AddressRecord> = {}): Owned<AddressRecord> {
  const { owner, id } = port;
  return { owner, record: { externalId: `${id}:${address}`, status, address, interface: { externalId: id }, ...more } };
}

function managementAddress(device: Device, address: string): Owned<AddressRecord> {
  const port = device.ports.find(({ purpose }) => purpose === 'management') ?? device.ports[0]!;
  return assigned(port, `${address}/24`, { vrf: vrfRef('management', device.owner) });
}

/** Routers by their loopbacks, servers by their first port: IPv4 and IPv6 of one number. */
function addressesOf(device: Device, { site, device: number }: Spot): Owned<AddressRecord>[] {
  const { v4, v6 } = blockOf(device.owner);
  const dnsName = `${device.id}.${device.site.region.key.toLowerCase()}.example`;
  const port = device.ports.find(({ name }) => name === (device.part === 'server' ? 'eth0' : 'lo0'));
  if (!port) return [];
  const hex = (number + 1).toString(16);
  const [short, long] =
    device.part === 'server'
      ? [`${v4}.${site}.${number + 1}/24`, `${v6}:${site.toString(16)}::${hex}/64`]
      : [`${v4}.255.${number + 1}/32`, `${v6}:ff::${hex}/128`];
  return [assigned(port, short, { dnsName }), assigned(port, long, { dnsName })];
}

/** Both ends of a routed line: a /31 that its number among all lines tells. */
function addressesOfLine({ a, b }: Line, index: number): Owned<AddressRecord>[] {
  const at = (end: number) => `${trunks}.${index >> 7}.${((index & 127) << 1) + end}/31`;
  return [assigned(a, at(0)), assigned(b, at(1))];
}
