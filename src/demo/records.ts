import type { DeviceRecord } from '../inventory/device/device.record.type';
import type { InterfaceRecord } from '../inventory/interface/interface.record.type';
import type { LinkRecord } from '../inventory/link/link.record.type';
import type { SiteRecord } from '../inventory/site/site.record.type';
import { refFrom, type Device, type Line, type Owned, type Part, type Port, type Site } from './model';
import { blueprints, makeOf } from './parts';
import { createRandom } from './random';

export const siteRecord = ({ id, owner, region, name, latitude, longitude }: Site): Owned<SiteRecord> => ({
  owner,
  record: { externalId: id, status: 'ACTIVE', code: id, name, region: region.code, latitude, longitude },
});

/** Small things that sources often know by their serial number alone. */
const nameless: ReadonlySet<Part> = new Set(['wireless', 'power', 'sensor', 'panel']);

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export function deviceRecord(device: Device, managementAddress: string | undefined): Owned<DeviceRecord> {
  const { id, owner, site, part, status } = device;
  const random = createRandom(`device:${id}`);
  // An organization buys from one maker, and now and then from another.
  const choice = createRandom(`maker:${owner}`).whole(84) + (random.chance(0.2) ? 1 : 0);
  const serial = Array.from({ length: 9 }, () => alphabet[random.whole(alphabet.length)]!).join('');
  const tags = [
    site.tier.toLowerCase(),
    ...(random.chance(0.1) ? ['bao-hanh'] : []),
    ...(site.owner === owner ? [] : ['dat-nho']),
  ];
  const unnamed = nameless.has(part) && random.chance(0.2);
  return {
    owner,
    record: {
      ...{ externalId: id, status, role: blueprints[part].role, ...makeOf(part, choice), serial, tags },
      name: unnamed ? null : id,
      managementAddress: managementAddress ?? null,
      site: refFrom(owner, site),
    },
  };
}

/** Locally administered: the number of the port among all ports of the country. */
function macOf(number: number): string {
  const bytes = [0x02, 0x00, 0x5e, number >> 16, (number >> 8) & 255, number & 255];
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}

export function interfaceRecord(port: Port, number: number, line: Line | undefined): Owned<InterfaceRecord> {
  const { id, owner, device, purpose, name, kind, speedBps } = port;
  const random = createRandom(`port:${id}`);
  return {
    owner,
    record: {
      ...{ externalId: id, name, kind, speedBps, status: device.status },
      device: { externalId: device.id },
      enabled: line !== undefined || purpose === 'management' || random.chance(0.6),
      mac: purpose === 'passive' || kind === 'virtual' ? null : macOf(number),
      description: line ? `Nối tới ${(line.a === port ? line.b : line.a).device.id}` : null,
    },
  };
}

export const linkRecord = ({
  id,
  owner,
  name,
  kind,
  status,
  capacityBps,
  provider,
  a,
  b,
}: Line): Owned<LinkRecord> => ({
  owner,
  record: {
    ...{ externalId: id, status, name, kind, capacityBps, provider },
    a: { interface: refFrom(owner, a) },
    b: { interface: refFrom(owner, b) },
  },
});
