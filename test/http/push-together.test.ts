import { compressSync } from 'snappy';
import { startHub, type Hub } from '../support/hub';
import { encodeWriteRequest } from '../support/remote-write';

let hub: Hub;
let key: string;
beforeAll(async () => {
  hub = await startHub({ listen: true, config: { poolSize: 16 } });
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
});
afterAll(() => hub.stop());

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
/** Of two days, the earlier one for what comes late. */
const minute = (n: number): number => Date.UTC(2026, 10, 2, 0, n);

type Sent = readonly (readonly [name: string, at: number])[];

const post = (path: string, headers: Record<string, string>, body: string | Buffer) =>
  fetch(`${hub.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, ...headers },
    body: body as string,
  });

async function push(sent: Sent): Promise<number> {
  const series = sent.map(([n, at]) => ({ labels: { __name__: 'shared', n }, samples: [[at, at / 60_000] as const] }));
  const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' };
  return (await post('/api/v1/write', headers, compressSync(encodeWriteRequest(series)))).status;
}

async function ingest(sent: Sent, replace: boolean): Promise<unknown> {
  const batches = sent.map(([n, at]) => ({
    ...{ metric: 'shared', labels: { n } },
    ...{ timestamps: [new Date(at).toISOString()], values: [at / 60_000] },
  }));
  const query = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { conflicts } }';
  const variables = { input: { owner: 'RC-N', source: 'prometheus', replace, batches } };
  const answer = await post('/graphql', { 'content-type': 'application/json' }, JSON.stringify({ query, variables }));
  return answer.json();
}

test('By whatever roads the same series are written at once, nobody has to begin again', async () => {
  await push(names.map((name) => [name, minute(0)]));
  const rounds = Array.from({ length: 15 }, (_, round) => round + 1);
  /** So many go on at a time, each round after round. */
  const lanes = async <T>(work: (round: number, turn: number) => Promise<T>): Promise<T[]> => {
    const done: T[] = [];
    const go = async (turn: number) => {
      for (const round of rounds) done.push(await work(round, turn));
    };
    await Promise.all([0, 1, 2, 3].map(go));
    return done;
  };
  const before = hub.statements.length;
  // Each has something new of one half of the series and something late of the other, named in its own order.
  const mixed = (round: number, turn: number): Sent => {
    const half = (name: string) => (names.indexOf(name) + turn) % 2 === 0;
    const sent = names.map((name) => [name, half(name) ? minute(round) : minute(-round)] as const);
    return turn % 3 === 0 ? sent : sent.toReversed();
  };
  const pushed = lanes(async (round, turn) => push(mixed(round, turn)));
  const ingested = lanes(async (round, turn) => ingest(mixed(round, turn), turn === 3));
  const [statuses, answers] = await Promise.all([pushed, ingested]);
  expect(new Set(statuses)).toEqual(new Set([204]));
  expect(answers).toEqual(
    answers.map(() => expect.objectContaining({ data: { ingestSamples: { conflicts: 0 } } }) as object),
  );
  const asked = hub.statements.slice(before).filter((text) => text.includes('hub.advance_series'));
  expect(asked).toHaveLength(statuses.length);
  const [kept] = await hub.sql<{ count: number }>('SELECT count(*)::int AS count FROM private.sample');
  expect(kept).toEqual({ count: names.length * (1 + 2 * rounds.length) });
});
