import { gunzipSync } from 'node:zlib';
import { ask } from '../../support/feeds/unsure';
import { startHub, type Hub } from '../../support/hub';
import { startHubProcess } from '../../support/hub-process';
import { until } from '../../support/until';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const interfaces = 30_000;
const starting = `mutation { started: startExport(input: { content: RECORDS, format: NDJSON, filter: { types: ["Interface"] } }) { export { id } } }`;

test('An export whose process is killed half-way goes on behind the last range that is on the disk: each record once', async () => {
  const device = await hub.device({ owner: 'RC-N' });
  await hub.sql(
    `INSERT INTO interface (id, owner_id, source, external_id, device_id, name)
     SELECT gen_random_uuid(), d.owner_id, 'test', 'i' || n, d.id, 'eth' || n FROM device d, generate_series(1, $2::int) n WHERE d.id = $1`,
    [device.id.slice(4), interfaces],
  );
  const serve = async () => {
    const served = startHubProcess(hub.databaseUrl, { COST_CAPACITY: '1000000000', LOG_LEVEL: 'silent' });
    await served.isUp;
    return served;
  };
  let served = await serve();
  const key = hub.keys.regional;
  try {
    const { started } = await ask<{ started: { export: { id: string } } }>(served.url(), key, starting);
    const { id } = started.export;
    const stands = async () => {
      const [row] = await hub.sql<{ state: string; count: number }>(
        'SELECT e.state, e.count::int AS count FROM export e WHERE e.id = $1',
        [id.slice(4)],
      );
      return row!;
    };
    const killedAt: number[] = [];
    for (const least of [3_000, 12_000]) {
      await until(`${least} are written`, async () => (await stands()).count >= least, { withinMs: 150_000 });
      await served.kill();
      killedAt.push((await stands()).count);
      served = await serve();
    }
    await until('it is done', async () => (await stands()).state === 'DONE', { withinMs: 150_000 });
    const response = await fetch(`${served.url()}/exports/${id}`, { headers: { authorization: `Bearer ${key}` } });
    const file = Buffer.from(await response.arrayBuffer());
    // fetch takes off what compresses the answer as a whole, and leaves the file as it is.
    const lines = gunzipSync(file).toString().split('\n').slice(0, -1);
    const ids = lines.slice(0, -1).map((line) => (JSON.parse(line) as { id: string }).id);
    expect([ids.length, new Set(ids).size]).toEqual([interfaces, interfaces]);
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ export: id, count: interfaces });
    process.stdout.write(`Exports: killed after ${killedAt.join(' and ')} of ${interfaces} records\n`);
    expect(killedAt.some((count) => count < interfaces)).toBe(true);
  } finally {
    await served.kill();
  }
}, 360_000);
