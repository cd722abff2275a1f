import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import type { EmbeddedPostgres } from '../../src/kernel/postgres/embedded-postgres';
import { directoryBuilders } from '../support/directory-builders';
import { EmbeddedHubs } from '../support/embedded-hubs';
import { consumerRoads, LastingConsumer } from '../support/feeds/lasting-consumer';
import { RenamedDevices } from '../support/feeds/renamed-devices';
import { ToldAgreement } from '../support/feeds/told-agreement';
import { freePort } from '../support/free-port';
import { startHubProcess } from '../support/hub-process';
import { killPostgres } from '../support/kill-postgres';
import { createRandom } from '../support/random';
import { until } from '../support/until';

/** How often the hub is killed, and as often Postgres: a few times here, a hundred times by `npm run test:kills`. */
const kills = Number(process.env['KILLS'] ?? 2);

const servers = new EmbeddedHubs();
/** As an operator's, durable; and where it was before, so that the hub finds it again. */
let start: () => Promise<EmbeddedPostgres>;
beforeAll(async () => {
  const port = String(await freePort());
  start = () => servers.start('killed', { throwaway: false, settings: { shared_buffers: '32MB', port } });
});
afterAll(() => servers.clear());

/** CENTER is above RC, which shows its inventory to MINISTRY at times; nobody else sees anything of HIDDEN. */
const visible: Record<string, string[]> = { CENTER: ['CENTER', 'RC'], MINISTRY: ['MINISTRY', 'RC'] };

async function makeDesks(owner: Pool): Promise<{ owner: string; key: string }[]> {
  const { organization, key } = directoryBuilders(owner);
  await organization({ code: 'CENTER' });
  await organization({ code: 'RC', parent: 'CENTER' });
  await organization({ code: 'MINISTRY' });
  await organization({ code: 'HIDDEN' });
  const codes = ['CENTER', 'RC', 'MINISTRY', 'HIDDEN'];
  const until = new Date(Date.now() + 86_400_000);
  const keyOf = (code: string) => key({ organization: code, role: 'STEWARD', expiresAt: until });
  return Promise.all(codes.map(async (code) => ({ owner: code, key: await keyOf(code) })));
}

/** What was acknowledged is kept, and of what nobody answered for one or the other. */
async function expectFates(owner: Pool, { fates, ids }: RenamedDevices): Promise<void> {
  const { rows } = await owner.query<{ id: string; external_id: string; name: string; owner: string }>(
    `SELECT 'dev_' || d.id AS id, d.external_id, d.name, o.code AS owner FROM device d JOIN organization o ON o.id = d.owner_id`,
  );
  for (const row of rows) ids.set(row.id, row.owner);
  const names = new Map(rows.map((row) => [row.external_id, row.name]));
  const other = fates.filter((fate) => !fate.names.includes(names.get(fate.externalId) ?? null));
  expect(other.map((fate) => ({ ...fate, found: names.get(fate.externalId) }))).toEqual([]);
}

test(
  'Whenever the hub or Postgres is killed, whoever follows goes on from its cursor: it holds in the end what it may see, and was told of nothing else',
  async () => {
    const random = createRandom();
    let server = await start();
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const serve = async () => {
      const served = startHubProcess(server.url, { PORT: String(port), COST_CAPACITY: '1000000000' });
      await served.isUp;
      return served;
    };
    let served = await serve();
    const owner = createPool(server.url, 'hub_owner', { max: 10 });
    const desks = await makeDesks(owner);
    const keyOf = (code: string) => desks.find((desk) => desk.owner === code)!.key;
    const devices = new RenamedDevices(url, owner, desks, random);
    const agreement = new ToldAgreement(url, { provider: 'RC', consumer: 'MINISTRY' }, keyOf, random);
    const consumers = Object.keys(visible).flatMap((code) =>
      consumerRoads.map((road) => ({ code, consumer: new LastingConsumer(road, url, keyOf(code)) })),
    );
    try {
      for (let kill = 0; kill < 2 * kills; kill += 1) {
        await devices.more(20 + random.whole(60));
        if (kill % 2 === 0) {
          await served.kill();
          served = await serve();
        } else {
          await killPostgres(owner, server);
          server = await start();
        }
      }
      await devices.more(50);
      await Promise.all([devices.end(), agreement.end()]);
      await expectFates(owner, devices);
      for (const { code, consumer } of consumers) {
        let last: string[] = [];
        await until(
          `${code} holds by ${consumer.road} what it sees`,
          async () => (last = await consumer.differences()).length === 0,
          { last: () => JSON.stringify(last.slice(0, 5)) },
        );
        const strangers = [...consumer.told].filter((id) => !visible[code]!.includes(devices.ids.get(id) ?? 'nobody'));
        expect({ code, strangers }).toEqual({ code, strangers: [] });
        expect([...consumer.owners].sort()).toEqual([...visible[code]!].sort());
        expect(consumer.replica.size).toBeGreaterThan(0);
        expect(consumer.breaks).toBeGreaterThanOrEqual(kills);
      }
      expect(devices.unanswered).toBeGreaterThan(0);
      const sums = consumers.map(({ code, consumer }) => `${code} by ${consumer.road} ${consumer.deliveries}`);
      process.stdout.write(
        `Killed ${2 * kills} times: ${devices.acknowledged} kept, ${devices.unanswered} unanswered, agreed ${agreement.times} times; told ${sums.join(', ')}\n`,
      );
    } finally {
      await Promise.allSettled([devices.end(), agreement.end(), ...consumers.map(({ consumer }) => consumer.end())]);
      await served.kill();
      await owner.end();
    }
  },
  120_000 + kills * 60_000,
);
