import type { Random } from '../random';
import { shuffled } from './chance';
import { maskedFields } from './masks';
import { idOf, type Thing } from './model';
import type { Onlooker } from './onlooker';
import type { Device, InformationSystem, Link } from './inventory-model';
import type { Sight } from './sight';

const works = ({ status }: { status: string }): boolean => status !== 'PLANNED' && status !== 'RETIRED';
const endsOn = ({ a, b }: Link, device: Device): boolean => a.device === device || b.device === device;

/** What stops working right after a thing, of what the viewer sees: what is hidden is not there, and holds nothing up. */
function next(failed: Thing, sight: Sight): Thing[] {
  const links = sight.all('Link').filter(works);
  const systems = sight.all('InformationSystem').filter(works);
  const devices = sight.all('Device').filter(works);
  switch (failed.type) {
    case 'Site':
      return [
        ...devices.filter(({ site }) => site === failed),
        ...links.filter(({ a, b }) => a.site === failed || b.site === failed),
      ];
    case 'Interface':
      return links.filter(({ a, b }) => a.interface === failed || b.interface === failed);
    case 'Device':
      return [
        ...links.filter((link) => endsOn(link, failed)),
        ...systems.filter((system) => system.devices.includes(failed)),
      ];
    case 'Link':
      return devices.filter(
        (device) => endsOn(failed, device) && !links.some((link) => link !== failed && endsOn(link, device)),
      );
    case 'InformationSystem':
      return systems.filter(({ parts, needs }) => parts.includes(failed) || needs.includes(failed));
    default:
      return [];
  }
}

function failingWith(start: Thing, sight: Sight): Map<Thing, number> {
  const failing = new Map([[start, 0]]);
  // A map goes on over what is added meanwhile: nearest first.
  for (const [thing, steps] of failing)
    for (const one of next(thing, sight)) if (!failing.has(one)) failing.set(one, steps + 1);
  return failing;
}

interface List {
  edges: { steps: number; node: { id: string } }[];
  totalCount: number;
}
const listed = `(first: 100) { edges { steps node { id } } totalCount }`;
const fields = `{ node { id } devices(first: 100) { edges { steps node { id ${maskedFields('Device')} } } totalCount }
  links${listed} informationSystems${listed} organizations${listed}
  sites(first: 100) { edges { steps node { id ${maskedFields('Site')} } } totalCount } truncated }`;

/** What fails with a thing: records, places and owners, each with its steps, and counts of nothing else. */
export async function readImpact(onlooker: Onlooker, random: Random): Promise<void> {
  const { sight } = onlooker;
  const types = ['Site', 'Device', 'Interface', 'Link', 'InformationSystem'] as const;
  const starts = types.flatMap((type) => shuffled<Thing>(random, sight.all(type)).slice(0, 3));
  if (starts.length === 0) return;
  const asked = starts.map((thing, i) => `q${i}: impact(id: "${idOf(thing)}") ${fields}`);
  const answer = await onlooker.ask<Record<string, Record<string, List>>>('impact', `{ ${asked.join(' ')} }`);
  starts.forEach((start, i) => {
    for (const [name, due] of Object.entries(expectedOf(start, sight))) {
      const { edges, totalCount } = answer[`q${i}`]![name]!;
      const found = edges.map(({ steps, node }) => `${node.id} ${steps}`).sort();
      onlooker.agree(`impact of ${idOf(start)}: ${name}`, [found, totalCount], [due, due.length]);
    }
  });
}

function expectedOf(start: Thing, sight: Sight): Record<string, string[]> {
  const failing = [...failingWith(start, sight)];
  const least = new Map<Thing, number>();
  const note = (thing: Thing | null, steps: number) => {
    if (thing && thing !== start) least.set(thing, Math.min(steps, least.get(thing) ?? steps));
  };
  for (const [thing, steps] of failing) {
    if (thing.type === 'Device') note(sight.show(thing.site), steps);
    note((thing as InformationSystem).owner, steps);
  }
  const lines = (entries: Iterable<[Thing, number]>, type: Thing['type']) =>
    [...entries]
      .filter(([thing]) => thing.type === type && thing !== start)
      .map(([thing, steps]) => `${idOf(thing)} ${steps}`)
      .sort();
  return {
    ...{ devices: lines(failing, 'Device'), links: lines(failing, 'Link'), sites: lines(least, 'Site') },
    ...{ informationSystems: lines(failing, 'InformationSystem'), organizations: lines(least, 'Organization') },
  };
}
