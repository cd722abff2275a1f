import { Pool } from 'pg';
import type { AddressInfo } from 'node:net';
import { readConfig } from '../../../src/kernel/config';
import { createPool } from '../../../src/kernel/postgres/database';
import { createServer } from '../../../src/server';
import type { Hub } from '../hub';
import type { Random } from '../random';
import { cardFields, cardOf } from './cards';
import { shuffled, someToken } from './chance';
import { roots, rootTypes } from './lists';
import { everything, idOf, type Thing } from './model';
import type { Onlooker } from './onlooker';
import { seeNothingWithout } from './read-tables';

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { extensions: { code: string } }[];
}
/** A request, and what is wrong with an answer; an answer that fails as a whole is never wrong. */
interface Errand {
  onlooker: Onlooker;
  document: string;
  variables?: Record<string, unknown>;
  /** milliseconds after which the client goes away */
  patience?: number;
  /** milliseconds that the server allows, where it is a hasty one */
  deadline?: (typeof deadlines)[number];
  judge: (data: Record<string, unknown>, where: string) => void;
  codes: readonly (string | undefined)[];
}

const ended = ['DEADLINE_EXCEEDED', 'UNAVAILABLE'];

/** Some pass while a request still waits for its turn, some while it runs. */
const deadlines = [15, 60, 150] as const;

