import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import type { EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { readPostmasterFile } from '../../src/kernel/postgres/embedded-postmaster';
import { packSamples } from '../../src/monitoring/pack-samples';
import { directoryBuilders } from '../support/directory-builders';
import { EmbeddedHubs } from '../support/embedded-hubs';
import { freePort } from '../support/free-port';
import { startHubProcess } from '../support/hub-process';
import { expectKeptOnce, NumberedPushes } from '../support/numbered-pushes';
import { createRandom } from '../support/random';

/** How often Postgres is killed: a few times here, as many as one likes by `KILLS=100 npx jest test/http/push-postgres-killed`. */
const kills = Number(process.env['KILLS'] ?? 2);

const servers = new EmbeddedHubs();
/** As an operator's, durable; and where it was before, so that the hub finds it again. */
let start: () => Promise<EmbeddedPostgres>;
beforeAll(async () => {
  const port = String(await freePort());
  start = () => servers.start('killed', { throwaway: false, settings: { shared_buffers: '32MB', port } });
});
afterAll(() => servers.clear());

/** The postmaster and all that it has started, at once. */
async function kill(owner: Pool, { dataDirectory }: EmbeddedPostgres): Promise<void> {
  const { rows } = await owner.query<{ pid: number }>('SELECT a.pid FROM pg_stat_activity a');
  const { pid } = (await readPostmasterFile(dataDirectory))!;
  for (const one of [pid, ...rows.map((row) => row.pid)]) endAtOnce(one);
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // Gone by itself, as what it was for is gone.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** What is packed while the server goes down stays as it was. */
async function packOrFail(owner: Pool): Promise<void> {
  const client = await owner.connect();
  client.on('error', () => undefined);
  await packSamples(client, { atOnce: 200 }).then(
    () => client.release(),
    () => client.release(true),
  );
}

test('Whenever Postgres is killed, the hub goes on with the next, each sample that it has acknowledged is kept, and none twice', async () => {
  const random = createRandom();
  let server = await start();
  const served = startHubProcess(server.url, { SAMPLES_PER_SECOND: '1000000' });
  await served.isUp;
  const owner = createPool(server.url, 'hub_owner', { max: 2 });
  owner.on('error', () => undefined);
  const { organization, key } = directoryBuilders(owner);
  await organization({ code: 'CENTER' });
  const pushes = new NumberedPushes(served.url, await key({ organization: 'CENTER', role: 'REPORTER' }));
  try {
    for (let n = 0; n < kills; n += 1) {
      await pushes.more(5 + random.whole(40));
      const packing = packOrFail(owner);
      await pushes.more(random.whole(5));
      await kill(owner, server);
      await packing;
      server = await start();
    }
    await pushes.more(5);
    await packOrFail(owner);
    await expectKeptOnce(owner, await pushes.end());
    expect(pushes.failures).toBeGreaterThan(0);
  } finally {
    await served.kill();
    await owner.end();
  }
}, 600_000);
