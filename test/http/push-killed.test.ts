import { createPool } from '../../src/kernel/postgres/database';
import { finishWork, workUntilKill } from '../support/background-jobs';
import { freePort } from '../support/free-port';
import { startHub, type Hub } from '../support/hub';
import { startHubProcess } from '../support/hub-process';
import { expectedWindows, expectKeptOnce, expectLatest, expectWindows } from '../support/kept-pushes';
import { NumberedPushes } from '../support/numbered-pushes';
import { createRandom } from '../support/random';

/** How often the hub is killed: a few times here, a hundred times by `npm run test:kills`. */
const kills = Number(process.env['KILLS'] ?? 3);

let hub: Hub;
let key: string;
beforeAll(async () => {
  hub = await startHub();
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
});
afterAll(() => hub.stop());

test(
  'Whenever the hub is killed, each sample that it has acknowledged is kept, none twice, and each step tells of all of them',
  async () => {
    const random = createRandom();
    const owner = createPool(hub.databaseUrl, 'hub_owner', { max: 2 });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const start = async () => {
      const served = startHubProcess(hub.databaseUrl, { PORT: String(port), SAMPLES_PER_SECOND: '1000000' });
      await served.isUp;
      return served;
    };
    let served = await start();
    const pushes = new NumberedPushes(() => url, key, random);
    try {
      for (let kill = 0; kill < kills; kill += 1) {
        await pushes.more(5 + random.whole(40));
        const letGo = await workUntilKill(owner, hub.databaseUrl, random);
        await served.kill();
        await letGo();
        served = await start();
        await expectKeptOnce(owner, pushes, false);
      }
      await pushes.more(5);
      const bodies = await expectKeptOnce(owner, await pushes.end());
      expect(pushes.failures).toBeGreaterThan(0);
      const asked = { url, key, owner };
      const expected = await expectedWindows(owner, bodies);
      // Some of it packed, some of it rows; then all of it packed; then the steps alone.
      await expectWindows(asked, bodies, expected);
      await finishWork(owner);
      expect(await expectKeptOnce(owner, pushes)).toEqual(bodies);
      await expectLatest(owner, bodies);
      await expectWindows(asked, bodies, expected);
      await owner.query('DELETE FROM private.sample_chunk');
      await expectWindows(asked, bodies, expected, false);
    } finally {
      await pushes.break();
      await served.kill();
      await owner.end();
    }
  },
  120_000 + kills * 60_000,
);
