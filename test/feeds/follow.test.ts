import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOf, replicaOf, startFollower, Wire } from '../support/follower';
import { freePort } from '../support/free-port';
import { startHub, type Hub } from '../support/hub';
import { until } from '../support/until';

let hub: Hub;
let folder: string;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  folder = mkdtempSync(join(tmpdir(), 'follow-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await hub.stop();
});

const portOf = (url: string): number => Number(new URL(url).port);
const follow = (args: string[], env: Record<string, string> = {}) =>
  startFollower('src/cli.ts', ['follow', ...args], { HUB_URL: hub.url, HUB_KEY: hub.keys.national, ...env });

const followers = [
  {
    name: 'hub follow',
    start: (state: string, out: string, env: Record<string, string>) =>
      follow(['--state', state, '--out', out, '--every', '0.2'], env),
  },
  {
    name: 'the client to copy',
    start: (state: string, out: string, env: Record<string, string>) =>
      startFollower('schema/examples/clients/follow.ts', [state, out], { HUB_KEY: hub.keys.national, ...env }),
  },
];

test.each(followers)(
  '$name misses nothing, whenever it is killed and whenever the hub is away',
  async ({ name, start }) => {
    const [state, out] = [join(folder, `${name}.state`), join(folder, `${name}.ndjson`)];
    const port = await freePort();
    const wire = new Wire(port, portOf(hub.url));
    const devices: string[] = [];
    for (let i = 0; i < 5; i += 1) devices.push((await hub.device({ owner: 'RC-N' })).id);
    const rename = (id: string, to: string) => hub.sql('UPDATE device SET name = $2 WHERE id = $1', [id.slice(4), to]);
    const run = () => start(state, out, { HUB_URL: `http://127.0.0.1:${port}` });
    let follower = run();
    try {
      await follower.complains('asking again');
      await wire.lay();
      for (let kill = 0; kill < 2; kill += 1) {
        const before = linesOf(out).length;
        await until('lines', async () => linesOf(out).length > before);
        const writing = Promise.all(devices.map((id, i) => rename(id, `renamed ${kill} ${i}`)));
        await follower.end('SIGKILL');
        await writing;
        // As a kill in the middle of a write leaves it.
        appendFileSync(out, '{"operation":"UPD');
        await wire.cut();
        follower = run();
        await rename(devices[0]!, `while away ${kill}`);
        await hub.sql('DELETE FROM device WHERE id = $1', [devices.pop()!.slice(4)]);
        await wire.lay();
      }
      const stands = await hub.sql<{ id: string; name: string }>(
        `SELECT 'dev_' || d.id AS id, d.name FROM device d ORDER BY d.id`,
      );
      const held = () =>
        [...replicaOf(linesOf(out).filter(({ type }) => type === 'Device'))]
          .map(([id, node]) => ({ id, name: node!['name'] }))
          .sort((one, other) => (one.id < other.id ? -1 : 1));
      await until('all is told', async () => JSON.stringify(held()) === JSON.stringify(stands), {
        last: () => JSON.stringify({ held: held(), stands }),
      });
      const { code } = await follower.end('SIGTERM');
      if (name === 'hub follow') expect(code).toBe(0);
      expect(JSON.stringify(readFileSync(state, 'utf8'))).not.toContain(hub.keys.national);
    } finally {
      await follower.end('SIGKILL');
      await wire.cut();
    }
  },
  240_000,
);

test('What can not be followed any more ends it, and it can start over; a key that is refused ends it too', async () => {
  const state = join(folder, 'expired.state');
  const out = join(folder, 'expired.ndjson');
  const query = join(folder, 'query.graphql');
  const filter = join(folder, 'filter.json');
  const { id } = await hub.device({ owner: 'RC-N' });
  writeFileSync(filter, '{"types": ["Device"], "regions": ["NORTH", "VN"]}');
  writeFileSync(
    query,
    'query($after: Cursor, $filter: ChangeFilter) { changes(after: $after, filter: $filter) { changes { nodeId } endCursor hasMore } }',
  );
  const asked = ['--once', '--state', state, '--out', out, '--query', query, '--filter', filter];
  expect((await follow(asked).ended).code).toBe(0);
  expect(linesOf(out)).toContainEqual({ nodeId: id });
  const lines = linesOf(out).length;
  // A cursor of another history: as after a restore of the hub.
  const { cursor } = JSON.parse(readFileSync(state, 'utf8')) as { cursor: string };
  const [common, ...place] = cursor.slice(22).split(':');
  const parts = JSON.parse(Buffer.from(common!, 'base64url').toString()) as unknown[];
  const another = Buffer.from(JSON.stringify(['0123456789abcdef', ...parts.slice(1)])).toString('base64url');
  const ofBefore = [cursor.slice(0, 22) + another, ...place].join(':');
  writeFileSync(state, JSON.stringify({ feed: null, cursor: ofBefore, lines: '' }));
  const expired = await follow(asked).ended;
  expect(expired).toEqual({ code: 3, err: expect.stringContaining('--start-over') });
  expect((await follow([...asked, '--start-over']).ended).code).toBe(0);
  expect(linesOf(out).length).toBe(2 * lines);
  await hub
    .as(hub.keys.national)
    .data(
      `mutation { saveFeed(input: { owner: "NMC", code: "devices", filter: { types: ["Device"] } }) { feed { id } } }`,
    );
  const named = join(folder, 'named.ndjson');
  expect((await follow(['--once', '--feed', 'devices', '--out', named]).ended).code).toBe(0);
  expect(new Set(linesOf(named).map(({ type }) => type))).toEqual(new Set(['Device']));
  const strange = await follow(asked, { HUB_KEY: `${hub.keys.national.slice(0, -4)}aaaa` }).ended;
  expect(strange).toEqual({ code: 2, err: expect.stringContaining('UNAUTHENTICATED') });
}, 120_000);
