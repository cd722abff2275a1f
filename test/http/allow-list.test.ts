import type { Config } from '../../src/kernel/config';
import { startHub, type Hub } from '../support/hub';
import { issueBy } from '../support/keys';

const hubs: Hub[] = [];
const start = async (config: Partial<Config> = {}): Promise<Hub> => {
  const hub = await startHub({ config });
  hubs.push(hub);
  return hub;
};
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});

const keyFor = async (hub: Hub, networks: string[]): Promise<string> =>
  (await issueBy(hub.as(hub.keys.regional), 'RC-N', { networks })).text;

interface Answer {
  status: number;
  body: string;
}
async function askFrom(hub: Hub, key: string, remoteAddress: string, forwarded?: string, query = '{ __typename }') {
  const response = await hub.app.inject({
    ...{ method: 'POST', url: '/graphql', remoteAddress, payload: { query } },
    headers: { authorization: `Bearer ${key}`, ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) },
  });
  return { status: response.statusCode, body: response.body } satisfies Answer;
}
const statusesFrom = async (hub: Hub, key: string, peers: [peer: string, forwarded?: string][]) => {
  const found: Record<string, number> = {};
  for (const [peer, forwarded] of peers)
    found[[peer, forwarded].filter(Boolean).join(' for ')] = (await askFrom(hub, key, peer, forwarded)).status;
  return found;
};

describe('A key with networks', () => {
  test('is in force from there alone', async () => {
    const hub = await start();
    const key = await keyFor(hub, ['192.0.2.0/24', '198.51.100.7/32', '2001:db8::/48', 'fe80::1/128']);
    const inside = [
      '192.0.2.1',
      '::ffff:192.0.2.255',
      '::ffff:c000:207',
      '198.51.100.7',
      '2001:db8::9',
      'fe80::1%eth0',
    ];
    const outside = ['127.0.0.1', '::1', '192.0.3.1', '::ffff:192.0.3.1', '198.51.100.8', '2001:db9::1', '::192.0.2.1'];
    expect(
      await statusesFrom(
        hub,
        key,
        [...inside, ...outside].map((peer) => [peer]),
      ),
    ).toEqual({
      ...Object.fromEntries(inside.map((peer) => [peer, 200])),
      ...Object.fromEntries(outside.map((peer) => [peer, 401])),
    });
  });

  test('is refused from elsewhere like a wrong one, for a write as for a read, and nothing comes of it', async () => {
    const hub = await start();
    const key = await keyFor(hub, ['192.0.2.0/24']);
    const wrong = await keyFor(hub, []).then((text) => `${text.slice(0, -43)}${'A'.repeat(43)}`);
    const write =
      'mutation { upsertSites(input: { owner: "RC-N", source: "netbox", records: [{ externalId: "1", code: "S", name: "S" }] }) { created } }';
    for (const query of ['{ __typename }', write, '{ nope }']) {
      const refused = await askFrom(hub, key, '192.0.3.1', undefined, query);
      expect(refused).toEqual(await askFrom(hub, wrong, '192.0.3.1', undefined, query));
      expect(refused).toMatchObject({ status: 401, body: expect.stringContaining('No key in force matches') });
    }
    expect(await hub.sql('SELECT FROM site')).toEqual([]);
    expect((await askFrom(hub, key, '192.0.2.1', undefined, write)).body).toContain('"created":1');
  });

  test('is not helped by what a request says of itself, where no proxy is trusted', async () => {
    const hub = await start();
    const key = await keyFor(hub, ['192.0.2.0/24']);
    expect(
      await statusesFrom(hub, key, [
        ['127.0.0.1', '192.0.2.1'],
        ['192.0.2.1', '127.0.0.1'],
      ]),
    ).toEqual({
      '127.0.0.1 for 192.0.2.1': 401,
      '192.0.2.1 for 127.0.0.1': 200,
    });
  });

  test('counts from where a trusted proxy says, and from nowhere where that is no address', async () => {
    const hub = await start({ trustedProxies: ['127.0.0.1', '10.0.0.0/8'] });
    const key = await keyFor(hub, ['192.0.2.0/24']);
    const forwarded: [string, number][] = [
      ['192.0.2.1', 200],
      ['::ffff:192.0.2.1', 200],
      ['198.51.100.1, 192.0.2.1', 200],
      ['192.0.2.1, 198.51.100.1', 401],
      ['192.0.2.1, 10.0.0.9', 200],
      ['unknown', 401],
      ['192.0.2.1:443', 401],
      [`192.0.2.1'`, 401],
    ];
    expect(
      await statusesFrom(
        hub,
        key,
        forwarded.map(([from]) => ['127.0.0.1', from]),
      ),
    ).toEqual(Object.fromEntries(forwarded.map(([from, status]) => [`127.0.0.1 for ${from}`, status])));
    expect(await statusesFrom(hub, key, [['198.51.100.9', '192.0.2.1'], ['127.0.0.1']])).toEqual({
      '198.51.100.9 for 192.0.2.1': 401,
      '127.0.0.1': 401,
    });
    const free = await keyFor(hub, []);
    expect(await statusesFrom(hub, free, [['127.0.0.1', 'unknown']])).toEqual({ '127.0.0.1 for unknown': 200 });
  });

  test('may be given IPv4 as IPv6, once and again', async () => {
    const hub = await start();
    const issued = await issueBy(hub.as(hub.keys.regional), 'RC-N', {
      networks: ['::ffff:192.0.2.0/120', '192.0.2.0/24', '0.0.0.0/0', '::/0'],
    });
    expect(issued.client.networks).toEqual(['0.0.0.0/0', '192.0.2.0/24', '::/0']);
    expect(await statusesFrom(hub, issued.text, [['203.0.113.9'], ['2001:db8::1']])).toEqual({
      '203.0.113.9': 200,
      '2001:db8::1': 200,
    });
  });

  test('is held to them at /metrics too', async () => {
    const hub = await start({ metricsKeyless: [] });
    const key = await keyFor(hub, ['192.0.2.0/24']);
    const scrape = async (remoteAddress: string) =>
      (await hub.app.inject({ url: '/metrics', remoteAddress, headers: { authorization: `Bearer ${key}` } }))
        .statusCode;
    expect([await scrape('192.0.2.1'), await scrape('192.0.3.1')]).toEqual([200, 401]);
  });
});
