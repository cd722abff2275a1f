import { readConfig } from '../../src/kernel/config';
import { createPool } from '../../src/kernel/postgres/database';
import { createServer } from '../../src/server';
import { startHub, type Hub, type HubOptions } from '../support/hub';
import { expectRefusal } from '../support/refusals';
import { ask, sendTo, type Reply } from '../support/wire';

const hubs: Hub[] = [];
const start = async (config: HubOptions['config'] = {}): Promise<Hub> => {
  const hub = await startHub({ listen: true, config });
  hubs.push(hub);
  return hub;
};
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop();
});

const scrape = (hub: Hub, headers: Record<string, string | null> = {}): Promise<Reply> =>
  sendTo(hub, { method: 'GET', path: '/metrics', headers: { authorization: null, ...headers } });
const bad = { authorization: `Bearer cwk_${'0'.repeat(32)}_${'A'.repeat(43)}` };
const forwarded = { 'x-forwarded-for': '127.0.0.1' };

describe('Who may read /metrics without a key', () => {
  const keyless = (env: Record<string, string>) => readConfig(env).metricsKeyless;

  test('is this machine, while nothing else can reach the hub', () => {
    const thisMachine = ['127.0.0.0/8', '::1'];
    for (const HOST of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) expect(keyless({ HOST })).toEqual(thisMachine);
    expect(keyless({})).toEqual(thisMachine);
  });

  test('is nobody, once the hub listens elsewhere or trusts a proxy', () => {
    for (const HOST of ['0.0.0.0', '::', '10.0.0.1', '127.example.org']) expect(keyless({ HOST })).toEqual([]);
    expect(keyless({ TRUSTED_PROXIES: '127.0.0.1' })).toEqual([]);
  });

  test('is who METRICS_KEYLESS names, whatever else is set; nobody where it is empty', () => {
    const set = { HOST: '0.0.0.0', TRUSTED_PROXIES: '10.0.0.1' };
    expect(keyless({ ...set, METRICS_KEYLESS: '10.1.0.0/16, fd00::1' })).toEqual(['10.1.0.0/16', 'fd00::1']);
    expect(keyless({ METRICS_KEYLESS: '' })).toEqual([]);
  });

  test.each(['loopback', '10.0.0.0/33', '10.0.0.0/', '::1/129', '10.0.0.0/8/8', '10.0.0'])(
    'is not told by "%s"',
    (METRICS_KEYLESS) => {
      expect(() => keyless({ METRICS_KEYLESS })).toThrow(
        `METRICS_KEYLESS holds "${METRICS_KEYLESS}": give addresses or networks, separated by commas.`,
      );
    },
  );

  test('is told by the peer of the connection itself', async () => {
    const hub = await start({ metricsKeyless: ['192.0.2.0/24', 'fd00::/8', 'fe80::1'] });
    const statusFrom = async (remoteAddress: string) =>
      (await hub.app.inject({ url: '/metrics', remoteAddress })).statusCode;
    for (const peer of ['192.0.2.7', '::ffff:192.0.2.7', 'fd00::5', 'fe80::1%eth0'])
      expect([peer, await statusFrom(peer)]).toEqual([peer, 200]);
    for (const peer of ['127.0.0.1', '::1', '192.0.3.1', '::ffff:192.0.3.1', 'fe80::2%eth0'])
      expect([peer, await statusFrom(peer)]).toEqual([peer, 401]);
  });

  test('is nobody whose request was forwarded, whatever proxy is trusted', async () => {
    const hub = await start({ metricsKeyless: ['127.0.0.1'], trustedProxies: ['127.0.0.1'] });
    expect((await scrape(hub)).status).toBe(200);
    expectRefusal(await scrape(hub, forwarded), 'UNAUTHENTICATED');
    expect((await scrape(hub, { ...forwarded, authorization: `Bearer ${hub.keys.partner}` })).status).toBe(200);
  });
});

describe('A key at /metrics', () => {
  test('that is refused counts against its address as anywhere else', async () => {
    const hub = await start({ metricsKeyless: [] });
    const replies = await Promise.all(Array.from({ length: 120 }, () => scrape(hub, bad)));
    for (const reply of replies) expectRefusal(reply, 'UNAUTHENTICATED');
    for (const reply of [
      await scrape(hub, bad),
      await scrape(hub),
      await ask(hub, '{ __typename }', {}, { headers: bad }),
    ]) {
      expectRefusal(reply, 'RATE_LIMITED');
      expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await scrape(hub, { authorization: `Bearer ${hub.keys.partner}` })).status).toBe(200);
  });

  test('can not be told good or bad without the database, and that is said', async () => {
    const hub = await start();
    const nowhere = createPool('postgres://nobody@127.0.0.1:1/none', 'hub_api');
    const config = readConfig({ LOG_LEVEL: 'silent', METRICS_KEYLESS: '' });
    const { app } = await createServer({ config, api: nowhere, canceller: nowhere });
    const lost = { ...hub, url: await app.listen({ host: '127.0.0.1', port: 0 }) };
    for (const key of [bad.authorization, `Bearer ${hub.keys.national}`])
      expectRefusal(await scrape(lost, { authorization: key }), 'UNAVAILABLE');
    expectRefusal(await scrape(lost), 'UNAUTHENTICATED');
    await app.close();
    await nowhere.end();
  });
});
