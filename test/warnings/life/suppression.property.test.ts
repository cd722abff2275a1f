import { causesOf, type OpenWarning, type Thing } from '../../../src/warnings/life/suppression.rules';
import { thingsOf } from '../../../src/warnings/life/topology.rules';
import { createRandom, type Random } from '../../support/random';
import { drawn } from './drawing';
import { PathOracle } from './path-oracle';
import { randomNetwork } from './random-network';

/** TOPOLOGY_SEED is where worlds begin, TOPOLOGY_RUNS how many there are. */
const firstSeed = Number(process.env['TOPOLOGY_SEED'] || 20_261_124);
const runs = Number(process.env['TOPOLOGY_RUNS'] || 150);

interface World {
  things: ReadonlyMap<string, Thing>;
  oracle: PathOracle;
  open: OpenWarning[];
  /** the things that are down; an interface that is down while its device is not is its link */
  down: ReadonlySet<string>;
  causes: ReadonlyMap<string, string>;
}

function worldOf(random: Random): World {
  const things = thingsOf(drawn(randomNetwork(random)));
  const oracle = new PathOracle(things);
  const mostly = random.chance(0.5) ? 0.2 : 0.6;
  const open = [...things.keys()]
    .filter(() => random.chance(mostly))
    .map((thing) => ({
      id: `w-${thing}`,
      thing,
      isDown: random.chance(0.8),
      isTold: random.chance(0.3),
      raisedAt: new Date(random.whole(5)),
    }));
  const down = new Set(open.filter(({ isDown }) => isDown).map(({ thing }) => thing));
  const shifted = new Set([...down].map((id) => speaksFor(things, id, down)));
  return { things, oracle, open, down: shifted, causes: causesOf(things, open) };
}

function speaksFor(things: ReadonlyMap<string, Thing>, id: string, down: ReadonlySet<string>): string {
  const { kind, needs } = things.get(id)!;
  if (kind !== 'INTERFACE') return id;
  const [device = '', link] = needs;
  const deviceFails = down.has(device) || (things.get(device)?.needs ?? []).some((site) => down.has(site));
  return deviceFails || link === undefined ? id : link;
}

const check: Record<string, (world: World) => void> = {
  'every chain of causes ends in a warning without one': ({ open, causes }) => {
    for (const { id } of open) {
      let end = id;
      for (let steps = 0; causes.has(end); steps++) {
        expect(steps).toBeLessThan(open.length);
        end = causes.get(end)!;
      }
      expect(open.find((one) => one.id === end)).toBeDefined();
    }
  },
  'a cause is down': ({ open, causes }) => {
    for (const cause of causes.values()) expect(open.find(({ id }) => id === cause)).toMatchObject({ isDown: true });
  },
  'what is down is told exactly where no other failure explains it, once for each thing': ({
    things,
    oracle,
    open,
    down,
    causes,
  }) => {
    const told = new Map<string, number>();
    const realDown = new Set(open.filter(({ isDown }) => isDown).map(({ thing }) => thing));
    for (const { id, thing, isDown } of open) {
      if (!isDown || causes.has(id)) continue;
      const place = speaksFor(things, thing, realDown);
      told.set(place, (told.get(place) ?? 0) + 1);
    }
    for (const thing of down) {
      const needs = [...oracle.needsOf(thing)];
      const circle = new Set([thing, ...needs.filter((other) => down.has(other) && oracle.needsOf(other).has(thing))]);
      const voices = [...circle].reduce((sum, other) => sum + (told.get(other) ?? 0), 0);
      const why = oracle.whyTold(thing, down);
      expect([thing, why, voices]).toEqual([thing, why, why === null ? 0 : 1]);
    }
  },
  'what is worse is told where it needs nothing that fails and some path to it works': ({
    oracle,
    open,
    down,
    causes,
  }) => {
    for (const { id, thing, isDown } of open) {
      if (isDown) continue;
      expect([id, causes.has(id)]).toEqual([id, oracle.isBroken(thing, down) || oracle.isCutOff(thing, down)]);
    }
  },
  'the order in which warnings are given makes no difference': ({ things, open, causes }) => {
    expect(causesOf(things, open.toReversed())).toEqual(causes);
  },
};

test.each(Object.entries(check))('%s', (_, holds) => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++)
    try {
      holds(worldOf(createRandom(seed)));
    } catch (error) {
      throw new Error(`With TOPOLOGY_SEED=${seed} TOPOLOGY_RUNS=1: ${(error as Error).message}`, { cause: error });
    }
});
