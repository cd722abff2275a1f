import { resolve } from 'node:path';
import { viewerNames, type ViewerName } from './data/viewers';
import { questions } from './questions/questions';

export interface Options {
  growth: boolean;
  /** Keeps the embedded Postgres of each scale; a temporary one unless said. */
  data: string | null;
  scales: number[];
  /** The samples' own scale at most. */
  samples: number;
  rounds: number;
  seconds: number;
  warmUp: number;
  connections: number[];
  viewers: ViewerName[];
  questions: string[];
  servers: string[];
  /** The hub's build. */
  dist: string | null;
  generator: string;
  build: boolean;
  fillOnly: boolean;
}

export const generatorNames = ['wrk', 'autocannon'];
const compared = ['hub', 'postgraphile', 'by-hand'];
export const serverNames = [...compared, 'postgraphile-json'];

export const usage = `npm run bench -- [growth] [options]
  growth                 cost by the size of the tables, 1, 4 and 16 times the data, in place of the comparison
  --quick                one round of one second
  --rounds 5             rounds; each loads every server once with everything
  --seconds 4            seconds of load of one server, question, viewer and number of connections
  --warm-up 5            seconds of each before anything counts: what runs around the clock has been compiled
  --connections 1,16,64  how many connections at once
  --viewers ${viewerNames.join(',')}
  --queries ${questions.map(({ name }) => name).join(',')}
  --servers ${compared.join(',')}
                         and postgraphile-json, whose columns of samples are JSON
  --scale 1              how much data; growth: 1,4,16
  --samples 4            the most that the samples are scaled by: sixteen times are 160 million
  --data <folder>        keeps the data there, a folder for each scale, and uses it again; DATABASE_URL names an outside database, empty or filled by an earlier run
  --fill                 fills and ends
  --load wrk             or autocannon, which is taken where wrk is not installed
  --dist <folder>        takes another build of the hub than dist
  --no-build             takes dist as it is`;

/** What the command line says; what it does not know is named. */
export function readOptions(args: readonly string[]): Options {
  const given = new Map<string, string>();
  const words = args.flatMap((word) => word.split('='));
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i]!;
    if (!known.has(word)) throw new Error(`"${word}" is no option of the benchmark.\n${usage}`);
    given.set(word, flags.has(word) ? 'yes' : (words[(i += 1)] ?? ''));
  }
  return fromGiven(given);
}

const flags = new Set(['growth', '--quick', '--no-build', '--fill']);
const known = new Set([...flags, ...[...usage.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name!)]);

function fromGiven(given: Map<string, string>): Options {
  const list = (name: string, all: readonly string[], unless = all): string[] => {
    const asked = given.get(name)?.split(',') ?? [...unless];
    const strange = asked.find((one) => !all.includes(one));
    if (strange) throw new Error(`${name} knows ${all.join(', ')}, not "${strange}".`);
    return asked;
  };
  const numbers = (name: string, fallback: string): number[] =>
    (given.get(name) ?? fallback).split(',').map((text) => numberOf(name, text));
  const growth = given.has('growth');
  const quick = given.has('--quick');
  const data = given.get('--data');
  return {
    growth,
    data: data ? resolve(data) : null,
    scales: numbers('--scale', growth ? '1,4,16' : '1'),
    samples: numbers('--samples', '4')[0]!,
    rounds: numbers('--rounds', quick ? '1' : '5')[0]!,
    seconds: numbers('--seconds', quick ? '1' : '4')[0]!,
    warmUp: numbers('--warm-up', quick ? '1' : '5')[0]!,
    connections: numbers('--connections', growth ? '1' : '1,16,64'),
    viewers: list('--viewers', viewerNames) as ViewerName[],
    questions: list(
      '--queries',
      questions.map(({ name }) => name),
    ),
    servers: list('--servers', serverNames, growth ? ['hub'] : compared),
    generator: list('--load', generatorNames)[0]!,
    dist: given.has('--dist') ? resolve(given.get('--dist')!) : null,
    build: !given.has('--no-build'),
    fillOnly: given.has('--fill'),
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new Error(`${name} takes numbers above 0, not "${text}".`);
}
