import { cpuOf, cpuOfPostgres } from './servers/process';
import { openBenchDatabase, type BenchDatabase } from './database';
import { asked, asking, startAll, stopAll, type Started } from './entrants';
import { spreadOf } from './measure';
import type { Options } from './options';
import { findNode } from './prepare';
import { markdown } from './report';
import { send, type Request } from './servers/server';

/** CPU ms of a request, of the hub and of Postgres together, by question and viewer, for one size of the tables. */
type Costs = Map<string, number>;

/**
 * What a request costs while the tables grow and the answer does not: the exponent e of cost ~ size^e, by least squares. One
 * connection, since nothing but the cost of a request is asked.
 */
export async function growth(options: Options, scratch: string, say: (line: string) => void): Promise<void> {
  if (process.env['DATABASE_URL'] && options.scales.length > 1)
    throw new Error('Growth takes a database for each size: leave DATABASE_URL out, or say one --scale.');
  const bySize = new Map<number, Costs>();
  for (const scale of options.scales) {
    const samples = Math.min(scale, options.samples);
    say(`${scale}x${samples < scale ? `, samples ${samples}x` : ''}`);
    const database = await openBenchDatabase({ data: options.data, scale, samples }, say);
    try {
      bySize.set(scale, await costs(options, database, scratch));
    } finally {
      await database.close();
    }
  }
  say(`\n${tableOf(bySize)}`);
}

async function costs(options: Options, database: BenchDatabase, scratch: string): Promise<Costs> {
  const dist = options.dist ?? `${__dirname}/../dist`;
  const started = await startAll(
    options,
    { node: findNode(), dist, databaseUrl: database.url, logs: scratch },
    database,
  );
  try {
    const found: Costs = new Map();
    for (const question of asked(options))
      for (const viewer of asking(options))
        for (const each of started) {
          const cell = `${question.name} ${viewer.name}`;
          const requests = each.requests.get(cell);
          if (requests) found.set(`${cell} ${each.server.name}`, await costOf(each, requests, database, options));
        }
    return found;
  } finally {
    await stopAll(started);
  }
}

/** The median of the rounds, after one that plans and warms up. */
async function costOf(
  { pid, port }: Started,
  requests: Request[],
  database: BenchDatabase,
  options: Options,
): Promise<number> {
  const cpu = () => cpuOf(pid) + (database.postmaster === null ? 0 : cpuOfPostgres(database.postmaster));
  const rounds: number[] = [];
  for (let round = 0; round <= options.rounds; round += 1) {
    const [began, until] = [cpu(), Date.now() + options.seconds * 1000];
    let answers = 0;
    while (Date.now() < until) await send(port, requests[(answers += 1) % requests.length]!);
    if (round > 0) rounds.push((cpu() - began) / answers);
  }
  return spreadOf(rounds).median;
}

function tableOf(bySize: Map<number, Costs>): string {
  const sizes = [...bySize.keys()];
  const rows = [...bySize.get(sizes[0]!)!.keys()].map((cell) => {
    const byCell = sizes.map((size) => bySize.get(size)!.get(cell)!);
    return [cell, ...byCell.map((cost) => cost.toFixed(2)), exponentOf(sizes, byCell).toFixed(2)];
  });
  return markdown(['', ...sizes.map((size) => `CPU ms at ${size}x`), 'exponent'], rows);
}

/** The slope of the straight line through the logarithms. */
function exponentOf(sizes: number[], byCell: number[]): number {
  const [x, y] = [sizes.map(Math.log), byCell.map(Math.log)];
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const sum = (of: (i: number) => number) => x.reduce((total, _, i) => total + of(i), 0);
  return sum((i) => (x[i]! - meanX) * (y[i]! - meanY)) / sum((i) => (x[i]! - meanX) ** 2);
}
