import type { Random } from '../../support/random';
import type { Drawing } from './drawing';

/** A network by chance: trees, rings and islands, sites and interfaces here and there, systems that need each other in circles. */
export function randomNetwork(random: Random): Drawing {
  const count = 3 + random.whole(7);
  const devices = Array.from({ length: count }, (_, i) => `d${i}`);
  const links: Drawing['links'] = {};
  const interfaces: NonNullable<Drawing['interfaces']> = {};
  const sites: NonNullable<Drawing['sites']> = {};
  const systems: NonNullable<Drawing['systems']> = {};
  const join = (a: string, b: string) => {
    const id = `l${Object.keys(links).length}`;
    links[id] = [a, b];
    for (const end of [a, b]) if (end.startsWith('d') && random.chance(0.4)) interfaces[`${end}:${id}`] = [end, id];
  };
  for (let i = 1; i < count; i++) if (random.chance(0.85)) join(devices[i]!, devices[random.whole(i)]!);
  for (let extra = random.whole(4); extra > 0; extra--) {
    const [a, b] = [random.pick(devices), random.pick(devices)];
    if (a !== b) join(a, b);
  }
  for (const device of devices) if (random.chance(0.5)) (sites[`s${random.whole(3)}`] ??= []).push(device);
  if (sites['s0'] && random.chance(0.3)) join('s0', random.pick(devices));
  for (let i = random.whole(4); i > 0; i--) {
    const others = [...devices, 'y1', 'y2', 'y3'].filter((id) => id !== `y${i}`);
    systems[`y${i}`] = [random.pick(others), random.pick(others)].filter(
      (id) => id.startsWith('d') || id in systems || random.chance(0.5),
    );
  }
  return { roots: devices.slice(0, random.whole(3)), devices, links, interfaces, sites, systems };
}
