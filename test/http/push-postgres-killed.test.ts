import { Client, type Pool } from 'pg';
import { connectionConfig, createPool } from '../../src/kernel/postgres/database';
import type { EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { readPostmasterFile } from '../../src/kernel/postgres/embedded-postmaster';
import { directoryBuilders } from '../support/directory-builders';
import { EmbeddedHubs } from '../support/embedded-hubs';
import { freePort } from '../support/free-port';
import { startHubProcess } from '../support/hub-process';
import { expectKeptOnce, NumberedPushes } from '../support/numbered-pushes';
import { createRandom } from '../support/random';
import { until } from '../support/until';

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

/** Has the hub pack while it takes samples in: until it does, and waits for a lock that is held as long as Postgres lives. */
async function packHeldUp(owner: Pool, url: string): Promise<void> {
  const holder = new Client(connectionConfig(url, 'hub_owner'));
  holder.on('error', () => undefined);
  await holder.connect();
  await holder.query(
    `SELECT pg_advisory_lock_shared('private.sample_chunk'::regclass::oid::int, private.slice_of(s.number)) FROM series s`,
  );
  await owner.query(`SELECT graphile_worker.add_job('pack_samples')`);
  const heldUp = `SELECT FROM pg_locks l WHERE l.locktype = 'advisory' AND NOT l.granted`;
  await until('the hub packs', () => found(owner, heldUp));
}

const found = async (owner: Pool, query: string): Promise<boolean> => (await owner.query(query)).rowCount !== 0;

test('Whenever Postgres is killed, the hub goes on with the next: what it has acknowledged is kept, none twice, and packed', async () => {
  const random = createRandom();
  let server = await start();
  const served = startHubProcess(server.url, { SAMPLES_PER_SECOND: '1000000' });
  await served.isUp;
  const owner = createPool(server.url, 'hub_owner', { max: 2 });
  const { organization, key } = directoryBuilders(owner);
  await organization({ code: 'CENTER' });
  const pushes = new NumberedPushes(served.url, await key({ organization: 'CENTER', role: 'REPORTER' }));
  try {
    for (let n = 0; n < kills; n += 1) {
      await pushes.more(5 + random.whole(40));
      // While the hub packs, who pushes what is as old waits for it.
      if (n % 2 === 0) await packHeldUp(owner, server.url);
      else await pushes.more(random.whole(5));
      await kill(owner, server);
      server = await start();
    }
    await pushes.more(5);
    const count = await pushes.end();
    expect(pushes.failures).toBeGreaterThan(0);
    await owner.query(`SELECT graphile_worker.add_job('pack_samples')`);
    await until('all is packed', async () => !(await found(owner, 'SELECT FROM private.sample')));
    await expectKeptOnce(owner, count);
  } finally {
    await pushes.break();
    await served.kill();
    await owner.end();
  }
}, 600_000);
