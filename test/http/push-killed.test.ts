import { compressSync } from 'snappy';
import { createPool } from '../../src/kernel/postgres/database';
import { decodeChunk } from '../../src/monitoring/chunks/chunk-codec';
import { packSamples } from '../../src/monitoring/pack-samples';
import { startHub, type Hub } from '../support/hub';
import { startHubProcess } from '../support/hub-process';
import { createRandom } from '../support/random';
import { encodeWriteRequest } from '../support/remote-write';

/** How often the hub is killed: a few times here, as many as one likes by `KILLS=100 npx jest test/http/push-killed`. */
const kills = Number(process.env['KILLS'] ?? 3);
const seriesCount = 20;
const begin = Date.UTC(2026, 10, 1);

let hub: Hub;
let key: string;
beforeAll(async () => {
  hub = await startHub();
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
});
afterAll(() => hub.stop());

/** A sample of each series: by its number it is known whether it was acknowledged. */
const bodyOf = (n: number): Buffer =>
  compressSync(
    encodeWriteRequest(
      Array.from({ length: seriesCount }, (_, series) => ({
        labels: { __name__: 'killed', series: String(series) },
        samples: [[begin + n * 1000, n] as const],
      })),
    ),
  );

const post = (url: string, n: number): Promise<number | null> =>
  fetch(`${url}/api/v1/write`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
    },
    body: bodyOf(n) as unknown as string,
  }).then(
    async (response) => {
      await response.arrayBuffer();
      return response.status;
    },
    () => null,
  );

/** Pushes body after body, some at a time, and kills the hub when it has acknowledged so many; tells which. */
async function pushUntilKilled(next: () => number, atMost: number): Promise<number[]> {
  const served = startHubProcess(hub.databaseUrl, { SAMPLES_PER_SECOND: '1000000' });
  await served.isUp;
  const acknowledged: number[] = [];
  const sendOn = async (): Promise<void> => {
    const n = next();
    const status = await post(served.url(), n);
    if (status === null) return;
    if (status === 204) acknowledged.push(n);
    if (acknowledged.length === atMost) await served.kill();
    return sendOn();
  };
  await Promise.all([sendOn(), sendOn(), sendOn()]);
  await served.ended;
  return acknowledged;
}

/** Of each series, the bodies that are kept: in rows or packed. */
async function keptBodies(): Promise<Map<string, number[]>> {
  const rows = await hub.sql<{ series: string; n: number; day: string | null; data: Buffer | null }>(
    `SELECT s.labels->>'series' AS series, x.value AS n, NULL AS day, NULL::bytea AS data
       FROM private.sample x JOIN series s ON s.number = x.series_number
     UNION ALL SELECT s.labels->>'series', NULL, c.day::text, c.data FROM private.sample_chunk c JOIN series s ON s.number = c.series_number`,
  );
  const kept = new Map<string, number[]>();
  for (const { series, n, day, data } of rows) {
    const values = data ? [...decodeChunk(data, Date.parse(`${day}T00:00:00Z`) * 1000).values] : [n];
    kept.set(series, [...(kept.get(series) ?? []), ...values]);
  }
  return kept;
}

test('Whenever the hub is killed, each sample that it has acknowledged is kept, and none twice', async () => {
  const random = createRandom();
  const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 1 });
  const acknowledged: number[] = [];
  let sent = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    // The last ones again: of what was under way nobody knows whether it was kept.
    sent = Math.max(0, sent - 5);
    acknowledged.push(...(await pushUntilKilled(() => sent++, 5 + random.whole(40))));
    const client = await operator.connect();
    await packSamples(client, { atOnce: 200 });
    client.release();
  }
  await operator.end();
  const kept = await keptBodies();
  expect(kept.size).toBe(seriesCount);
  for (const bodies of kept.values()) {
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(acknowledged.filter((n) => !bodies.includes(n))).toEqual([]);
  }
}, 600_000);
