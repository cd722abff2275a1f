import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { SingleBar } from 'cli-progress';
import { Pool } from 'pg';
import { demoKeys } from './demo/demo-keys';
import { readConfig, type Config } from './kernel/config';
import { createPool } from './kernel/database';
import { takeHubLock, type HubLock } from './kernel/hub-lock';
import { startJobs } from './kernel/jobs';
import { openDatabase, type OpenDatabase } from './kernel/open-database';
import { migrations } from './migrations';
import { createServer } from './server';
import { banner } from './banner';

type Stop = () => Promise<void>;

async function start(config: Config): Promise<Stop> {
  const database = await openDatabase(config, migrations);
  const lock = await lockOrLeave(database, config);
  const keys = database.embedded ? await demoKeys(database.operator, config.dataDirectory, progressBar()) : null;
  await database.operator.query(
    `SELECT private.ensure_month('change', now() + n * interval '1 month') FROM generate_series(0, 2) n`,
  );
  const api = createPool(database.url, 'hub_api', { max: config.poolSize });
  const canceller = new Pool({ connectionString: database.url, max: 2 });
  const { app } = await createServer({ config, api, canceller });
  const jobs = await startJobs(database.operator, (message) => app.log.error({ job: true }, message));
  await app.listen({ host: config.host, port: config.port });
  process.stdout.write(banner(app.server.address() as AddressInfo, keys));
  return async () => {
    await app.close();
    await jobs.stop();
    await Promise.all([api.end(), canceller.end()]);
    await lock?.release();
    await database.close();
  };
}

async function lockOrLeave(database: OpenDatabase, config: Config): Promise<HubLock | null> {
  if (!database.embedded) return null;
  const lock = await takeHubLock(database.url);
  if (lock) return lock;
  await database.operator.end();
  throw new Error(
    `A hub runs here already, on the data in ${config.dataDirectory}: stop it first, or give this one a DATA_DIR and a PORT of its own.`,
  );
}

function progressBar(): (done: number, total: number, what: string) => void {
  let bar: SingleBar | null = null;
  return (done, total, what) => {
    bar ??= begin(total);
    bar.update(done, { what });
    if (done >= total) bar.stop();
  };
}

function begin(total: number): SingleBar {
  process.stdout.write('First start: loading the demonstration country.\n');
  const bar = new SingleBar({
    format: '  {bar} {percentage} %  {what}',
    noTTYOutput: true,
    notTTYSchedule: 5000,
    hideCursor: true,
    clearOnComplete: false,
  });
  bar.start(total, 0, { what: '' });
  return bar;
}

function endOnSignal(stop: Stop): void {
  let ending = false;
  const end = (): void => {
    if (ending) process.exit(1);
    ending = true;
    process.stdout.write('\nFinishing what runs …\n');
    stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

start(readConfig(process.env)).then(endOnSignal, fail);
