import { createPool } from '../../src/kernel/postgres/database';
import type { EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { finishWork, workUntilKill } from '../support/background-jobs';
import { directoryBuilders } from '../support/directory-builders';
import { EmbeddedHubs } from '../support/embedded-hubs';
import { freePort } from '../support/free-port';
import { startHubProcess } from '../support/hub-process';
import { killPostgres } from '../support/kill-postgres';
import { expectedWindows, expectKeptOnce, expectLatest, expectWindows } from '../support/kept-pushes';
import { NumberedPushes } from '../support/numbered-pushes';
import { createRandom } from '../support/random';

/** How often Postgres is killed: a few times here, a hundred times by `npm run test:kills`. */
const kills = Number(process.env['KILLS'] ?? 3);

const servers = new EmbeddedHubs();
/** As an operator's, durable; and where it was before, so that the hub finds it again. */
let start: () => Promise<EmbeddedPostgres>;
beforeAll(async () => {
  const port = String(await freePort());
  start = () => servers.start('killed', { throwaway: false, settings: { shared_buffers: '32MB', port } });
});
afterAll(() => servers.clear());

test(
  'Whenever Postgres is killed, the hub goes on with the next: what it has acknowledged is kept, none twice, and each step tells of all of it',
  async () => {
    const random = createRandom();
    let server = await start();
    const served = startHubProcess(server.url, { SAMPLES_PER_SECOND: '1000000' });
    await served.isUp;
    const owner = createPool(server.url, 'hub_owner', { max: 2 });
    const { organization, key: keyOf } = directoryBuilders(owner);
    await organization({ code: 'CENTER' });
    const key = await keyOf({ organization: 'CENTER', role: 'REPORTER' });
    const pushes = new NumberedPushes(served.url, key, random);
    try {
      for (let n = 0; n < kills; n += 1) {
        await pushes.more(5 + random.whole(40));
        const letGo = await workUntilKill(owner, server.url, random);
        await killPostgres(owner, server);
        await letGo();
        server = await start();
        await expectKeptOnce(owner, pushes, false);
      }
      await pushes.more(5);
      const bodies = await expectKeptOnce(owner, await pushes.end());
      expect(pushes.failures).toBeGreaterThan(0);
      const asked = { url: served.url(), key, owner };
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