/** Servers over one pool of two connections: one that waits for every answer, and some that give up. */
async function open(hub: Hub) {
  const api = createPool(hub.databaseUrl, 'hub_api', { max: 2, connectionTimeoutMillis: 30_000 });
  const canceller = new Pool({ connectionString: hub.databaseUrl, max: 2 });
  const config = { ...readConfig({ LOG_LEVEL: 'silent', COST_CAPACITY: '1000000000' }), deadlineMs: 30_000 };
  const start = async (deadlineMs: number) => {
    const { app } = await createServer({ config: { ...config, deadlineMs }, api, canceller });
    await app.listen({ host: '127.0.0.1', port: 0 });
    return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql` };
  };
  const servers = new Map([[0, await start(30_000)]]);
  for (const deadline of deadlines) servers.set(deadline, await start(deadline));
  const close = async () => {
    const apps = [...servers.values()].map(({ app }) => app);
    // A client that went away may have left a connection that never asked anything: nobody has to wait for it.
    for (const app of apps) app.server.closeAllConnections();
    await Promise.all(apps.map((app) => app.close()));
    await Promise.all([api.end(), canceller.end()]);
  };
  return { api, urlOf: (deadline = 0) => servers.get(deadline)!.url, close };
}

/** Requests of all onlookers at once, with failures of every kind in between: no answer ever holds a row of another's. */
export async function crowd(hub: Hub, onlookers: readonly Onlooker[], random: Random, count: number): Promise<void> {
  const { api, urlOf, close } = await open(hub);
  try {
    const errands = Array.from({ length: count }, () => someErrand(random.pick(onlookers), random));
    const walk = async () => {
      for (let errand = errands.pop(); errand; errand = errands.pop()) await run(errand, urlOf(errand.deadline));
    };
    await Promise.all(Array.from({ length: 12 }, walk));
    await until(() => api.waitingCount === 0 && api.idleCount === api.totalCount);
    await judgeConnections(api, onlookers[0]!);
  } finally {
    await close();
  }
}

async function run({ onlooker, document, variables, ...errand }: Errand, url: string): Promise<void> {
  const where = `${document.slice(0, 60)}… in a crowd`;
  const answer = await ask(url, onlooker.key, { query: document, variables }, errand);
  if (!answer) return;
  const code = answer.errors?.[0]?.extensions.code;
  const allowed = errand.deadline ? [...errand.codes, ...ended] : errand.codes;
  onlooker.agree(`${where}: its code`, allowed.includes(code) ? 'expected' : (answer.errors ?? 'none'), 'expected');
  if (answer.data) onlooker.findNothingHidden(where, JSON.stringify(answer.data));
  if (answer.data && !code) errand.judge(answer.data, where);
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

function someErrand(onlooker: Onlooker, random: Random): Errand {
  const way = random.whole(10);
  if (way === 0) return someFault(onlooker, random);
  if (way === 1) return someRefusedWrite(onlooker, random);
  const reading = random.chance(0.5) ? someLists(onlooker, random) : someNodes(onlooker, random);
  if (way === 2) return { ...reading, patience: 1 + random.whole(200) };
  return way === 3 ? { ...reading, deadline: random.pick(deadlines) } : reading;
}

function someLists(onlooker: Onlooker, random: Random): Errand {
  const types = shuffled(random, rootTypes).slice(0, 3);
  const document = `{ ${types.map((type) => `${type}: ${roots[type]!}(first: 100) { nodes { id } totalCount }`).join(' ')} }`;
  return {
    ...{ onlooker, document, codes: [undefined] },
    judge: (data, where) => {
      for (const type of types) {
        const ids = (onlooker.sight.all(type) as Thing[]).map(idOf).sort();
        onlooker.agree(where, data[type], { nodes: ids.map((id) => ({ id })), totalCount: ids.length });
      }
    },
  };
}

function someNodes(onlooker: Onlooker, random: Random): Errand {
  const things = shuffled(random, onlooker.world[random.pick(rootTypes)] as Thing[]).slice(0, 20);
  const { type } = things[0]!;
  const document = `query($ids: [ID!]!) { nodes(ids: $ids) { ... on ${type} { ${cardFields(type)} } } }`;
  return {
    ...{ onlooker, document, variables: { ids: things.map(idOf) }, codes: [undefined] },
    judge: (data, where) => {
      const cards = things.map((thing) => cardOf(type, thing as never, onlooker.sight));
      onlooker.agree(where, data['nodes'], cards);
    },
  };
}

/** Fails while its neighbours are still being read. */
function someFault(onlooker: Onlooker, random: Random): Errand {
  const backwards = 'window(from: "2026-06-01T00:00:00Z", to: "2026-05-01T00:00:00Z") { count }';
  const slow =
    'devices(first: 50) { nodes { id interfaces { nodes { id link { id b { site { id } } } } } links { totalCount } } }';
  const document = random.chance(0.5)
    ? `{ series(first: 9) { nodes { id ${backwards} subject { ... on Node { id } } } } ${slow} }`
    : `{ ${slow} sites(after: "nowhere") { totalCount } }`;
  return { onlooker, document, codes: [undefined, 'BAD_USER_INPUT', 'INVALID_CURSOR'], judge: () => undefined };
}

/** Writes that fail at a check, at a policy, or at a constraint in the middle of a batch: nothing of them stays. */
function someRefusedWrite(onlooker: Onlooker, random: Random): Errand {
  const { organization, role, world, sight } = onlooker;
  const stranger = random.pick(world.Organization.filter((one) => one !== organization));
  const twins = [0, 1].map(() => ({ externalId: someToken(random), code: 'twin', name: 'twin' }));
  const hidden = random.pick(sight.hidden.filter(({ type }) => type === 'Site').concat(everything(world)[0]!));
  const inputs = [
    { owner: stranger.code, source: 'probe', records: [] },
    { owner: organization.code, source: 'probe', records: twins },
  ];
  const lost = { externalId: 'lost', role: 'ROUTER', site: { id: idOf(hidden) } };
  const devices = { owner: organization.code, source: 'probe', records: [lost] };
  const document = `mutation($sites: UpsertSitesInput!, $devices: UpsertDevicesInput!) {
    sites: upsertSites(input: $sites) { created } devices: upsertDevices(input: $devices) { created }
  }`;
  return {
    ...{ onlooker, document, variables: { sites: random.pick(inputs), devices } },
    codes: role === 'READER' ? ['FORBIDDEN'] : [undefined, 'FORBIDDEN', 'CONFLICT'],
    judge: (data, where) => onlooker.agree(where, data, { sites: { created: 0 }, devices: { created: 0 } }),
  };
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('A connection did not come back to the pool of the API.');
    await new Promise((resolve) => setTimeout(resolve, 20));
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
