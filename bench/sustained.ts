import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SingleBar } from 'cli-progress';
import { issueKeyAsOperator } from '../src/directory/operator-keys.store';
import { readConfig } from '../src/kernel/config';
import { openDatabase, type OpenDatabase } from '../src/kernel/postgres/open-database';
import { beginBar } from '../src/kernel/progress-bar';
import { migrations } from '../src/migrations';
import { fill } from './data/fill';
import { keepKeys, organizationOf } from './data/viewers';
import { postmasterOf } from './database';
import { pushAll } from './ingest/push-all';
import { build, findNode, install, versionOf } from './prepare';
import { cpuOf, cpuOfPostgres, start, type Running } from './servers/process';
import { beginSending, type Sender } from './sustained/begin-sending';
import { beginJobs, packAll } from './sustained/due-jobs';
import { keptSince } from './sustained/kept';
import { readOptions, type Options } from './sustained/options';
import { askedNumbers, Questions, type Answers } from './sustained/questions';
import { answerLines, memoryLines, progressOf, sentLines, workLines } from './sustained/report';
import { instantAfter, sampleClock, speedOf, type SampleClock } from './sustained/sample-clock';
import type { Sent } from './sustained/sender';
import { history, historyBegin, nameSeries } from './sustained/series';
import { watch, type Look } from './sustained/watch';

const say = (line: string): void => console.log(line);

/** Ends the run in order. */
let endEarly: () => void = () => process.exit(1);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => endEarly());

/**
 * Three times the nominal load for as long as one likes, with questions beside it: samples come in by remote-write on the beat of a clock, days pass,
 * close and are packed meanwhile. Run: npm run bench:load [-- --minutes 3 --series 20000], --help for all.
 */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  install(say);
  build(say);
  const directory = mkdtempSync(join(tmpdir(), 'commonwatch-load-'));
  const database = await openDatabase(readConfig({ ...process.env, DATA_DIR: directory }), migrations);
  try {
    await fillDatabase(database, options);
    // As it is shipped: nothing is set but where its database is.
    const args = [join(__dirname, '../dist/src/main.js')];
    const env = { DATABASE_URL: database.url };
    const hub = await start({ name: 'hub', node: findNode(), logs: directory, args, env });
    await load(database, hub, options).finally(() => hub.stop());
  } finally {
    await database.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A country's inventory, with series that a Prometheus of the national center sends; hardly any samples. */
async function fillDatabase({ operator }: OpenDatabase, { series }: Options): Promise<void> {
  const scale = series / 100_000;
  await fill(operator, scale, scale / 1e6, say);
  await keepKeys(operator);
  await nameSeries(operator, series);
  await operator.query('VACUUM (ANALYZE) hub.series');
}

const keyOf = async ({ operator }: OpenDatabase): Promise<string> => {
  const expiresAt = new Date(Date.now() + 7 * 86_400_000);
  const organization = organizationOf.national;
  return (
    await issueKeyAsOperator(operator, { organization, label: 'load', role: 'REPORTER', writesFor: [], expiresAt })
  ).text;
};

async function load(database: OpenDatabase, hub: Running, options: Options): Promise<void> {
  const { operator } = database;
  const clock = sampleClock(options);
  sayClock(options, clock);
  const key = await keyOf(database);
  const set = { series: options.series, clock };
  const asked = askedNumbers(options.series);
  const before = history(set, asked);
  await pushAll(hub.port, key, before);
  await packAll(operator);
  const questions = await Questions.prepare(hub.port, database, options.series);
  await askFor(options.alone / 4, (signal) => questions.ask(options.asks, () => clock.begin, signal));
  const alone = await askFor(options.alone, (signal) => questions.ask(options.asks, () => clock.begin, signal));
  const watched = { port: hub.port, pid: hub.pid, postmaster: (await postmasterOf(database))!, operator };
  const cpu = () => [cpuOf(hub.pid), cpuOfPostgres(watched.postmaster)] as const;
  const [server, postgres] = cpu();
  const looks: Look[] = [];
  const over = new AbortController();
  const show = progress(options, looks);
  const sender = beginSending({ ...set, ...options, port: hub.port, key }, (sent) => show(sent));
  const { sent, answers } = await together(sender, over, [
    questions.ask(options.asks, nowOf(clock), over.signal),
    watch(watched, over.signal, looks),
    jobsUntil(over.signal, operator, clock),
  ]);
  const [serverEnd, postgresEnd] = cpu();
  const rows = looks.at(-1)!.rows;
  const seconds = await packAll(operator);
  say('');
  for (const line of sentLines(sent)) say(line);
  say(`CPU: ${share(serverEnd - server, sent)} of a core the server, ${share(postgresEnd - postgres, sent)} Postgres`);
  for (const line of memoryLines(looks)) say(line);
  for (const line of [...answerLines('without ingest', alone), ...answerLines('with ingest', answers)]) say(line);
  for (const line of workLines(looks, { seconds, rows })) say(line);
  await sayKept(database, clock, sent.acknowledged + before.length * asked.length, options);
}

const share = (ms: number, { elapsedMs }: Sent): string => (ms / elapsedMs).toFixed(2);

function sayClock({ rate, series, samples, interval, batch, asks }: Options, clock: SampleClock): void {
  const hours = ((samples / series) * interval) / 3600;
  say(
    `Node ${versionOf(findNode())}; ${samples.toLocaleString('en')} samples at ${rate} a second over ${series.toLocaleString('en')} series, ${batch} a request; ` +
      `${asks} pages and ${asks} windows a second beside them\n` +
      `The samples' clock begins at ${new Date(clock.begin).toISOString()} and goes ${speedOf(clock).toFixed(1)} times as fast as the wall's: ` +
      `${interval} s between the samples of a series, ${hours.toFixed(1)} hours in all. All of them are older than two hours, so that they may be packed as soon as they ` +
      `come; the hub packs, learns paces and lets go as often by that clock as its schedule has it by the wall's: each packing writes all open days ` +
      `of all series anew, ${speedOf(clock).toFixed(1)} times as often as it would.`,
  );
}

const nowOf = (clock: SampleClock): (() => number) => {
  const began = performance.now();
  return () => instantAfter(clock, performance.now() - began);
};

async function askFor(seconds: number, ask: (signal: AbortSignal) => Promise<Answers>): Promise<Answers> {
  const over = new AbortController();
  const answers = ask(over.signal);
  await Promise.race([answers, pause(seconds * 1000)]);
  over.abort();
  return answers;
}

async function jobsUntil(signal: AbortSignal, operator: OpenDatabase['operator'], clock: SampleClock): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const end = beginJobs(operator, clock, (error) => (end(), reject(error as Error)));
    signal.addEventListener('abort', () => (end(), resolve()), { once: true });
  });
}

