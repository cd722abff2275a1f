import type { Floor } from './floor';
import type { Device, Site } from './model';
import { nationalCenter, operators } from './organizations';
import { createRandom } from './random';
import type { Wiring } from './wiring';

/** Longhaul lines beside those between neighbours. */
const express = [
  ['HNI', 'DNG'],
  ['DNG', 'HCM'],
  ['HNI', 'HCM'],
  ['HUE', 'DNG'],
];

type Pair = readonly [Site, Site];

/** Near enough for choosing neighbours, in degrees: exact arithmetic only, so that every machine chooses the same. */
function squaredDistance([a, b]: Pair): number {
  const [north, east] = [a.latitude - b.latitude, (a.longitude - b.longitude) * 0.95];
  return north * north + east * east;
}

/** The shortest lines that hold all sites together (Kruskal), and from each to its nearest. */
function neighbours(sites: readonly Site[]): Pair[] {
  const pairs = sites
    .flatMap((a, i) => sites.slice(i + 1).map((b): Pair => [a, b]))
    .sort((p, q) => squaredDistance(p) - squaredDistance(q));
  const group = new Map(sites.map((site) => [site, site]));
  const root = (site: Site): Site => (group.get(site) === site ? site : root(group.get(site)!));
  const degree = new Map<Site, number>();
  return pairs.filter(([a, b]) => {
    const apart = root(a) !== root(b);
    const lonely = (degree.get(a) ?? 0) < 2 || (degree.get(b) ?? 0) < 2;
    if (!apart && !lonely) return false;
    group.set(root(a), root(b));
    for (const site of [a, b]) degree.set(site, (degree.get(site) ?? 0) + 1);
    return true;
  });
}

/** Circuits between regions, the operators' own rings, and the national center's lines: what holds the country together. */
export function connectBackbone(sites: readonly Site[], floor: Floor, wiring: Wiring): void {
  const cores = sites.filter(({ tier, owner }) => tier === 'CORE' && owner.startsWith('RC-'));
  const byKey = new Map(cores.map((site) => [site.region.key, site]));
  const roomiest = (site: Site): Device =>
    floor.at(site, 'core').sort((a, b) => wiring.freeCount(b, 'up') - wiring.freeCount(a, 'up'))[0]!;
  const join = (a: Site, b: Site, owner: string, provider?: string) =>
    wiring.connect(roomiest(a), 'up', roomiest(b), 'up', {
      ...{ kind: 'CIRCUIT', owner, name: `Trục ${a.region.name} – ${b.region.name}` },
      ...(provider && { provider }),
    });

  const longhaul = express.flatMap(([a, b]) =>
    byKey.has(a!) && byKey.has(b!) ? [[byKey.get(a!)!, byKey.get(b!)!]] : [],
  );
  for (const [a, b] of longhaul) join(a!, b!, nationalCenter.code, operators[0]!.code);
  for (const [a, b] of neighbours(cores)) {
    const random = createRandom(`trunk:${a.id}:${b.id}`);
    join(a, b, random.chance(0.4) ? nationalCenter.code : a.owner, random.pick(operators).code);
  }
  for (const site of sites.filter(({ owner }) => owner === nationalCenter.code)) {
    for (const core of floor.at(byKey.get(site.region.key)!, 'core'))
      wiring.connect(roomiest(site), 'up', core, 'up', { kind: 'CIRCUIT' });
  }
  for (const { code } of operators)
    connectOperator(
      sites.filter(({ owner }) => owner === code),
      byKey,
      join,
    );
}

/** An operator's points of presence stand in a ring from north to south, and each hands over to its region's core. */
function connectOperator(
  points: readonly Site[],
  cores: ReadonlyMap<string, Site>,
  join: (a: Site, b: Site, owner: string, provider?: string) => void,
): void {
  const ring = points.toSorted((a, b) => b.latitude - a.latitude);
  ring.forEach((site, i) => {
    if (ring.length > 2 || i === 0) join(site, ring[(i + 1) % ring.length]!, site.owner, site.owner);
    join(site, cores.get(site.region.key)!, site.owner, site.owner);
  });
}
