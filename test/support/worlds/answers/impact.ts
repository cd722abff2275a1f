import type { Sight } from '../oracle/sight';
import type { Device, InformationSystem, Link } from '../world/inventory-model';
import { idOf, type Thing } from '../world/things';

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

/** Records, places and owners that fail with a thing, each with its steps. */
export function impactOf(start: Thing, sight: Sight): Record<string, string[]> {
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
