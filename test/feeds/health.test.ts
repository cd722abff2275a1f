import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ config: { metricsKeyless: ['127.0.0.0/8'] } });
});
afterAll(() => hub.stop());

interface Consumers {
  feedConsumers: {
    nodes: {
      road: string;
      feed: object | null;
      owner: { code: string };
      lagSeconds: number;
      headroomSeconds: number;
      delivered: number;
      failures: number;
      lastFailure: string | null;
    }[];
  };
}
const asking = `{ feedConsumers { nodes { road feed { code } owner { code } lagSeconds headroomSeconds delivered failures lastFailure } } }`;
const consumersOf = async (key: string) => (await hub.as(key).data<Consumers>(asking)).feedConsumers.nodes;
const changes =
  'query($after: Cursor, $feed: ID) { changes(after: $after, feed: $feed) { changes { nodeId } endCursor } }';

test('How a feed is served is told to its organization and to who operates the hub, and to nobody else', async () => {
  await hub.device({ owner: 'MOH' });
  const key = await hub.key({ organization: 'MOH', role: 'READER', label: 'follower' });
  const { saved } = await (
    await hub.stewardOf('MOH')
  ).data<{ saved: { feed: { id: string } } }>(
    `mutation { saved: saveFeed(input: { owner: "MOH", code: "devices", filter: { types: ["Device"] } }) { feed { id } } }`,
  );
  await hub.as(key).data(changes, { feed: saved.feed.id });
  const served = {
    road: 'PAGES',
    feed: { code: 'devices' },
    owner: { code: 'MOH' },
    delivered: 1,
    failures: 0,
    lastFailure: null,
  };
  const [own, ...others] = await consumersOf(key);
  expect(own).toMatchObject(served);
  expect(others).toEqual([]);
  expect(own!.lagSeconds).toBeGreaterThanOrEqual(0);
  expect(own!.headroomSeconds).toBeGreaterThan(29 * 86_400);
  expect(await consumersOf(hub.keys.national)).toEqual([expect.objectContaining({ ...served, feed: null })]);
  expect(await consumersOf(hub.keys.regional)).toEqual([]);
  const { body } = await hub.app.inject({ method: 'GET', url: '/metrics' });
  expect(body).toMatch(/^hub_feed_consumers 1$/m);
  expect(body).toMatch(/^hub_feed_least_headroom_seconds \d+/m);
});

test('What fails is told by its code; a consumer that asks all the time is written once', async () => {
  const key = await hub.key({ organization: 'RC-N', role: 'READER', label: 'eager' });
  expect((await hub.as(key).refusal(changes, { after: 'x'.repeat(30) })).code).toBe('INVALID_CURSOR');
  expect(await consumersOf(key)).toMatchObject([{ failures: 1, lastFailure: 'INVALID_CURSOR', feed: null }]);
  for (let i = 0; i < 5; i += 1) await hub.as(key).data(changes);
  expect(await consumersOf(key)).toMatchObject([{ failures: 1, delivered: 0 }]);
});