/** Until all is sent, or anything of it fails. */
async function together(
  sender: Sender,
  over: AbortController,
  [asking, ...others]: [Promise<Answers>, ...Promise<void>[]],
): Promise<{ sent: Sent; answers: Answers }> {
  endEarly = () => sender.stop();
  try {
    const failed = Promise.all([asking, ...others]).then(() => new Promise<never>(() => undefined));
    const sent = await Promise.race([sender.done, failed]);
    over.abort();
    const [answers] = await Promise.all([asking, ...others]);
    return { sent, answers };
  } finally {
    over.abort();
    sender.stop();
    await Promise.allSettled([asking, ...others]);
  }
}

/** A bar in a terminal, a line a minute elsewhere. */
function progress({ samples }: Options, looks: readonly Look[]): (sent: Sent) => void {
  let bar: SingleBar | null = null;
  let told = 0;
  return (sent) => {
    const look = looks.at(-1);
    if (!look) return;
    const minute = Math.floor(sent.elapsedMs / 60_000);
    if (process.stderr.isTTY) {
      bar ??= beginBar(samples);
      bar.update(sent.acknowledged, { what: progressOf(sent, look) });
      if (sent.took) bar.stop();
    } else if (minute > told || sent.took) say(progressOf(sent, look));
    told = minute;
  };
}

/** Whatever was acknowledged is there, and nothing else; a difference fails the run. */
async function sayKept(
  { operator }: OpenDatabase,
  clock: SampleClock,
  expected: number,
  { series }: Options,
): Promise<void> {
  const { rows, packed, latest, withoutSteps } = await keptSince(operator, historyBegin(clock));
  const line = `kept: ${packed.toLocaleString('en')} packed and ${rows.toLocaleString('en')} in rows, of ${expected.toLocaleString('en')} acknowledged with the day before; ${latest.toLocaleString('en')} series whose latest is the last of them, ${withoutSteps} days without steps`;
  say(line);
  if (rows + packed !== expected || latest !== series || withoutSteps > 0)
    throw new Error('What is kept is not what was acknowledged.');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
