import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { readConfig } from '../src/kernel/config';
import { openDatabase } from '../src/kernel/postgres/open-database';
import { migrations } from '../src/migrations';
import { postmasterOf } from './database';
import { deviceIds, makeCenters } from './feeds/country';
import { openSockets } from './feeds/sockets';
import { build } from './prepare';
import { cpuOf, cpuOfPostgres, peakMemoryOf, start } from './servers/process';

/**
 * How soon after its commit a change is with those who follow: sockets over 40 pairs of scope and filter, changes at a steady rate, each of which
 * goes to a twentieth of the sockets. Run: npm run bench:feeds-live [-- SOCKETS CHANGES_A_SECOND SECONDS]
 */
async function main(): Promise<void> {
  const [sockets = 1000, rate = 200, seconds = 20] = process.argv.slice(2).map(Number);
  build(console.log);
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-live-'));
  const database = await openDatabase(readConfig({ ...process.env, DATA_DIR: directory }), migrations);
  try {
    const keys = await makeCenters(database.operator);
    const postmaster = (await postmasterOf(database))!;
    const hub = await start({
      ...{ name: 'hub', node: process.execPath, logs: directory, args: [join(__dirname, '../dist/src/main.js')] },
      env: {
        ...{ DATABASE_URL: database.url, REQUESTS_PER_MINUTE: '100000000', FEED_CONNECTIONS_PER_KEY: '100000' },
        ...{ COST_CAPACITY: '1000000000', COST_RESTORE_RATE: '1000000000', FEED_CONNECTIONS: '100000' },
      },
    });
    try {
      await measure(database.operator, { hub, keys, postmaster, sockets, rate, seconds });
    } finally {
      await hub.stop();
    }
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

interface Measured {
  hub: { pid: number; port: number };
  keys: string[];
  postmaster: number;
  sockets: number;
  rate: number;
  seconds: number;
}

async function measure(operator: Pool, { hub, keys, postmaster, sockets, rate, seconds }: Measured): Promise<void> {
  const committed: number[] = [];
  const waits: number[] = [];
  let isMeasured = false;
  const opened = performance.now();
  const all = await openSockets(hub.port, keys, sockets, (text) => {
    const n = Number(/"name":"(\d+)"/.exec(text)?.[1]);
    // One may come before its writer hears that it is kept: then it waited for nothing.
    if (isMeasured && n) waits.push(Math.max(0, performance.now() - (committed[n] ?? Infinity)));
  });
  console.log(`${sockets} sockets after ${((performance.now() - opened) / 1000).toFixed(1)} s`);
  const ids = await deviceIds(operator);
  await pause(2000);
  // Until every connection has prepared what it asks.
  await change(operator, ids, committed, rate, 10);
  isMeasured = true;
  const before = [cpuOf(hub.pid), cpuOfPostgres(postmaster)];
  const changes = await change(operator, ids, committed, rate, seconds);
  await pause(1000);
  const [server, postgres] = [cpuOf(hub.pid) - before[0]!, cpuOfPostgres(postmaster) - before[1]!];
  all.close();
  report(waits, changes, seconds);
  console.log(
    `CPU of the server ${share(server, seconds)} of a core, of Postgres ${share(postgres, seconds)}; memory of the server ${peakMemoryOf(hub.pid).toFixed(0)} MB at most; load ${loadavg()[0]!.toFixed(1)}`,
  );
}

const share = (ms: number, seconds: number): string => (ms / 1000 / seconds).toFixed(2);

function report(waits: number[], changes: number, seconds: number): void {
  waits.sort((one, other) => one - other);
  const at = (part: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * part))]?.toFixed(0);
  console.log(
    `${(changes / seconds).toFixed(0)} changes/s, ${(waits.length / seconds).toFixed(0)} deliveries/s: ` +
      `from commit to delivery p50 ${at(0.5)} ms, p90 ${at(0.9)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`,
  );
}

/** At a steady rate, however long each takes. */
async function change(
  operator: Pool,
  ids: readonly string[],
  committed: number[],
  rate: number,
  seconds: number,
): Promise<number> {
  const began = performance.now();
  const first = Math.max(1, committed.length);
  const running: Promise<unknown>[] = [];
  for (let n = 0; n < rate * seconds; n += 1) {
    const early = began + (n / rate) * 1000 - performance.now();
    if (early > 1) await pause(early);
    const name = first + n;
    const update = operator.query({
      name: 'bench-change',
      text: 'UPDATE hub.device SET name = $2, updated_at = now() WHERE id = $1',
      values: [ids[name % ids.length], String(name)],
    });
    running.push(update.then(() => (committed[name] = performance.now())));
  }
  await Promise.all(running);
  return rate * seconds;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
