import type { Surroundings } from '../../../src/warnings/life/topology.rules';

/** A network drawn by names: links between devices, and what stands or runs on them. */
export interface Drawing {
  roots: string[];
  links: Record<string, [string, string]>;
  /** device and link */
  interfaces?: Record<string, [string, string?]>;
  sites?: Record<string, string[]>;
  systems?: Record<string, string[]>;
  /** devices without a link, or beside those that links name */
  devices?: string[];
}

export function drawn({
  roots,
  links,
  interfaces = {},
  sites = {},
  systems = {},
  devices = [],
}: Drawing): Surroundings {
  const ports = Object.entries(interfaces);
  const siteOf = new Map(Object.entries(sites).flatMap(([site, members]) => members.map((id) => [id, site])));
  const all = [...roots, ...devices, ...Object.values(links).flat(), ...siteOf.keys()].filter((id) => !(id in sites));
  const end = (link: string, id: string) => ({
    siteId: id in sites ? id : null,
    deviceId: id in sites ? null : id,
    interfaceId: ports.find(([, [device, of]]) => device === id && of === link)?.[0] ?? null,
  });
  return {
    sites: Object.keys(sites).map((id) => ({ id })),
    devices: [...new Set(all)].map((id) => ({ id, siteId: siteOf.get(id) ?? null, isRoot: roots.includes(id) })),
    links: Object.entries(links).map(([id, ends]) => ({ id, ends: ends.map((one) => end(id, one)) })),
    interfaces: ports.map(([id, [deviceId]]) => ({ id, deviceId })),
    systems: Object.entries(systems).map(([id, needs]) => ({ id, needs })),
  };
}
