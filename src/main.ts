import 'reflect-metadata';
import { createServer as createProbe, type AddressInfo } from 'node:net';
import type { SingleBar } from 'cli-progress';
import type { Pool } from 'pg';
import { demoKeys, keysFile } from './demo/demo-keys';
import { exportJobs } from './feeds/export/export-jobs';
import { feedsJob } from './feeds/let-feeds-go';
import { shipPlaybooks } from './incidents/playbooks/ship-playbooks';
import { readConfig, type Config } from './kernel/config';
import { endAll, type End } from './kernel/end-all';
import { createCanceller, createApiPool } from './kernel/postgres/database';
import { takeHubLock } from './kernel/postgres/hub-lock';
import { makeMonths, startJobs, type Job, type JobLog } from './kernel/jobs';
import { startWebhooks } from './feeds/webhooks/delivering/start-webhooks';
import { ReachableNetworks } from './feeds/webhooks/sending/reachable-networks';
import { answerWithinMs } from './feeds/webhooks/webhook.values';
import { expireAgreements } from './sharing/expire-agreements';
import { openDatabase } from './kernel/postgres/open-database';
import { beginBar } from './kernel/progress-bar';
import { migrations } from './migrations';
import { paceJob } from './monitoring/completeness/learn-paces';
import { bindingJob } from './monitoring/binding/rebind-series';
import { packingJob } from './monitoring/packing/pack-samples';
import { lettingGoJob } from './monitoring/retention/let-samples-go';
import { rollUpAgainJob } from './monitoring/rollups/roll-up-again';
import { quietJob } from './warnings/quiet/settle-quiet';
import { dueWarningsJob } from './warnings/settle-due-warnings';
import { topologyJob } from './warnings/settle-topology';
import { foldCounts } from './overview/fold-counts';
import { registry } from './registry';
import { settleWarnings } from './warnings/settle-warnings';
import { detectorJob } from './warnings/detector/watching/watch-series';
import { rulesJob } from './warnings/rules/watch-rules';
import { createServer, type HubServer } from './server';
import { banner } from './banner';

/** Starts part by part; each that stands adds how it is ended, and what fails half-way ends them all. */
async function start(): Promise<End> {
  const ends: End[] = [];
  try {
    await open(readConfig(process.env), ends);
  } catch (error) {
    // What failed to start is told, and not what failed to end because of it.
    await endAll(ends).catch(() => undefined);
    throw error;
  }
  return () => endAll(ends);
}

async function open(config: Config, ends: End[]): Promise<void> {
  const database = await openDatabase(config, migrations);
  ends.push(() => database.close());
  if (database.embedded) ends.push(await lockOrRefuse(database.url, config));
  await refuseTakenPort(config);
  await shipPlaybooks(database.operator);
  const keys = database.embedded ? await demoKeys(database.operator, config.dataDirectory, progressBar()) : null;
  const api = createApiPool(database.url, config);
  const canceller = createCanceller(database.url);
  ends.push(
    () => canceller.end(),
    () => api.end(),
  );
  const { app, reading } = await createServer({ config, api, canceller });
  // A promise that somebody forgot is a fault of the program, and no reason to leave everybody else without answers.
  const noteForgotten = (error: unknown) => app.log.error({ err: error }, 'a promise failed that nobody awaited');
  process.on('unhandledRejection', noteForgotten);
  ends.push(async () => void process.off('unhandledRejection', noteForgotten));
  const log: JobLog = {
    note: (message) => app.log.info({ job: true }, message),
    fault: (message) => app.log.error({ job: true }, message),
  };
  for (const jobs of jobsApart(config, database.operator)) {
    const working = await startJobs(database.operator, jobs, log);
    ends.push(() => working.stop());
  }
  ends.push(() => app.close());
  ends.push(
    await sendWebhooks(config, database.operator, reading, (error) => app.log.error({ err: error }, 'a webhook')),
  );
  await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => refusePort(config, error));
  process.stdout.write(banner(app.server.address() as AddressInfo, keys, keysFile(config.dataDirectory)));
}

/** Each of these works beside the others: an export may take an hour, and rules look all the time. */
const jobsApart = (config: Config, operator: Pool): Job[][] => [
  dueJobs(config, operator),
  exportJobs(operator, registry, config),
  [rulesJob(settleWarnings)],
  [detectorJob(settleWarnings)],
];

const dueJobs = (config: Config, operator: Pool): Job[] => [
  makeMonths,
  expireAgreements,
  foldCounts,
  packingJob,
  rollUpAgainJob,
  paceJob,
  lettingGoJob,
  bindingJob,
  dueWarningsJob(operator),
  topologyJob(operator),
  quietJob(operator),
  feedsJob(config),
];

async function sendWebhooks(
  config: Config,
  operator: Pool,
  reading: HubServer['reading'],
  noteFault: (error: unknown) => void,
): Promise<End> {
  const networks = new ReachableNetworks(config.webhookNetworks);
  const sending = { networks, timeoutMs: answerWithinMs };
  const schedule = config.webhookRetrySeconds;
  const webhooks = await startWebhooks({ operator, ...reading, schedule, sending, noteFault });
  return () => webhooks.stop();
}

async function lockOrRefuse(url: string, { dataDirectory }: Config): Promise<End> {
  const lock = await takeHubLock(url);
  if (lock) return () => lock.release();
  throw new Error(
    `A hub runs here already, on the data in ${dataDirectory}: stop it first, or give this one a DATA_DIR and a PORT of its own.`,
  );
}

/** Found out before the demonstration is loaded, which takes its time. */
async function refuseTakenPort(config: Config): Promise<void> {
  const probe = createProbe();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject);
    probe.listen({ host: config.host, port: config.port }, () => probe.close(() => resolve()));
  }).catch((error: unknown) => refusePort(config, error));
}

function refusePort({ host, port }: Config, error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  throw new Error(`Port ${port} of ${host} is taken: stop what listens there, or give this hub another PORT.`);
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
  return beginBar(total, { hideCursor: true });
}

/** A terminal's Ctrl-C reaches the hub twice, by itself and through npm: what comes this soon is the same one. */
const sameSignalMs = 1000;

/** A signal ends the hub in order, also one that comes while it starts; a second one ends it at once. */
function endOnSignal(started: Promise<End>): void {
  let endingSince: number | null = null;
  const end = (): void => {
    if (endingSince !== null && Date.now() - endingSince < sameSignalMs) return;
    if (endingSince !== null) process.exit(1);
    endingSince = Date.now();
    process.stdout.write('\nFinishing what runs …\n');
    started.then((stop) => stop()).then(() => process.exit(0), fail);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

const started = start();
endOnSignal(started);
started.catch(fail);
