import 'reflect-metadata';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool, PoolConfig } from 'pg';
import { issueKeyAsOperator } from '../src/directory/operator-keys.store';
import { readConfig } from '../src/kernel/config';
import { createCanceller, createPool, type DatabaseRole } from '../src/kernel/postgres/database';
import { openDatabase, type OpenDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { createServer } from '../src/server';
import { fill, organizationOf, viewers, type ViewerName } from './access-data';

/**
 * What access costs: a page of 50 devices with policies (as the hub is shipped) against the same page without (the same server in the role
 * that owns the tables, whom no policy holds), as CPU of the server and of Postgres, for three viewers over growing data. Run: npm run bench:access [-- 1 4 16]
 */
const document = `{ devices(first: 50) { nodes { id displayName role status serial site { name } owner { code } } } }`;
/** Short ones, in turn: what else the machine does falls on both ways alike. */
const rounds = 24;
const requests = 50;

interface Measured {
  server: number;
  postgres: number;
}

async function main(): Promise<void> {
  const scales = process.argv.slice(2).map(Number);
  console.log(
    'page of 50 devices; CPU ms per request: server + Postgres; mean of interleaved rounds; share = without / with',
  );
  for (const scale of scales.length > 0 ? scales : [1, 4, 16]) await measureScale(scale);
}

async function measureScale(scale: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-bench-'));
  const config = readConfig({ ...process.env, DATA_DIR: directory, LOG_LEVEL: 'error', COST_CAPACITY: '1000000000' });
  const database = await openDatabase(config, migrations);
  try {
    await fill(database.operator, scale);
    for (const name of viewers) console.log(`${scale}x  ${await line(database, config, name)}`);
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function line(database: OpenDatabase, config: ReturnType<typeof readConfig>, name: ViewerName): Promise<string> {
  const expiresAt = new Date(Date.now() + 86_400_000);
  const organization = organizationOf[name];
  const key = await issueKeyAsOperator(database.operator, {
    organization,
    label: name,
    role: 'READER',
    writesFor: [],
    expiresAt,
  });
  const ways: Record<'with' | 'without', Measured[]> = { with: [], without: [] };
  const hubs = {
    with: await open(database.url, config, 'hub_api'),
    without: await open(database.url, config, 'hub_owner'),
  };
  let rows = 0;
  for (let round = 0; round <= rounds; round += 1) {
    for (const way of ['with', 'without'] as const) {
      const { measured, rows: found } = await measure(hubs[way], key.text);
      if (way === 'with') rows = found;
      // The first round plans statements and warms caches.
      if (round > 0) ways[way].push(measured);
    }
  }
  await Promise.all([hubs.with.close(), hubs.without.close()]);
  const [shown, bare] = [mean(ways.with), mean(ways.without)];
  const share = (bare.server + bare.postgres) / (shown.server + shown.postgres);
  const text = ({ server, postgres }: Measured) => `${server.toFixed(2)} + ${postgres.toFixed(2)}`;
  return `${name.padEnd(9)} ${String(rows).padStart(3)} rows  with ${text(shown)}  without ${text(bare)}  share ${share.toFixed(2)}`;
}

async function open(url: string, config: ReturnType<typeof readConfig>, role: DatabaseRole) {
  // The same statements, planned alike, find the same views: for the owner they hide nothing.
  const alike = 'SET search_path = shown, hub; SET plan_cache_mode = force_generic_plan';
  const onConnect = ((client) => client.query(alike)) as NonNullable<PoolConfig['onConnect']>;
  const api = createPool(url, role, { max: 1, onConnect });
  const canceller = createCanceller(url);
  const { app } = await createServer({ config, api, canceller });
  return {
    app,
    api,
    close: async () => {
      await app.close();
      await Promise.all([api.end(), canceller.end()]);
    },
  };
}

async function measure({ app, api }: Awaited<ReturnType<typeof open>>, key: string) {
  const postmaster = await postmasterOf(api);
  const began = { server: process.cpuUsage(), postgres: ticksOf(postmaster) };
  let rows = 0;
  for (let i = 0; i < requests; i += 1) {
    const response = await app.inject({
      ...{ method: 'POST', url: '/graphql', headers: { authorization: `Bearer ${key}` }, payload: { query: document } },
    });
    const body = response.json<{ data?: { devices: { nodes: unknown[] } }; errors?: unknown }>();
    if (!body.data) throw new Error(JSON.stringify(body.errors));
    rows = body.data.devices.nodes.length;
  }
  const { user, system } = process.cpuUsage(began.server);
  const server = (user + system) / 1000 / requests;
  return { rows, measured: { server, postgres: ((ticksOf(postmaster) - began.postgres) * 10) / requests } };
}

async function postmasterOf(api: Pool): Promise<number> {
  const { rows } = await api.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return statOf(rows[0]!.pid)!.parent;
}

/** CPU of all of Postgres so far, in hundredths of a second: of what runs, and by the postmaster of what has ended. */
function ticksOf(postmaster: number): number {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const stats = processes.map((name) => statOf(Number(name))).filter((stat) => stat !== null);
  const running = stats.filter(({ parent }) => parent === postmaster).reduce((sum, { own }) => sum + own, 0);
  return running + statOf(postmaster)!.ended;
}

function statOf(pid: number): { parent: number; own: number; ended: number } | null {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return null;
  const fields = readFileSync(file, 'utf8').split(') ')[1]!.split(' ').map(Number);
  return { parent: fields[1]!, own: fields[11]! + fields[12]!, ended: fields[13]! + fields[14]! };
}

function mean(measured: Measured[]): Measured {
  const sum = (values: number[]) => values.reduce((one, other) => one + other, 0) / values.length;
  return {
    server: sum(measured.map(({ server }) => server)),
    postgres: sum(measured.map(({ postgres }) => postgres)),
  };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
