import { credentialFrom } from '../../../src/directory/api-key';
import { devices } from '../../../src/inventory/device/device.collection';
import type { Collection, Row } from '../../../src/kernel/reading/collection';
import { findPage, type Connection, type ListArgs, type PageInfo } from '../../../src/kernel/reading/page';
import { asObjects } from '../../../src/kernel/reading/row-form';
import { createCanceller, createPool } from '../../../src/kernel/postgres/database';
import { Session } from '../../../src/kernel/postgres/session';
import type { Identity } from '../../../src/kernel/postgres/identity';
import { fewOwners } from '../../../src/kernel/reading/narrow-page';
import { series } from '../../../src/monitoring/monitoring.collection';
import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
let session: Session;
let alone: string;
let viewer: Identity;
const ending: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  hub = await startHub();
  ending.push(() => hub.stop());
  for (const owner of ['NMC', 'RC-N', 'RC-S', 'MOH'])
    for (const name of ['b', null, 'a', 'a', null, 'c']) await hub.device({ owner, name });
  const nobody = await hub.device({ owner: 'RC-S', name: 'measured by another' });
  await measure('RC-N', ['alone', 'shared'], null);
  await measure('NMC', ['from above'], nobody.id);
  alone = await hub.key({ organization: 'MOH', role: 'READER' });
  const pools = [createPool(hub.databaseUrl, 'hub_api', { max: 1 }), createCanceller(hub.databaseUrl)] as const;
  ending.push(() => Promise.all(pools.map((pool) => pool.end())));
  session = await Session.open(...pools, { mode: 'read', deadline: Date.now() + 60_000 });
  ending.push(() => session.rollback());
  viewer = (await session.enter(credentialFrom(`Bearer ${hub.keys.national}`)!))!;
});
afterAll(async () => {
  for (const end of ending.reverse()) await end();
});

async function measure(owner: string, metrics: string[], device: string | null): Promise<void> {
  const batches = metrics.map((metric) => ({
    ...{ metric: metric.replaceAll(' ', '_'), timestamps: ['2026-11-01T00:00:00Z'], values: [1] },
    ...(device && { subject: { device: { id: device } } }),
  }));
  await (
    await hub.stewardOf(owner)
  ).data(`mutation Send($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }`, {
    input: { owner, source: 'x', batches },
  });
}

/** Every page of a list, forward or backward, by either way of reading it. */
async function walk(of: Collection, args: ListArgs, owners: string | null, backward: boolean): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor: string | null = null, more = true; more;) {
    const window: ListArgs = backward ? { last: 4, before: cursor } : { first: 4, after: cursor };
    const { nodes, pageInfo }: Connection<Row> = await findPage(
      session,
      of,
      { ...args, ...window },
      owners,
      asObjects(of),
    );
    const info: PageInfo = typeof pageInfo === 'function' ? await pageInfo() : pageInfo;
    pages.push(nodes.map(({ id }) => id));
    cursor = backward ? info.startCursor : info.endCursor;
    more = backward ? info.hasPreviousPage : info.hasNextPage;
  }
  return pages;
}

test('How many owners a viewer sees is what its scope lists', async () => {
  for (const key of [alone, hub.keys.national]) {
    const { inventoryOwners, samplesOwners } = (await session.enter(credentialFrom(`Bearer ${key}`)!))!;
    const [listed] = await session.rows(
      'SELECT cardinality(hub.inventory_owners()) AS inventory, cardinality(hub.samples_owners()) AS samples',
    );
    expect(listed).toEqual({ inventory: inventoryOwners, samples: samplesOwners });
  }
});

describe('A list read owner by owner has the pages that it has when it is read in one walk', () => {
  const up = (field: string) => ({ field, direction: 'ASC' as const });
  const down = (field: string) => ({ field, direction: 'DESC' as const });
  const orders: ListArgs['orderBy'][] = [
    [],
    [up('NAME')],
    [down('NAME')],
    [up('ROLE'), down('NAME')],
    [down('UPDATED_AT')],
  ];
  const filters: ListArgs['filter'][] = [null, { name: { in: ['a', 'c'] } }, { not: { name: { eq: 'a' } } }];
  const cases = orders.flatMap((orderBy) =>
    filters.flatMap((filter) => [true, false].map((backward) => ({ orderBy, filter, backward }))),
  );

  test.each(cases)('devices: %j', async ({ orderBy, filter, backward }) => {
    const args = { orderBy, filter } as ListArgs;
    expect(fewOwners(viewer, devices)).not.toBeNull();
    const wide = await walk(devices, args, null, backward);
    expect(await walk(devices, args, fewOwners(viewer, devices), backward)).toEqual(wide);
    expect(wide.flat().length).toBeGreaterThan(4);
  });

  test.each([true, false])('series, whose writer or owner it is; backward: %s', async (backward) => {
    const wide = await walk(series, {}, null, backward);
    expect(await walk(series, {}, fewOwners(viewer, series), backward)).toEqual(wide);
    expect(wide.flat()).toHaveLength(3);
  });
});
