import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { readConfig } from '../../../../src/kernel/config';
import { createPool } from '../../../../src/kernel/postgres/database';
import { createServer } from '../../../../src/server';
import type { Hub } from '../../hub';
import { deadlines } from './errand';

/** Servers over one pool of two connections: one that waits for every answer, and some that give up. */
export async function openServers(hub: Hub) {
  const api = createPool(hub.databaseUrl, 'hub_api', {
    max: 2,
    connectionTimeoutMillis: 30_000,
    ...{ pipeline: true },
  });
  const canceller = new Pool({ connectionString: hub.databaseUrl, max: 2 });
  const config = { ...readConfig({ LOG_LEVEL: 'silent', COST_CAPACITY: '1000000000' }), deadlineMs: 30_000 };
  const start = async (deadlineMs: number) => {
    const { app } = await createServer({ config: { ...config, deadlineMs }, api, canceller });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql` };
  };
  const servers = new Map([[0, await start(30_000)]]);
  for (const deadline of deadlines) servers.set(deadline, await start(deadline));
  const close = async () => {
    const apps = [...servers.values()].map(({ app }) => app);
    // A client that went away may have left a connection that never asked anything: nobody has to wait for it.
    for (const app of apps) app.server.closeAllConnections();
    await Promise.all(apps.map((app) => app.close()));
    await Promise.all([api.end(), canceller.end()]);
  };
  /** Every connection is back in the pool. */
  const settled = () => until(() => api.waitingCount === 0 && api.idleCount === api.totalCount);
  return { api, urlOf: (deadline = 0) => servers.get(deadline)!.url, settled, close };
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('A connection did not come back to the pool of the API.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
