import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/database';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { crowd } from '../support/worlds/crowd';
import { generateWorld } from '../support/worlds/generate';
import { plant } from '../support/worlds/plant';
import { seeNothingWithout } from '../support/worlds/read-tables';
import { Tally } from '../support/worlds/tally';
import { compareRoles, onlookersOf, readAll, writeAll, type Visit } from '../support/worlds/visit';

/** WORLDS_SEED repeats a world, WORLDS_RUNS says how many follow it. */
const firstSeed = Number(process.env['WORLDS_SEED'] || Date.now() % 2 ** 31);
const runs = Number(process.env['WORLDS_RUNS'] || 2);
const seeds = Array.from({ length: runs }, (_, i) => firstSeed + i);
const minute = 60_000;

let hub: Hub;
let api: Pool;
let checks = 0;
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 2 });
});
afterAll(async () => {
  process.stdout.write(`Worlds: ${checks} checks, WORLDS_SEED=${firstSeed} WORLDS_RUNS=${runs}\n`);
  await api.end();
  await hub.stop();
});

/** A new world in place of whatever the hub held. */
async function visitWorld(seed: number): Promise<Visit> {
  const random = createRandom(seed);
  const world = generateWorld(random);
  await plant(hub.sql, world, random);
  return { hub, api, world, random, tally: new Tally() };
}

function conclude({ tally }: Visit, seed: number): void {
  checks += tally.checks;
  tally.conclude(seed);
}

test.each(seeds)(
  'World %i shows each viewer what the oracle says, by every road',
  async (seed) => {
    const visit = await visitWorld(seed);
    expect(await seeNothingWithout(hub.asApiRole, visit.world)).toEqual([]);
    for (const onlooker of await onlookersOf(visit)) await readAll(visit, onlooker);
    await compareRoles(visit);
    await writeAll(visit);
    conclude(visit, seed);
  },
  minute,
);

test(
  'Viewers who share two connections, amid failures of every kind, never get a row of another',
  async () => {
    const visit = await visitWorld(firstSeed);
    await crowd(hub, await onlookersOf(visit), visit.random, 250 + 20 * runs);
    conclude(visit, firstSeed);
  },
  minute,
);
