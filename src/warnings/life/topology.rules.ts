import type { Thing } from './suppression.rules';

/** The inventory around what fails, as it was read. What is planned or retired is left out: it carries nothing. */
export interface Surroundings {
  sites: readonly { id: string }[];
  /** `isRoot`: paths begin here */
  devices: readonly { id: string; siteId: string | null; isRoot: boolean }[];
  links: readonly { id: string; ends: readonly LinkEnd[] }[];
  interfaces: readonly { id: string; deviceId: string }[];
  systems: readonly { id: string; needs: readonly string[] }[];
}

/** Where a link ends: on a device, by an interface of it perhaps, or somewhere at a site. */
export interface LinkEnd {
  siteId: string | null;
  deviceId: string | null;
  interfaceId: string | null;
}

/**
 * What needs what, and what is reached through what. A link is reached from either end, a device through its links, a site through the links
 * that end there and through its devices that have links. A device without links is reached through its site, and so is one where some link
 * ends at the site and nobody knows on what.
 */
export function thingsOf({ sites, devices, links, interfaces, systems }: Surroundings): Map<string, Thing> {
  const linksOf = group(links.flatMap(({ id, ends }) => ends.map((end) => [placeOf(end), id] as const)));
  const linkOfInterface = group(links.flatMap(({ id, ends }) => ends.map((end) => [end.interfaceId, id] as const)));
  const linked = devices.filter(({ id }) => linksOf.has(id));
  const linkedAt = group(linked.map(({ id, siteId }) => [siteId, id] as const));
  const needSite = ({ siteId }: { siteId: string | null }) => (siteId === null ? [] : [siteId]);
  const bySite = ({ id, siteId }: { id: string; siteId: string | null }) =>
    siteId !== null && (!linksOf.has(id) || linksOf.has(siteId)) ? [siteId] : [];

  const things: Thing[] = [
    ...sites.map(({ id }) => siteThing(id, [...(linksOf.get(id) ?? []), ...(linkedAt.get(id) ?? [])])),
    ...devices.map((device) => ({
      ...{ id: device.id, kind: 'DEVICE' as const, isRoot: device.isRoot, needs: needSite(device) },
      ways: [...(linksOf.get(device.id) ?? []), ...bySite(device)],
    })),
    ...links.map(({ id, ends }) => linkThing(id, ends)),
    ...interfaces.map(({ id, deviceId }) => hanging(id, 'INTERFACE', [deviceId, ...(linkOfInterface.get(id) ?? [])])),
    ...systems.map(({ id, needs }) => hanging(id, 'SYSTEM', needs)),
  ];
  return new Map(things.map((thing) => [thing.id, thing]));
}

const placeOf = ({ deviceId, siteId }: LinkEnd): string | null => deviceId ?? siteId;

const siteThing = (id: string, ways: string[]): Thing => ({ id, kind: 'SITE', needs: [], ways, isRoot: false });

const linkThing = (id: string, ends: readonly LinkEnd[]): Thing => ({
  ...{ id, kind: 'LINK', needs: [], isRoot: false },
  ways: ends.map(placeOf).filter((place) => place !== null),
});

const hanging = (id: string, kind: 'INTERFACE' | 'SYSTEM', needs: readonly string[]): Thing => ({
  ...{ id, kind, needs, ways: [], isRoot: false },
});

function group(pairs: readonly (readonly [string | null, string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, id] of pairs) {
    if (key === null) continue;
    const list = groups.get(key);
    if (!list) groups.set(key, [id]);
    else if (!list.includes(id)) list.push(id);
  }
  return groups;
}
