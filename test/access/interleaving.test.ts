import { createRandom } from '../support/random';
import { startHub, type Hub } from '../support/hub';
import { Tally } from '../support/worlds/onlooker/tally';
import { changes } from '../support/worlds/planting/changes';
import { plant } from '../support/worlds/planting/plant';
import { crowd } from '../support/worlds/run/crowd';
import { firstSeed as seed } from '../support/worlds/run/seed';
import { onlookersOf } from '../support/worlds/run/visit';
import { generateWorld } from '../support/worlds/world/generate-world';

/** The same order of requests in every plain run, and as many as fit into some seconds; INTERLEAVINGS says how many there are to be. */
const asked = Number(process.env['INTERLEAVINGS'] || 0);
const most = asked > 0 ? { requests: asked, milliseconds: 3_600_000 } : { requests: 1_200, milliseconds: 16_000 };

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

test(
  'Viewers who share two connections, amid errors, time-outs and clients that go away, never get a row of another',
  async () => {
    const random = createRandom(seed);
    const world = generateWorld(random);
    await plant(hub.sql, world, random);
    const tally = new Tally();
    const onlookers = await onlookersOf({ hub, world, tally, random });
    const change = () => random.pick(changes)(hub, world, random);
    const requests = await crowd(hub, onlookers, random, most, change);
    process.stdout.write(`Interleaving: ${requests} requests, ${tally.checks} checks, WORLDS_SEED=${seed}\n`);
    tally.conclude(seed);
  },
  most.milliseconds + 60_000,
);
