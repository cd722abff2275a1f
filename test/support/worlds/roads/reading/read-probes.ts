import type { Random } from '../../../random';
import { fits, type Filter } from '../../answers/fits';
import { roots } from '../../answers/roots';
import type { Onlooker } from '../../onlooker/onlooker';
import { shuffled } from '../../world/chance';
import type { Device, Interface } from '../../world/inventory-model';
import { byId, idOf, type Thing, type TypeName } from '../../world/things';

/** Filters of a device by what may be withheld of it, that hold for it as it is. */
const ofDevice = ({ serial, managementAddress }: Device): Filter[] => [
  ...(serial
    ? [{ eq: serial }, { contains: serial.slice(3, 8) }, { startsWith: serial.slice(0, 5) }, { in: [serial, 'x'] }]
    : [{ isNull: true }]
  ).map((condition) => ({ serial: condition })),
  ...(managementAddress
    ? [{ eq: managementAddress }, { within: managementAddress.replace(/\d+$/, '0/24') }, { isNull: false }]
    : [{ isNull: true }]
  ).map((condition) => ({ managementAddress: condition })),
];
const ofInterface = ({ mac, description }: Interface): Filter[] => [
  ...(mac ? [{ eq: mac }, { in: [mac] }, { isNull: false }] : [{ isNull: true }]).map((condition) => ({
    mac: condition,
  })),
  ...(description ? [{ eq: description }, { contains: description.slice(2, 9) }] : [{ isNull: true }]).map(
    (condition) => ({ description: condition }),
  ),
];

/** Every list that a device or an interface narrows, itself or across edges. */
const deviceRoads: [TypeName, (filter: Filter) => Filter][] = [
  ['Device', (filter) => filter],
  ['Interface', (device) => ({ device })],
  ['Address', (device) => ({ interface: { device } })],
  ['Link', (device) => ({ device })],
  ['Series', (device) => ({ device })],
  ['Series', (device) => ({ interface: { device } })],
  ['Incident', (device) => ({ device })],
];
const interfaceRoads: typeof deviceRoads = [
  ['Interface', (filter) => filter],
  ['Address', (port) => ({ interface: port })],
  ['Series', (port) => ({ interface: port })],
];

interface Probe {
  type: TypeName;
  filter: Filter;
}

/** One question a filter: plain or turned round, and down one of the roads. */
function probesOf(filters: Filter[], roads: typeof deviceRoads, random: Random): Probe[] {
  return filters.map((filter) => {
    const [type, wrap] = random.pick(roads);
    const turned = random.chance(0.3) ? { not: filter } : filter;
    return { type, filter: random.chance(0.2) ? { not: wrap(turned) } : wrap(turned) };
  });
}

/** What is withheld is absent to every filter, whichever way it is asked for, and shown values are found as ever. */
export async function readProbes(onlooker: Onlooker, random: Random): Promise<void> {
  const { world, sight } = onlooker;
  const masked = <T extends Thing>(things: T[]): T[] => {
    const kept = things.filter((one) =>
      (['SERIAL', 'MANAGEMENT_ADDRESS', 'MAC', 'DESCRIPTION'] as const).some((mask) => sight.withholds(one, mask)),
    );
    return [...kept, ...things].slice(0, 4 + random.whole(3));
  };
  const all = [
    ...masked(world.Device).flatMap((device) => probesOf(ofDevice(device), deviceRoads, random)),
    ...masked(world.Interface).flatMap((port) => probesOf(ofInterface(port), interfaceRoads, random)),
  ];
  const probes = shuffled(random, all).slice(0, 45);
  const variables = probes.map(({ type }, i) => `$p${i}: ${type}Filter`).join(', ');
  const lists = probes.map(
    ({ type }, i) => `p${i}: ${roots[type]!}(first: 100, filter: $p${i}) { nodes { id } totalCount }`,
  );
  const values = Object.fromEntries(probes.map(({ filter }, i) => [`p${i}`, filter]));
  const answer = await onlooker.ask<Record<string, object>>(
    'probes',
    `query(${variables}) { ${lists.join(' ')} }`,
    values,
  );
  probes.forEach(({ type, filter }, i) => {
    const found = (sight.all(type) as Thing[]).filter((thing) => fits(filter, thing, sight)).sort(byId);
    const due = { nodes: found.map((thing) => ({ id: idOf(thing) })), totalCount: found.length };
    onlooker.agree(`${roots[type]!} probed by ${JSON.stringify(filter)}`, answer[`p${i}`], due);
  });
}
