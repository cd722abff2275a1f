import { credentialFrom } from '../../../src/directory/api-key';
import { siteOf } from '../../../src/inventory/site/site.edges';
import { devices } from '../../../src/inventory/device/device.collection';
import { createCanceller, createPool } from '../../../src/kernel/postgres/database';
import { Session } from '../../../src/kernel/postgres/session';
import { wholeOf } from '../../../src/kernel/reading/projection';
import { asCells, asObjects } from '../../../src/kernel/reading/row-form';
import { readAll, readRoot, type WholeListUnder } from '../../../src/kernel/reading/whole-list';
import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
let session: Session;
let sites: string[];
const ending: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  hub = await startHub();
  ending.push(() => hub.stop());
  const made = [await hub.site(), await hub.site(), await hub.site()];
  sites = made.map(({ id }) => id.slice(4));
  const places = [0, 1, 1, 1];
  for (const [n, place] of places.entries()) {
    const { source, externalId } = made[place]!;
    await hub.device({ name: `d${3 - n}`, site: { source, externalId } });
  }
  const pools = [createPool(hub.databaseUrl, 'hub_api', { max: 1 }), createCanceller(hub.databaseUrl)] as const;
  ending.push(() => Promise.all(pools.map((pool) => pool.end())));
  session = await Session.open(...pools, { mode: 'read', deadline: Date.now() + 60_000 });
  ending.push(() => session.rollback());
  await session.enter(credentialFrom(`Bearer ${hub.keys.national}`)!);
});
afterAll(async () => {
  for (const end of ending.reverse()) await end();
});

const equipment = (atMost: number): WholeListUnder => ({
  ...{ name: 'Site.equipment', target: devices, from: () => 'device t', parent: 't.site_id', order: ['name'], atMost },
});
const reading = asObjects(devices);
const joined = asCells({
  ...{ name: 'with its site', columns: ['id', 'name'], withKeys: false },
  joins: [{ as: 'j1', edge: siteOf, projection: { ...wholeOf(siteOf.target), columns: ['name'], withKeys: false } }],
});

describe('A list that is not paged', () => {
  test('is read under all its parents by one statement, each in its order, an empty one too', async () => {
    const found = await readAll(session, equipment(3), sites, {}, reading);
    expect(found.map((list) => list.map(({ name }) => name))).toEqual([['d3'], ['d0', 'd1', 'd2'], []]);
  });

  test('has the same order with records joined to its rows', async () => {
    const found = await readAll(session, equipment(3), sites, {}, joined);
    expect(found.map((list) => list.map((row) => row.text('name')))).toEqual([['d3'], ['d0', 'd1', 'd2'], []]);
  });

  test.each(['objects', 'joined'])('is refused as a whole where one holds more than it may: %s', async (form) => {
    const read = (atMost: number, parents: string[]) =>
      form === 'objects'
        ? readAll(session, equipment(atMost), parents, {}, reading)
        : readAll(session, equipment(atMost), parents, {}, joined);
    const refusal = 'Site.equipment holds more than 2 records here';
    for (const parents of [sites, [sites[1]!], sites.toReversed()])
      await expect(read(2, parents)).rejects.toMatchObject({
        code: 'TOO_COMPLEX',
        message: expect.stringContaining(refusal),
      });
    await expect(read(2, [sites[0]!, sites[2]!])).resolves.toHaveLength(2);
  });

  test('is not read to its end where it holds far too much', async () => {
    const read: number[] = [];
    const counting = {
      rows: async (...asked: Parameters<Session['rows']>) => {
        const rows = await session.rows(...asked);
        read.push(rows.length);
        return rows;
      },
    } as unknown as Session;
    await expect(readAll(counting, equipment(1), sites, {}, reading)).rejects.toMatchObject({ code: 'TOO_COMPLEX' });
    expect(read).toEqual([2, 3]);
  });

  test('that hangs on nothing is refused by the same measure', async () => {
    expect(await readRoot(session, equipment(4), {}, reading)).toHaveLength(4);
    await expect(readRoot(session, equipment(3), {}, reading)).rejects.toMatchObject({ code: 'TOO_COMPLEX' });
  });
});
