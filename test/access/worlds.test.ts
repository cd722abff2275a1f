import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/database';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { generateWorld } from '../support/worlds/generate';
import { lookOn } from '../support/worlds/onlooker';
import { plant } from '../support/worlds/plant';
import { readTables } from '../support/worlds/read-tables';
import { hiddenIsMissing } from '../support/worlds/hidden';
import { referToHidden, addToTimelines } from '../support/worlds/write-references';
import { writeForOthers, writeForOwn, writeSameKey, keepDirectory } from '../support/worlds/write-foreign';
import { moveSite } from '../support/worlds/move-site';
import { Tally } from '../support/worlds/tally';

const seed = Number(process.env['WORLDS_SEED'] || Date.now() % 2 ** 31);
const runs = Number(process.env['WORLDS_RUNS'] || 3);

let hub: Hub;
let api: Pool;
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 2 });
});
afterAll(async () => {
  await api.end();
  await hub.stop();
});

test.each(Array.from({ length: runs }, (_, i) => seed + i))(
  'world %i',
  async (worldSeed) => {
    const random = createRandom(worldSeed);
    const tally = new Tally();
    const world = generateWorld(random);
    let t = Date.now();
    void t;
    const lap = async (what: string) => {
      console.log(
        what,
        Date.now() - t,
        await hub.sql(
          `SELECT left(query, 60) q, count(*), state FROM pg_stat_activity WHERE application_name = 'commonwatch hub_api' and datname = current_database() group by 1,3`,
        ),
      );
      t = Date.now();
    };
    await plant(hub.sql, world, random);
    await lap('plant');
    const [o0, o1, o2, o3, o4, o5] = world.Organization as [any, any, any, any, any, any];
    const st = await lookOn(hub, world, tally, o1, 'STEWARD', [o3, o5]);
    await hiddenIsMissing(hub, st, random);
    await lap('hidden');
    await referToHidden(hub, st, random);
    await lap('refer');
    await writeForOthers(hub, st, [o0, o2, o5, o4]);
    await lap('others');
    await keepDirectory(hub, st, o2, o5);
    await lap('dir');
    const rd = await lookOn(hub, world, tally, o1, 'READER', [o3, o5]);
    await writeForOthers(hub, rd, [o1, o3]);
    await lap('reader');
    await moveSite(hub, st, random);
    await lap('move');
    await readTables(api, st);
    await writeSameKey(hub, st, world.Device.find((d) => d.owner === o5) ?? world.Device[0]!);
    await writeSameKey(
      hub,
      st,
      world.Incident.find((d) => d.owner === o0)!,
    );
    await addToTimelines(hub, st, random);
    await lap('timel');
    await writeForOwn(hub, st, o1);
    await writeForOwn(hub, st, o3);
    await lap('own');
    console.log(tally.checks);
    tally.conclude(worldSeed);
  },
  120000,
);
