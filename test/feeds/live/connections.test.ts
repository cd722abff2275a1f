import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { keyIdOf } from '../../support/directory-builders';
import { overEvents, overWebSocket, roads } from '../../support/feeds/subscribers';
import { startHub, type Hub } from '../../support/hub';
import { until } from '../../support/until';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true, config: { feedPatienceMs: 200, feedConnectionsPerKey: 3 } });
});
afterAll(() => hub.stop());

const following = 'subscription($from: FeedStart) { changes(from: $from) { cursor } }';
const fromNow = { from: 'NOW' };

async function subscriptions(): Promise<number> {
  const { body } = await hub.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${hub.keys.national}` } });
  return Number(/^hub_feed_subscriptions (\d+)/m.exec(body)![1]);
}
/** Where everything is told that stands now. */
async function cursorNow(key: string, filter: object = {}): Promise<string> {
  const { changes } = await hub
    .as(key)
    .data<{ changes: { endCursor: string } }>(
      'query($filter: ChangeFilter) { changes(from: NOW, filter: $filter) { endCursor } }',
      { filter },
    );
  return changes.endCursor;
}
const reader = (organization: string) => hub.key({ organization, role: 'READER' });

/** More than the buffers of both ends of a connection hold. */
async function muchToRead(owner: string): Promise<void> {
  await hub.organization({ code: owner });
  const device = await hub.device({ owner });
  await hub.sql(
    `INSERT INTO interface (id, owner_id, source, external_id, device_id, name, description)
     SELECT gen_random_uuid(), d.owner_id, 'test', 'i' || n, d.id, 'i' || n, repeat('x', 200) FROM device d, generate_series(1, 2000) n WHERE d.id = $1`,
    [device.id.slice(4)],
  );
}

const wide = `subscription { changes(filter: { types: ["Interface"] }) { cursor node { ... on Interface {
  ${Array.from({ length: 100 }, (_, i) => `d${i}: description`).join(' ')} } } } }`;

type Told = ReturnType<typeof overWebSocket>;
const rename = (id: string, name: string) => hub.sql('UPDATE device SET name = $2 WHERE id = $1', [id.slice(4), name]);

describe('who does not read', () => {
  beforeAll(() => muchToRead('MUCH'));

  test('a WebSocket is closed with 4429, and told before where to go on', async () => {
    const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const told: { type: string; payload: { extensions: { code: string; cursor: string } }[] }[] = [];
    socket.on('message', (data) => told.push(JSON.parse(String(data)) as (typeof told)[0]));
    await once(socket, 'open');
    socket.send(
      JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${await reader('MUCH')}` } }),
    );
    await until('acknowledged', async () => told.length === 1);
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: wide } }));
    await until('told', async () => told.length > 1);
    socket.pause();
    await until('cut', async () => (await subscriptions()) === 0);
    const closed = once(socket, 'close');
    socket.resume();
    expect((await closed)[0]).toBe(4429);
    const { type, payload } = told.at(-1)!;
    expect([type, payload[0]!.extensions.code]).toEqual(['error', 'RATE_LIMITED']);
    const next = overWebSocket<{ changes: { cursor: string } }>(
      hub,
      await reader('MUCH'),
      wide.replace('changes(', `changes(after: "${payload[0]!.extensions.cursor}", `),
    );
    const [rest] = [2000 - (told.length - 2)];
    expect(await next.has(rest)).toHaveLength(rest);
    await next.stop();
  });

  test('a stream of events is ended, with an event that says where to go on', async () => {
    const controller = new AbortController();
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await reader('MUCH')}`,
        accept: 'text/event-stream',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query: wide }),
      signal: controller.signal,
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    await until('followed', async () => (await subscriptions()) === 1);
    await until('cut', async () => (await subscriptions()) === 0);
    const events = (await response.text()).split('\n\n');
    expect(events.at(-2)).toBe('event: complete\ndata:');
    expect(events.at(-3)).toMatch(/^event: next\ndata: \{"errors":.*"code":"RATE_LIMITED","cursor":"/);
    controller.abort();
  });
});

test('a key holds so many connections and no more, over either road, and gets one back for one that it closes', async () => {
  const key = await reader('MOH');
  const held = [overWebSocket(hub, key, following, fromNow), overEvents(hub, key, following, fromNow)];
  const last = overWebSocket(hub, key, following, fromNow);
  await until('followed', async () => (await subscriptions()) === 3);
  const beyond = [overWebSocket(hub, key, following, fromNow), overEvents(hub, key, following, fromNow)] as const;
  for (const one of beyond) await one.ended();
  expect(beyond[0].closed).toMatchObject({ code: 4429 });
  expect(beyond[1].errors).toHaveLength(1);
  await last.stop();
  await until('left', async () => (await subscriptions()) === 2);
  const again = overEvents(hub, key, following, fromNow);
  await until('followed', async () => (await subscriptions()) === 3);
  for (const one of [...held, ...beyond, again]) await one.stop();
  await until('left', async () => (await subscriptions()) === 0);
});

test('many who ask the same cost the database no more than one', async () => {
  const keys = [await reader('RC-N'), await reader('RC-N'), await reader('RC-N')];
  const device = await hub.device({ owner: 'RC-N', name: 'asked for' });
  const filter = { types: ['Device'] };
  const query = `subscription($after: Cursor, $filter: ChangeFilter) {
    changes(after: $after, filter: $filter) { node { ... on Device { name } } }
  }`;
  const asked = { after: await cursorNow(keys[0]!, filter), filter };
  const all = keys.flatMap((key) => Object.values(roads).map((follow) => follow(hub, key, query, asked)));
  await until('followed', async () => (await subscriptions()) === 6);
  await rename(device.id, 'first');
  for (const one of all) await one.has(1);
  const names = ['first'];
  // What came before may still be bringing them to one place.
  await until('one for all', async () => {
    const before = hub.asked.length;
    names.push(`name ${names.length}`);
    await rename(device.id, names.at(-1)!);
    const told = names.map((name) => ({ changes: { node: { name } } }));
    for (const one of all) expect(await one.has(names.length)).toEqual(told);
    const statements = hub.asked.slice(before).map(({ text }) => text);
    return ['hub.feed_entries(', 'hub.enter'].every(
      (asked) => statements.filter((text) => text.includes(asked)).length === 1,
    );
  });
  for (const one of all) await one.stop();
});

test('what makes no scope wakes nobody to whom it is nothing, and another filter of a saved feed who follows that', async () => {
  await until('alone', async () => (await subscriptions()) === 0);
  const steward = await hub.stewardOf('RC-N');
  const save = async (code: string, types: string[]) => {
    const saving = 'mutation($input: SaveFeedInput!) { saveFeed(input: $input) { feed { id } } }';
    const input = { owner: 'RC-N', code, filter: { types } };
    return (await steward.data<{ saveFeed: { feed: { id: string } } }>(saving, { input })).saveFeed.feed.id;
  };
  const feed = await save('woken', ['Site']);
  const query = 'subscription($feed: ID) { changes(feed: $feed) { nodeId } }';
  const told = overWebSocket<{ changes: { nodeId: string } }>(hub, await reader('RC-N'), query, { feed });
  await until('followed', async () => (await subscriptions()) === 1);
  const site = await hub.site({ owner: 'RC-N' });
  await told.has(1);
  const before = hub.asked.length;
  await hub.sql(`INSERT INTO metric (id, name, kind) VALUES (gen_random_uuid(), 'woken_total', 'COUNTER')`);
  // Some looks later.
  await pause(1000);
  expect(hub.asked.slice(before).map(({ text }) => text)).toEqual([]);
  const device = await hub.device({ owner: 'RC-N' });
  await save('woken', ['Site', 'Device']);
  expect((await told.has(2)).map(({ changes }) => changes.nodeId)).toContain(site.id);
  await until('disclosed', async () => told.data.some(({ changes }) => changes.nodeId === device.id));
  await told.stop();
});

test('keys are asked for at every delivery: one that has ended gets nothing any more, its neighbour does', async () => {
  await until('alone', async () => (await subscriptions()) === 0);
  const [ended, kept] = [await reader('RC-S'), await reader('RC-S')];
  const after = await cursorNow(kept);
  const query = 'subscription($after: Cursor) { changes(after: $after) { nodeId } }';
  const [first, second] = [ended, kept].map((key) => overWebSocket(hub, key, query, { after })) as [Told, Told];
  await until('followed', async () => (await subscriptions()) === 2);
  await hub.sql(
    `WITH gone AS (UPDATE api_key SET revoked_at = now() WHERE id = $1 RETURNING id)
     UPDATE organization SET name = 'Another name' WHERE code = 'RC-S' AND EXISTS (SELECT FROM gone)`,
    [keyIdOf(ended)],
  );
  expect((await second.has(1)).length).toBeGreaterThan(0);
  await first.ended();
  expect([first.data, first.closed]).toEqual([[], expect.objectContaining({ code: 4403 })]);
  await second.stop();
});

test('a request that offers another protocol is answered in this one, body and all', async () => {
  const socket = connect(Number(new URL(hub.url).port), '127.0.0.1');
  const body = JSON.stringify({ query: '{ viewer { role } }' });
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: hub\r\nconnection: Upgrade, HTTP2-Settings, close\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n` +
      `authorization: Bearer ${hub.keys.national}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  await until('answered', async () => answer.includes('"role"'));
  expect(answer).toMatch(/^HTTP\/1.1 200 /);
  socket.destroy();
});

test('a WebSocket at another address is told that nothing is there', async () => {
  const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws');
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toContain('404');
});

test('a connection that is refused a WebSocket ends, though its client leaves it open', async () => {
  const upgraded = once(hub.app.server, 'upgrade') as Promise<[unknown, Socket]>;
  const socket = connect({ port: Number(new URL(hub.url).port), host: '127.0.0.1', allowHalfOpen: true });
  socket.write('GET /elsewhere HTTP/1.1\r\nhost: hub\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\r\n');
  socket.resume();
  await once(socket, 'end');
  expect(socket.writable).toBe(true);
  const [, held] = await upgraded;
  await until('let go', async () => held.destroyed, { withinMs: 20_000 });
  socket.destroy();
});

test('a client whose connection breaks goes on from where it was, and misses nothing', async () => {
  const device = await hub.device({ owner: 'RC-N', name: '0' });
  const key = await reader('RC-N');
  const filter = { types: ['Device'] };
  const query = `subscription($after: Cursor, $filter: ChangeFilter) {
    changes(after: $after, filter: $filter) { cursor node { ... on Device { name } } }
  }`;
  let after = await cursorNow(key, filter);
  for (const n of ['1', '2', '3']) {
    await rename(device.id, n);
    const told = overWebSocket<{ changes: { cursor: string; node: { name: string } } }>(hub, key, query, {
      after,
      filter,
    });
    const [{ changes }] = (await told.has(1)) as [{ changes: { cursor: string; node: { name: string } } }];
    expect(changes.node.name).toBe(n);
    after = changes.cursor;
    told.break();
    await told.ended();
  }
});

describe.each(Object.keys(roads) as (keyof typeof roads)[])('Newest samples over %s', (road) => {
  test('come for the series that were named, and for no others', async () => {
    const code = `S${road.length}`;
    await hub.organization({ code });
    const sender = hub.as(await hub.key({ organization: code, role: 'REPORTER' }));
    const send = async (sensor: string, value: number, at: number) => {
      const batch = { metric: 'up', labels: { sensor }, timestamps: [new Date(at).toISOString()], values: [value] };
      await sender.data(`mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }`, {
        input: { owner: code, source: 'test', batches: [batch] },
      });
    };
    const now = Date.now() - 60_000;
    await send('one', 1, now);
    await send('two', 1, now);
    const { series } = await sender.data<{ series: { nodes: { id: string; labels: { sensor: string } }[] } }>(
      '{ series { nodes { id labels } } }',
    );
    const { id } = series.nodes.find(({ labels }) => labels.sensor === 'one')!;
    const told = roads[road]<{ samples: object }>(
      hub,
      await reader(code),
      `subscription($ids: [ID!]!) { samples(series: $ids) { value series { id } } }`,
      {
        ids: [id],
      },
    );
    await until('followed', async () => (await subscriptions()) > 0);
    await send('two', 2, now + 1000);
    await send('one', 3, now + 1000);
    expect(await told.has(1)).toEqual([{ samples: { value: 3, series: { id } } }]);
    await told.stop();
  });
});
