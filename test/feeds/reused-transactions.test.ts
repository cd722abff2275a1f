import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import type { EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { directoryBuilders } from '../support/directory-builders';
import { EmbeddedHubs } from '../support/embedded-hubs';
import { ask } from '../support/feeds/unsure';
import { freePort } from '../support/free-port';
import { startHubProcess } from '../support/hub-process';
import { killPostgres } from '../support/kill-postgres';
import { until } from '../support/until';

const servers = new EmbeddedHubs();
let start: () => Promise<EmbeddedPostgres>;
beforeAll(async () => {
  const port = String(await freePort());
  // What is not asked to be on the disk stays away from it for as long as can be.
  const settings = { shared_buffers: '32MB', wal_writer_delay: '10s', autovacuum: 'off', port };
  start = () => servers.start('reused', { throwaway: false, settings });
});
afterAll(() => servers.clear());

const asking = `query($after: Cursor, $from: FeedStart) {
  changes(after: $after, from: $from, filter: { types: ["Device"] }) { changes { node { ... on Device { name } } } endCursor }
}`;
interface Page {
  changes: { changes: { node: { name: string } }[]; endCursor: string };
}

const xidOf = async (owner: Pool): Promise<bigint> => {
  const { rows } = await owner.query<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid');
  return BigInt(rows[0]!.xid);
};

test('A place taken while transactions were undone tells of those that a crash gave the same ids', async () => {
  let server = await start();
  const served = startHubProcess(server.url, { COST_CAPACITY: '1000000000', LOG_LEVEL: 'silent' });
  await served.isUp;
  const owner = createPool(server.url, 'hub_owner', { max: 3 });
  const { organization, key: keyOf } = directoryBuilders(owner);
  await organization({ code: 'CENTER' });
  const key = await keyOf({ organization: 'CENTER' });
  const page = (variables: object) => ask<Page>(served.url(), key, asking, variables).then(({ changes }) => changes);
  let reused = 0;
  try {
    for (let round = 0; round < 3; round += 1) {
      // Now all is written that reading writes.
      await until('it answers', () => page({ from: 'NOW' }).catch(() => null));
      for (let i = 0; i < 50; i += 1) await owner.query('BEGIN; SELECT pg_current_xact_id(); ROLLBACK');
      const { endCursor } = await page({ from: 'NOW' });
      const burnt = await xidOf(owner);
      await killPostgres(owner, server);
      server = await start();
      const name = `after crash ${round}`;
      const { rows } = await until('it is written', () =>
        owner
          .query<{ xid: string }>(
            `INSERT INTO hub.device (id, owner_id, source, external_id, name, role)
             SELECT gen_random_uuid(), o.id, 'test', $1, $1, 'ROUTER' FROM hub.organization o RETURNING pg_current_xact_id()::text AS xid`,
            [name],
          )
          .catch(() => null),
      );
      if (BigInt(rows[0]!.xid) < burnt) reused += 1;
      const told = await until('it answers', () => page({ after: endCursor }).catch(() => null));
      expect(told.changes.map(({ node }) => node.name)).toEqual([name]);
    }
    expect(reused).toBeGreaterThan(0);
  } finally {
    await served.kill();
    await owner.end();
  }
}, 180_000);
