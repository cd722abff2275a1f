import { readFile } from 'node:fs/promises';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { feedStarts, type FeedStart } from '../feed.values';
import type { ChangeFilter } from '../view/change-filter';
import { follow, type Following } from './follow';
import { Refused } from './followed-hub';

interface FollowFlags {
  url: string;
  feed?: string;
  filter?: string;
  query?: string;
  from?: FeedStart;
  keyFile?: string;
  state?: string;
  out: string;
  startOver?: boolean;
  once?: boolean;
  every: number;
}

/** What the command ends with; 0 where a signal ended it, or --once had told all. */
const exitCodes = { UNAUTHENTICATED: 2, FORBIDDEN: 2, CURSOR_EXPIRED: 3 } as const;

const seconds = (text: string): number => {
  const value = Number(text);
  if (value >= 0.2 && value <= 3600) return value;
  throw new InvalidArgumentError('give seconds from 0.2 to 3600.');
};

/** hub follow: of any hub that this machine reaches, by a key; it opens no database. */
export function addFollowCommand(program: Command): void {
  program
    .command('follow')
    .description('write what a key may see, and what becomes of it, as NDJSON: a change a line, resumed where it ended')
    .option('--url <url>', 'address of the hub', process.env['HUB_URL'] ?? 'http://127.0.0.1:4000')
    .option('--key-file <file>', 'file that holds the key; without it the key is read from the environment: HUB_KEY')
    .option('--feed <name>', 'saved feed to follow')
    .option('--filter <file>', 'file with a ChangeFilter as JSON')
    .option('--query <file>', 'file with a query of your own: what a line holds')
    .addOption(new Option('--from <start>', 'where to begin without a state').choices(feedStarts))
    .option('--state <file>', 'keeps how far it has come: it goes on from there, and leaves nothing out')
    .option('--out <file>', 'where lines are added; - writes them to the output', '-')
    .option('--start-over', 'begin anew, as after CURSOR_EXPIRED: the state is of no more use')
    .option('--once', 'end when all has been told for now')
    .option('--every <seconds>', 'between two looks when all has been told', seconds, 2)
    .addHelpText(
      'after',
      '\nEnds with 0 by SIGINT, SIGTERM or --once; 1 what it was given does not fit; 2 the key is refused; 3 the cursor has expired.',
    )
    .action(run);
}

async function run(flags: FollowFlags): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  process.once('SIGINT', end).once('SIGTERM', end);
  try {
    await follow(await followingOf(flags, ending.signal));
  } catch (error) {
    if (ending.signal.aborted) return;
    if (!(error instanceof Refused)) throw error;
    note(`${error.code}: ${error.message}`);
    process.exitCode = (exitCodes as Record<string, number>)[error.code] ?? 1;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

const note = (message: string): void => void process.stderr.write(`${message}\n`);

async function followingOf(flags: FollowFlags, signal: AbortSignal): Promise<Following> {
  const { feed, filter, query, from, state, out, startOver, once, every } = flags;
  return {
    hub: { url: apiOf(flags.url), key: await keyOf(flags.keyFile), signal, note },
    feed: feed ?? null,
    filter: filter === undefined ? null : filterIn(filter, await read(filter)),
    query: query === undefined ? null : await read(query),
    from: from ?? null,
    stateFile: state ?? null,
    out,
    startOver: startOver === true,
    once: once === true,
    everyMs: every * 1000,
  };
}

function apiOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new Error('--url does not fit: give http:// or https://, without a key or password in it.');
  if (url.pathname === '/') url.pathname = '/graphql';
  return url.href;
}

/** Never by an argument: those of a process are shown to everybody on its machine. */
async function keyOf(file: string | undefined): Promise<string> {
  const key = (file === undefined ? process.env['HUB_KEY'] : await read(file))?.trim();
  if (key) return key;
  throw new Error('There is no key: name a file that holds it with --key-file, or put it into HUB_KEY.');
}

function filterIn(file: string, text: string): ChangeFilter {
  try {
    return JSON.parse(text) as ChangeFilter;
  } catch {
    throw new Error(`${file} is not JSON: it holds a ChangeFilter, for example {"datasets": ["INCIDENTS"]}.`);
  }
}

const read = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: Error) => {
    throw new Error(`${file} can not be read: ${error.message}`);
  });
