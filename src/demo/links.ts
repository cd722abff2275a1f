import { connectBackbone } from './backbone';
import { Floor } from './floor';
import type { Device, Line, Site } from './model';
import { operators } from './organizations';
import { createRandom } from './random';
import { Wiring } from './wiring';

/** A core site: two of each that matters, and everything hangs on both. */
function wireCore(site: Site, floor: Floor, wiring: Wiring): void {
  const [cores, walls, fabrics] = [floor.at(site, 'core'), floor.at(site, 'firewall'), floor.at(site, 'fabric')];
  wiring.connect(cores[0]!, 'up', cores[1]!, 'up');
  wiring.connect(fabrics[0]!, 'up', fabrics[1]!, 'up');
  for (const wall of walls) {
    for (const core of cores) wiring.connect(core, 'down', wall, 'up');
    for (const fabric of fabrics) wiring.connect(wall, 'down', fabric, 'up');
  }
  for (const part of ['balancer', 'server', 'storage'] as const)
    for (const device of floor.at(site, part))
      for (const fabric of fabrics) wiring.connect(fabric, 'down', device, 'up');
  for (const part of ['power', 'sensor'] as const)
    for (const device of floor.at(site, part)) wiring.connect(fabrics[0]!, 'down', device, 'up');
}

/** Distribution sites stand in a ring that begins at one core router and ends at the other. */
function wireRing(core: Site, stations: readonly Site[], floor: Floor, wiring: Wiring): void {
  const cores = floor.at(core, 'core');
  const edges = stations.map((site) => floor.at(site, 'edge')[0]!);
  const provider = createRandom(`ring:${core.id}`).pick(operators).code;
  const circuit = (number: number) => ({
    kind: 'CIRCUIT' as const,
    provider,
    name: `Kênh vòng ${core.region.name} ${number}`,
  });
  wiring.connect(cores[0]!, 'down', edges[0]!, 'up', circuit(1));
  edges.slice(1).forEach((edge, i) => wiring.connect(edges[i]!, 'up', edge, 'up', circuit(i + 2)));
  wiring.connect(cores[1]!, 'down', edges.at(-1)!, 'up', circuit(edges.length + 1));
  stations.forEach((site, i) => {
    const [hub] = floor.at(site, 'distribution');
    for (let pair = 0; pair < 2; pair += 1) wiring.connect(edges[i]!, 'up', hub!, 'up');
    for (const power of floor.at(site, 'power')) wiring.connect(hub!, 'down', power, 'up');
  });
}

/** An access point hangs on one station, every other one on a second too; what is far off comes by radio. */
function wireAccess(points: readonly Site[], stations: readonly Site[], floor: Floor, wiring: Wiring): void {
  points.forEach((site, i) => {
    const [access] = floor.at(site, 'access');
    const random = createRandom(`access:${site.id}`);
    const kind = random.chance(0.15) ? 'RADIO' : 'CIRCUIT';
    const hubs = random.chance(0.5) ? [i % 3, (i + 1) % 3] : [i % 3];
    for (const hub of hubs)
      wiring.connect(floor.at(stations[hub]!, 'distribution')[0]!, 'down', access!, 'up', { kind });
    for (const device of floor.at(site, 'wireless')) wiring.connect(access!, 'down', device, 'up');
  });
}

function wireOffice(site: Site, floor: Floor, wiring: Wiring): void {
  const [[edge], [access]] = [floor.at(site, 'edge'), floor.at(site, 'access')];
  wiring.connect(edge!, 'down', access!, 'up');
  for (const server of floor.at(site, 'server')) wiring.connect(access!, 'down', server, 'up');
  for (const device of floor.at(site, 'wireless')) wiring.connect(access!, 'down', device, 'up');
}

/** A ministry's routers at other people's sites and its offices reach its data centre by tunnels. */
function wireMinistry(headquarters: Site, sites: readonly Site[], floor: Floor, wiring: Wiring): void {
  const cores = floor.at(headquarters, 'core');
  const name = ({ site }: Device) => `Đường hầm ${headquarters.owner} – ${site.region.name}`;
  const offices = sites.filter(({ owner, tier }) => tier === 'OFFICE' && owner.startsWith(headquarters.owner));
  const remote = offices.flatMap((site) => floor.at(site, 'edge'));
  for (const host of sites) {
    for (const edge of floor.guestsAt(host).filter(({ owner }) => owner === headquarters.owner)) {
      wiring.connect(edge, 'down', floor.at(host, 'access', edge.owner)[0]!, 'up');
      wiring.connect(edge, 'up', floor.at(host, 'fabric')[0]!, 'down');
      remote.push(edge);
    }
  }
  remote.forEach((edge, i) =>
    wiring.tunnel(edge, cores[i % 2]!, { owner: edge.owner, name: name(edge), capacityBps: 2e8 }),
  );
}

/** Every line of the country, about 3,000 at full scale: trees and rings within a region, circuits between them. */
export function generateLinks(sites: readonly Site[], devices: readonly Device[]): Line[] {
  const floor = new Floor(devices);
  const wiring = new Wiring();
  for (const core of sites.filter(({ tier }) => tier === 'CORE')) {
    wireCore(core, floor, wiring);
    const own = sites.filter(({ owner }) => owner === core.owner && owner.startsWith('RC-'));
    const stations = own.filter(({ tier }) => tier === 'DISTRIBUTION');
    if (stations.length > 0) wireRing(core, stations, floor, wiring);
    const points = own.filter(({ tier }) => tier === 'ACCESS');
    wireAccess(points, stations, floor, wiring);
    if (core.owner.startsWith('MIN-')) wireMinistry(core, sites, floor, wiring);
  }
  for (const office of sites.filter(({ tier }) => tier === 'OFFICE')) wireOffice(office, floor, wiring);
  connectBackbone(sites, floor, wiring);
  return wiring.lines;
}
