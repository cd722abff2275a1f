import { historyDocument, readHistoryOf, type HistoryPage } from '../support/history';
import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Variables } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const historyOf = (id: string, key = hub.keys.national, more?: Variables): Promise<HistoryPage | null> =>
  readHistoryOf(hub.as(key), id, more);
const rename = (device: Made, name: string) =>
  hub.send('Devices', {
    owner: device.owner,
    source: device.source,
    records: [{ externalId: device.externalId, role: 'ROUTER', name }],
  });

test('The history of a record tells what stood before and after, by whom, newest first', async () => {
  const device = await hub.device({ owner: 'RC-N', name: 'Trạm 1' });
  await rename(device, 'Trạm 2');
  const { nodes } = (await historyOf(device.id))!;
  expect(nodes).toMatchObject([
    {
      operation: 'UPDATED',
      actor: 'RC-N source',
      changed: ['name'],
      before: { name: 'Trạm 1' },
      after: { name: 'Trạm 2', role: 'ROUTER' },
    },
    { operation: 'CREATED', actor: 'RC-N source', before: null, after: { name: 'Trạm 1' } },
  ]);
  expect(nodes[1]!.changed).toEqual(expect.arrayContaining(['name', 'role', 'owner_id', 'external_id']));
});

test('Sent again as it stands, a record has no new entry; retired, it has one', async () => {
  const device = await hub.device({ owner: 'RC-N', source: 'quiet', name: 'same' });
  for (let time = 0; time < 3; time += 1) await rename(device, 'same');
  expect((await historyOf(device.id))!.nodes).toHaveLength(1);
  await hub.send('Devices', {
    owner: 'RC-N',
    source: 'quiet',
    retireMissing: true,
    records: [{ externalId: 'other', role: 'ROUTER' }],
  });
  expect((await historyOf(device.id))!.nodes[0]).toMatchObject({
    changed: ['status'],
    before: { status: 'ACTIVE' },
    after: { status: 'RETIRED' },
  });
});

test('A refused batch leaves no entry', async () => {
  const device = await hub.device({ owner: 'RC-N', source: 'refusing', name: 'same' });
  const records = [
    { externalId: device.externalId, role: 'ROUTER', name: 'other' },
    { externalId: 'bad', role: 'ROUTER', name: '' },
  ];
  expect(await hub.send('Devices', { owner: 'RC-N', source: 'refusing', records })).toMatchObject({
    refused: [{ index: 1 }],
  });
  expect((await historyOf(device.id))!.nodes).toHaveLength(1);
});

test('What moved by what it stands on has an entry of its own', async () => {
  const site = await hub.site({ owner: 'RC-N', region: 'NORTH', code: 'mv', name: 'mv' });
  const device = await hub.device({ owner: 'RC-N', site });
  await hub.send('Sites', {
    owner: 'RC-N',
    records: [{ externalId: site.externalId, code: 'mv', name: 'mv', region: 'SOUTH' }],
  });
  expect((await historyOf(device.id))!.nodes[0]).toMatchObject({
    operation: 'UPDATED',
    actor: 'RC-N source',
    changed: ['region_id'],
  });
});

describe('Pages of a history', () => {
  let device: Made;
  beforeAll(async () => {
    device = await hub.device({ name: 'n0' });
    for (let n = 1; n <= 4; n += 1) await rename(device, `n${n}`);
  });

  test('put together are the history, while changes are added', async () => {
    const names: unknown[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const page: HistoryPage = (await historyOf(device.id, hub.keys.national, { first: 2, after }))!;
      names.push(...page.nodes.map((node) => node.after!['name']));
      expect(page.edges.map(({ node }) => node.operation)).toEqual(page.nodes.map(({ operation }) => operation));
      expect(page.pageInfo.hasPreviousPage).toBe(after !== null);
      await rename(device, `later ${names.length}`);
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    expect(names).toEqual(['n4', 'n3', 'n2', 'n1', 'n0']);
  });

  test('have the limits of every list', async () => {
    const refusal = async (more: Variables) =>
      (await hub.as(hub.keys.national).refusal(historyDocument, { id: device.id, ...more })).code;
    expect(await refusal({ first: 101 })).toBe('PAGE_TOO_LARGE');
    expect(await refusal({ first: -1 })).toBe('BAD_USER_INPUT');
    expect(await refusal({ after: 'bm9uZQ' })).toBe('INVALID_CURSOR');
  });
});

describe('The history of a record that the viewer does not see', () => {
  test('is not there, and neither is the record', async () => {
    const device = await hub.device({ owner: 'RC-S' });
    expect(await historyOf(device.id, hub.keys.regional)).toBeNull();
    expect(await historyOf(device.id, hub.keys.partner)).toBeNull();
  });

  test('comes with the record when its owner moves below the viewer, and goes with it', async () => {
    await hub.organization({ code: 'GUEST', parent: 'MOH' });
    const device = await hub.device({ owner: 'GUEST' });
    expect((await historyOf(device.id, hub.keys.partner))!.nodes).toHaveLength(1);
    expect(await historyOf(device.id)).toBeNull();
    await hub.moveOrganization('GUEST', 'NMC');
    expect((await historyOf(device.id))!.nodes).toHaveLength(1);
    expect(await historyOf(device.id, hub.keys.partner)).toBeNull();
  });

  test('of the directory is everybody’s', async () => {
    const { organization } = await hub
      .as(hub.keys.partner)
      .data<{ organization: { id: string } }>('{ organization(code: "NMC") { id } }');
    expect((await historyOf(organization.id, hub.keys.partner))!.nodes).toMatchObject([
      { operation: 'CREATED', after: { code: 'NMC' } },
    ]);
  });

  test('is not told by another record that refers to it', async () => {
    const hidden = await hub.site({ owner: 'NMC' });
    const device = await hub.device({ owner: 'RC-N', site: hidden });
    const { site } = (
      await hub
        .as(hub.keys.regional)
        .data<{ node: { site: unknown } }>(`{ node(id: "${device.id}") { ... on Device { site { id } } } }`)
    ).node;
    expect(site).toBeNull();
    const told = JSON.stringify(await historyOf(device.id, hub.keys.regional));
    expect(told).not.toContain(hidden.id.slice(4));
  });
});
