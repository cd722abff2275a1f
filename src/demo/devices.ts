import type { LifecycleStatus } from '../inventory/inventory-record.values';
import type { Device, Part, Port, Site, Tier } from './model';
import { ministries } from './organizations';
import { blueprints, type PortGroup } from './parts';
import { createRandom } from './random';

/** What stands at a site of each tier; at a core site some servers more or less. */
const outfits: Readonly<Record<Tier, Partial<Record<Part, number>>>> = {
  CORE: { core: 2, firewall: 2, fabric: 2, balancer: 1, server: 8, storage: 1, power: 1, sensor: 1, panel: 1 },
  DISTRIBUTION: { edge: 1, distribution: 1, power: 1 },
  ACCESS: { access: 1 },
  OFFICE: { edge: 1, access: 1, server: 2, wireless: 1 },
  POP: { core: 1 },
};

/** Regional core sites where a ministry has a router and a switch of its own standing. */
const guests = 6;

/** Parts that a whole region hangs on: in a demonstration they work. */
const vital: ReadonlySet<Part> = new Set(['core', 'edge', 'fabric', 'distribution']);

const troubles: readonly LifecycleStatus[] = [
  ...(['PLANNED', 'PLANNED', 'STAGED', 'OFFLINE', 'OFFLINE', 'OFFLINE', 'OFFLINE'] as const),
  ...(['DECOMMISSIONING', 'RETIRED', 'RETIRED'] as const),
];

function statusOf(id: string, part: Part): LifecycleStatus {
  const random = createRandom(`status:${id}`);
  return vital.has(part) || random.chance(0.91) ? 'ACTIVE' : random.pick(troubles);
}

function build(owner: string, site: Site, part: Part, number: number, prefix = site.id): Device {
  const id = `${prefix}-${blueprints[part].short}${number}`.toLowerCase();
  const device: Device = { id, owner, site, part, status: statusOf(id, part), ports: [] };
  for (const group of blueprints[part].groups) device.ports.push(...portsOf(device, group));
  return device;
}

function portsOf(device: Device, { purpose, prefix, kind, gigabits, count }: PortGroup): Port[] {
  const first = /\/$|^(port|te)$/.test(prefix) ? 1 : 0;
  return Array.from({ length: count }, (_, i) => {
    const name = `${prefix}${first + i}`;
    const speedBps = gigabits === null ? null : gigabits * 1e9;
    return { id: `${device.id}:${name}`, owner: device.owner, device, purpose, name, kind, speedBps };
  });
}

function furnish(site: Site): Device[] {
  const random = createRandom(`outfit:${site.id}`);
  const more: Partial<Record<Part, number>> = {
    ...(site.tier === 'CORE' && { server: 7 + random.whole(3) }),
    ...(site.tier === 'ACCESS' && random.chance(0.5) && { wireless: 1 }),
  };
  return Object.entries({ ...outfits[site.tier], ...more }).flatMap(([part, count]) =>
    Array.from({ length: count }, (_, i) => build(site.owner, site, part as Part, i + 1)),
  );
}

/** Routers and switches of ministries at core sites of regional centers: edges between owners. */
function lodge(sites: readonly Site[]): Device[] {
  const hosts = sites.filter(({ owner, tier }) => tier === 'CORE' && owner.startsWith('RC-'));
  return ministries.flatMap(({ code }) =>
    createRandom(`guests:${code}`)
      .shuffled(hosts)
      .slice(0, guests)
      .flatMap((host) => {
        const prefix = `${code}-${host.region.key}`;
        return [build(code, host, 'edge', 1, prefix), build(code, host, 'access', 1, prefix)];
      }),
  );
}

/** Every device of the country: about 2,000 at full scale, with 20,000 ports. */
export const generateDevices = (sites: readonly Site[]): Device[] => [...sites.flatMap(furnish), ...lodge(sites)];
