import { createPool } from '../../src/kernel/postgres/database';
import { packSamples } from '../../src/monitoring/packing/pack-samples';
import { freePort } from '../support/free-port';
import { startHub, type Hub } from '../support/hub';
import { startHubProcess } from '../support/hub-process';
import { expectKeptOnce, NumberedPushes } from '../support/numbered-pushes';
import { createRandom } from '../support/random';

/** How often the hub is killed: a few times here, as many as one likes by `KILLS=100 npx jest test/http/push-killed`. */
const kills = Number(process.env['KILLS'] ?? 3);

let hub: Hub;
let key: string;
beforeAll(async () => {
  hub = await startHub();
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
});
afterAll(() => hub.stop());

test('Whenever the hub is killed, each sample that it has acknowledged is kept, and none twice', async () => {
  const random = createRandom();
  const owner = createPool(hub.databaseUrl, 'hub_owner', { max: 1 });
  const port = await freePort();
  const start = async () => {
    const served = startHubProcess(hub.databaseUrl, { PORT: String(port), SAMPLES_PER_SECOND: '1000000' });
    await served.isUp;
    return served;
  };
  let served = await start();
  const pushes = new NumberedPushes(() => `http://127.0.0.1:${port}`, key);
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      await pushes.more(5 + random.whole(40));
      await served.kill();
      const client = await owner.connect();
      await packSamples(client, { atOnce: 200 });
      client.release();
      served = await start();
    }
    await pushes.more(5);
    await expectKeptOnce(owner, await pushes.end());
    expect(pushes.failures).toBeGreaterThan(0);
  } finally {
    await pushes.break();
    await served.kill();
    await owner.end();
  }
}, 600_000);
