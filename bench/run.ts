import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDatabase, type BenchDatabase } from './database';
import { asked, asking, startAll, stopAll, type Started } from './entrants';
import { cellOf, compare } from './equality';
import { growth } from './growth';
import { measure, type Bench } from './measure';
import { readOptions, type Options } from './options';
import { build, findGenerator, findNode, install, versionOf } from './prepare';
import { ratiosOf, tableOf, type Cell } from './report';
import { peakMemoryOf } from './servers/process';

const say = (line: string): void => console.log(line);

/** The first Ctrl-C ends the run in order, with its servers and its Postgres; a second one at once. */
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (interrupted) process.exit(1);
    interrupted = true;
    say('ending …');
  });

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  install(say);
  if (options.build) build(say);
  const scratch = mkdtempSync(join(tmpdir(), 'commonwatch-bench-run-'));
  try {
    if (options.growth) return await growth(options, scratch, say);
    const [scale] = options.scales as [number];
    const database = await openBenchDatabase({ ...options, scale, samples: Math.min(scale, options.samples) }, say);
    try {
      if (!options.fillOnly) await race(options, database, scratch);
    } finally {
      await database.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** All servers over one database: first their answers are compared, then they are loaded in turn. */
async function race(options: Options, database: BenchDatabase, scratch: string): Promise<void> {
  const node = findNode();
  const generator = findGenerator(options.generator);
  const started = await startAll(
    options,
    { node, dist: options.dist ?? join(__dirname, '../dist'), databaseUrl: database.url, logs: scratch },
    database,
  );
  try {
    say(
      `Node ${versionOf(node)}, load by ${generator.name}, ${cpus().length} cores (${cpus()[0]?.model}), ${new Date().toISOString().slice(0, 10)}`,
    );
    for (const question of asked(options))
      for (const viewer of asking(options)) say(await compare(started, question, viewer));
    const cells = cellsOf(options, started);
    const bench = { generator, postmaster: database.postmaster, scratch };
    // The first round compiles, plans and fills caches.
    for (let round = 0; round <= options.rounds; round += 1) {
      say(round === 0 ? 'warming up' : `round ${round} of ${options.rounds}`);
      for (const cell of cells) {
        if (interrupted) throw new Error('Ended before its time.');
        await loadAll(bench, started, cell, options, round > 0);
      }
    }
    print(cells, started);
  } finally {
    await stopAll(started);
  }
}

const cellsOf = (options: Options, started: Started[]): Cell[] =>
  options.connections.flatMap((connections) =>
    asking(options).flatMap((viewer) =>
      asked(options).map((question) => ({
        ...{ question: question.name, what: question.what, viewer: viewer.name, connections },
        rounds: new Map(
          started
            .filter(({ requests }) => requests.get(cellOf(question, viewer)))
            .map(({ server }) => [server.name, []]),
        ),
      })),
    ),
  );

async function loadAll(bench: Bench, started: Started[], cell: Cell, options: Options, counts: boolean): Promise<void> {
  for (const entrant of started) {
    const rounds = cell.rounds.get(entrant.server.name);
    const requests = entrant.requests.get(`${cell.question} ${cell.viewer}`);
    if (!rounds || !requests) continue;
    const seconds = counts ? options.seconds : options.warmUp;
    const measured = await measure(bench, entrant, requests, { connections: cell.connections, seconds });
    if (counts) rounds.push(measured);
  }
}

function print(cells: Cell[], started: Started[]): void {
  const rivals = started.map(({ server }) => server.name).filter((name) => name !== 'hub');
  say(`\n${tableOf(cells)}\n\n${ratiosOf(cells, rivals)}\n`);
  for (const { server, pid } of started) say(`peak memory of ${server.name}: ${peakMemoryOf(pid).toFixed(0)} MB`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
