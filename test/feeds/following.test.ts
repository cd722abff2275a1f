import { startHub, type Hub } from '../support/hub';
import { Consumer } from '../support/feeds/consumer';
import { everythingKnown, markedAs, severe, within, type FollowedFilter } from '../support/feeds/followed-filter';
import { OpenTransactions } from '../support/feeds/open-transactions';
import { pagesRoad } from '../support/feeds/pages-road';
import { streamsRoad } from '../support/feeds/streams-road';
import { createRandom, type Random } from '../support/random';
import { changes } from '../support/worlds/planting/changes';
import { plant } from '../support/worlds/planting/plant';
import { castOf } from '../support/worlds/world/cast';
import { generateWorld } from '../support/worlds/world/generate-world';
import type { Organization } from '../support/worlds/world/directory-model';
import type { World } from '../support/worlds/world/things';

/** FEED_SEED is where worlds begin, FEED_RUNS how many there are, FEED_STEPS how long each goes on. */
const firstSeed = Number(process.env['FEED_SEED'] || 20_261_123);
const seeds = Array.from({ length: Number(process.env['FEED_RUNS'] || 1) }, (_, i) => firstSeed + i);
const steps = Number(process.env['FEED_STEPS'] || 150);

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
});
afterAll(() => hub.stop());

async function consumersOf(world: World, random: Random): Promise<Consumer[]> {
  const { root, center, other, stranger } = castOf(world.Organization);
  const follow = async (organization: Organization, filter: FollowedFilter, what: string) => {
    const role = random.pick(['READER', 'REPORTER', 'STEWARD'] as const);
    const key = await hub.key({ organization: organization.code, role });
    const viewer = random.chance(0.7) ? hub.as(key) : hub.asOfGraphqlJs(key);
    const name = random.pick(['pages', 'WebSocket', 'server-sent events'] as const);
    const road = name === 'pages' ? pagesRoad(viewer) : streamsRoad(name, hub, key, viewer);
    return new Consumer(`${organization.code} of ${what} by ${road.name}`, organization, road, filter);
  };
  const whole = [root, center, other, stranger].map((one) => follow(one, everythingKnown, 'everything'));
  return Promise.all([
    ...whole,
    follow(center, severe('MAJOR'), 'what is severe'),
    follow(other, markedAs(['AMBER', 'GREEN']), 'two markings'),
    follow(root, within(random.pick(world.Region)), 'a region'),
  ]);
}

/** Late ones among them. */
async function appendSamples({ Series, Organization }: World, random: Random): Promise<void> {
  const some = Array.from({ length: 1 + random.whole(4) }, () => random.pick(Series));
  const points = [...new Set(some)].map((series) => ({
    series,
    at: 1_767_225_600 + 60 * random.whole(200_000),
    value: 1,
    flag: 0,
  }));
  const fresh = points.filter(({ series, at }) => !series.samples.some((sample) => sample.at === at));
  await hub.sql(
    `SELECT count(t.*) FROM (SELECT set_config('hub.writers', $1, true) AS set) s
      CROSS JOIN LATERAL hub.take_samples(CASE WHEN s.set <> '' THEN $2::uuid[] END, ARRAY(SELECT to_timestamp(x) FROM unnest($3::float8[]) x),
        array_fill(1::float8, ARRAY[cardinality($2::uuid[])]), array_fill(0::smallint, ARRAY[cardinality($2::uuid[])])) t`,
    [`{${Organization.map(({ id }) => id).join()}}`, fresh.map(({ series }) => series.id), fresh.map(({ at }) => at)],
  );
  for (const { series, at, value, flag } of fresh) series.samples.push({ at, value, flag });
}

test.each(seeds)(
  'World %i: whoever follows a feed holds exactly what it may see, and was told of nothing else',
  async (seed) => {
    const random = createRandom(seed);
    const world = generateWorld(random);
    await plant(hub.sql, world, random);
    const consumers = await consumersOf(world, random);
    const transactions = new OpenTransactions(hub.databaseUrl, world, random);
    const look = () => consumers.forEach((consumer) => consumer.look(transactions.whole));
    look();
    for (let step = 0; step < steps; step += 1) {
      const chance = random.whole(100);
      if (chance < 8) await random.pick(changes)(hub, world, random);
      else if (chance < 14) await appendSamples(world, random);
      else if (chance < 55) await transactions.turn();
      else await random.pick(consumers).readSome(random);
      if (chance < 55) look();
    }
    await transactions.endAll();
    look();
    for (const consumer of consumers) {
      await consumer.settle();
      await consumer.conclude();
    }
    process.stdout.write(
      `Feeds: ${consumers.map(({ name, deliveries }) => `${name} ${deliveries}`).join(', ')}, FEED_SEED=${seed}\n`,
    );
    expect(consumers.flatMap(({ faults }) => faults).slice(0, 20)).toEqual([]);
  },
  300_000,
);
