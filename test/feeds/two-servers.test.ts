import { roads } from '../support/feeds/subscribers';
import { consumerRoads, LastingConsumer } from '../support/feeds/lasting-consumer';
import { SharedAddress } from '../support/feeds/shared-address';
import { ask } from '../support/feeds/unsure';
import { freePort } from '../support/free-port';
import { startHub, type Hub } from '../support/hub';
import { startHubProcess } from '../support/hub-process';
import { until } from '../support/until';

let hub: Hub;
let address: SharedAddress;
let ports: number[];
beforeAll(async () => {
  hub = await startHub();
  ports = [await freePort(), await freePort()];
  address = new SharedAddress(await freePort(), ports);
  await address.open();
});
afterAll(async () => {
  await address.close();
  await hub.stop();
});

const serve = async (port: number) => {
  const served = startHubProcess(hub.databaseUrl, {
    PORT: String(port),
    COST_CAPACITY: '1000000000',
    LOG_LEVEL: 'error',
  });
  await served.isUp;
  return served;
};

test('Two processes serve one address: who follows goes on through the other whenever one is killed, and misses nothing', async () => {
  const served = await Promise.all(ports.map(serve));
  const devices: { id: string }[] = [];
  for (let i = 0; i < 20; i += 1) devices.push(await hub.device({ owner: i % 2 ? 'RC-N' : 'RC-S', name: '0' }));
  const key = await hub.key({ organization: 'RC-N', role: 'READER' });
  const consumers = consumerRoads.flatMap((road) => [0, 1].map(() => new LastingConsumer(road, address.url, key)));
  const rename = (name: string) => hub.sql('UPDATE device SET name = $1', [name]);
  const whole = (what: string) =>
    Promise.all(
      consumers.map(async (consumer) => {
        let last: string[] = [];
        await until(`${what} by ${consumer.road}`, async () => (last = await consumer.differences()).length === 0, {
          last: () => JSON.stringify(last.slice(0, 3)),
        });
      }),
    );
  try {
    await whole('all is told');
    for (let kill = 0; kill < 4; kill += 1) {
      const at = kill % 2;
      const renaming = rename(`before ${kill}`);
      await served[at]!.kill();
      await renaming;
      await rename(`while one is away ${kill}`);
      await whole(`kill ${kill}`);
      served[at] = await serve(ports[at]!);
    }
    const own = new Set(devices.filter((_, i) => i % 2).map(({ id }) => id));
    for (const { told, breaks, road } of consumers) {
      expect([...told].filter((id) => !own.has(id))).toEqual([]);
      if (road !== 'pages') expect(breaks).toBeGreaterThan(0);
    }
    expect(Math.min(...address.given)).toBeGreaterThan(0);
  } finally {
    await Promise.allSettled(consumers.map((consumer) => consumer.end()));
    await Promise.all(served.map((one) => one.kill()));
  }
}, 240_000);

test('Samples that come by one process are with those who follow them by the other', async () => {
  const served = await Promise.all(ports.map(serve));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
  const ingesting = `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }`;
  const send = (value: number) => {
    const batch = { metric: 'up', timestamps: [new Date(Date.now()).toISOString()], values: [value] };
    return ask(urls[0]!, key, ingesting, { input: { owner: 'RC-N', source: 'probe', batches: [batch] } });
  };
  try {
    await send(0);
    const { series } = await ask<{ series: { nodes: { id: string }[] } }>(urls[1]!, key, '{ series { nodes { id } } }');
    const document = 'subscription($ids: [ID!]!) { samples(series: $ids) { value } }';
    for (const [name, follow] of Object.entries(roads)) {
      const arrived: number[] = [];
      const told = follow<{ samples: { value: number } }>({ url: urls[1]! }, key, document, {
        ids: series.nodes.map(({ id }) => id),
      });
      const waits: number[] = [];
      // Until it is followed; what came before is not told.
      await until('followed', async () => (await send(-1), told.data.length > 0));
      for (let n = 1; n <= 20; n += 1) {
        await send(n);
        const committed = performance.now();
        while (told.data.at(-1)?.samples.value !== n) await new Promise((done) => setTimeout(done, 2));
        waits.push(performance.now() - committed);
        arrived.push(n);
      }
      await told.stop();
      waits.sort((one, other) => one - other);
      process.stdout.write(
        `Samples over ${name}: from commit to delivery ${waits[10]!.toFixed(0)} ms as a rule, ${waits[19]!.toFixed(0)} ms at most\n`,
      );
      expect(arrived).toHaveLength(20);
    }
  } finally {
    await Promise.all(served.map((one) => one.kill()));
  }
}, 120_000);
