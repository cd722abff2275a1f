import type { Pool } from 'pg';
import type { Hub } from '../../hub';
import type { Random } from '../../random';
import type { Onlooker } from '../onlooker/onlooker';
import type { Withheld } from '../onlooker/withheld-in';
import { Watchtower } from '../oracle/watchtower';
import { seeNothingWithout } from '../roads/reading/call-definers';
import { openServers } from './crowded-servers';
import type { Errand } from './errand';
import { someErrand } from './some-errand';

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { extensions: { code: string } }[];
  extensions?: { withheld?: Withheld[] };
}
/** How much of it: whichever is over first. */
interface Most {
  requests: number;
  milliseconds: number;
}

const inOneRound = 120;
const ended = ['DEADLINE_EXCEEDED', 'UNAVAILABLE'];

/**
 * Requests of all onlookers at once, with failures of every kind in between: no answer ever holds a row of another's. After each round the
 * world may change. Answers how many requests there were.
 */
export async function crowd(
  hub: Hub,
  onlookers: readonly Onlooker[],
  random: Random,
  most: Most,
  change: () => Promise<unknown>,
): Promise<number> {
  const { api, urlOf, settled, close } = await openServers(hub);
  const end = Date.now() + most.milliseconds;
  let count = 0;
  try {
    while (count < most.requests && Date.now() < end) {
      count += await oneRound(onlookers, random, urlOf, end);
      await settled();
      await judgeConnections(api, onlookers[0]!);
      await change();
      for (const onlooker of onlookers) onlooker.lookAgain();
    }
    return count;
  } finally {
    await close();
  }
}

async function oneRound(
  onlookers: readonly Onlooker[],
  random: Random,
  urlOf: (deadline?: number) => string,
  end: number,
): Promise<number> {
  const tower = new Watchtower(onlookers[0]!.world);
  let count = 0;
  const walk = async () => {
    while (count < inOneRound && Date.now() < end) {
      count += 1;
      const errand = someErrand(random.pick(onlookers), random, tower);
      await run(errand, urlOf(errand.deadline));
    }
  };
  await Promise.all(Array.from({ length: 12 }, walk));
  return count;
}

async function run({ onlooker, document, variables, ...errand }: Errand, url: string): Promise<void> {
  const where = `${document.slice(0, 60)}… in a crowd`;
  const answer = await ask(url, onlooker.key, { query: document, variables }, errand);
  if (!answer) return;
  const code = answer.errors?.[0]?.extensions.code;
  const allowed = errand.deadline ? [...errand.codes, ...ended] : errand.codes;
  onlooker.agree(`${where}: its code`, allowed.includes(code) ? 'expected' : (answer.errors ?? 'none'), 'expected');
  if (!answer.data) return;
  if (code) return onlooker.findNothingHidden(where, JSON.stringify(answer.data));
  onlooker.judge(where, answer.data, answer.extensions?.withheld ?? []);
  errand.judge(answer.data, where);
}

/** Null where the client has gone away. */
async function ask(
  url: string,
  key: string,
  body: object,
  { patience }: Pick<Errand, 'patience'>,
): Promise<Answer | null> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const signal = patience === undefined ? null : AbortSignal.timeout(patience);
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), signal });
    return JSON.parse(await response.text()) as Answer;
  } catch (error) {
    if (patience !== undefined && (error as Error).name === 'TimeoutError') return null;
    throw error;
  }
}

/** Both connections, as they lie in the pool after all this: without a scope. */
async function judgeConnections(api: Pool, onlooker: Onlooker): Promise<void> {
  const clients = await Promise.all([api.connect(), api.connect()]);
  for (const client of clients) {
    const ask = async <T extends object>(text: string, values?: unknown[]) =>
      (await client.query<T>(text, values)).rows;
    onlooker.agree('a connection after a crowd', await seeNothingWithout(ask, onlooker.world), []);
    client.release();
  }
}
