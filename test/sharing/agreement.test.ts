import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Viewer } from '../support/viewer';

let hub: Hub;
let ministry: Viewer;
let north: Made;
let anywhere: Made;
beforeAll(async () => {
  hub = await startHub();
  await hub.organization({ code: 'RC-N-1', parent: 'RC-N' });
  ministry = hub.as(await hub.key({ organization: 'MOH', role: 'READER' }));
  const site = await hub.site({ owner: 'RC-N', region: 'NORTH', latitude: 21.03, longitude: 105.85 });
  north = await hub.device({ owner: 'RC-N', name: 'north', site, serial: 'SN-1', managementAddress: '192.0.2.7' });
  anywhere = await hub.device({
    owner: 'RC-N',
    name: 'anywhere',
    site: await hub.site({ owner: 'RC-N', region: 'SOUTH' }),
  });
  await hub.device({ owner: 'RC-N-1', name: 'below' });
});
afterAll(() => hub.stop());

const seen = async (viewer: Viewer): Promise<string[]> => {
  const { devices } = await viewer.data<{ devices: { nodes: { name: string }[]; totalCount: number } }>(
    '{ devices { nodes { name } totalCount } }',
  );
  expect(devices.totalCount).toBe(devices.nodes.length);
  return devices.nodes.map(({ name }) => name).sort();
};
const found = async (filter: object): Promise<number> => {
  const { devices } = await ministry.data<{ devices: { totalCount: number } }>(
    'query Found($filter: DeviceFilter) { devices(filter: $filter) { totalCount } }',
    { filter },
  );
  return devices.totalCount;
};

describe('What an agreement gives its consumer, in the very next request', () => {
  test('nothing while it is only proposed, the records it covers once accepted, nothing once ended', async () => {
    const id = await hub.propose({ provider: 'RC-N', consumer: 'MOH' });
    expect(await seen(ministry)).toEqual([]);
    await hub.accept(id, 'MOH');
    expect(await seen(ministry)).toEqual(['anywhere', 'north']);
    await hub.revoke(id, 'RC-N');
    expect(await seen(ministry)).toEqual([]);
  });

  test('the records below its provider where it says so, and only what lies in its region', async () => {
    const wide = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withDescendants: true });
    expect(await seen(ministry)).toEqual(['anywhere', 'below', 'north']);
    await hub.revoke(wide, 'MOH');
    const narrow = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withDescendants: true, region: 'NORTH' });
    expect(await seen(ministry)).toEqual(['north']);
    await hub.revoke(narrow, 'MOH');
  });

  test('only its datasets', async () => {
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', datasets: ['SAMPLES', 'INCIDENTS'] });
    expect(await seen(ministry)).toEqual([]);
    await hub.revoke(id, 'MOH');
  });

  test('only within its time, by the clock and not by the job that says so', async () => {
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', validUntil: '2100-01-01T00:00:00Z' });
    expect(await seen(ministry)).toEqual(['anywhere', 'north']);
    await hub.sql(
      `ALTER TABLE agreement DISABLE TRIGGER keep; UPDATE agreement SET valid_from = now() - interval '2 h', valid_until = now() - interval '1 s'; ALTER TABLE agreement ENABLE TRIGGER keep`,
    );
    expect(await seen(ministry)).toEqual([]);
    const { agreements } = await ministry.data<{ agreements: { nodes: unknown[] } }>(
      'query State($id: ID!) { agreements(filter: { id: { eq: $id } }) { nodes { state } } }',
      { id },
    );
    expect(agreements.nodes).toEqual([{ state: 'ACCEPTED' }]);
  });

  test('nothing to those above or below the consumer', async () => {
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH' });
    expect(await seen(hub.as(await hub.key({ organization: 'MOH-IT', role: 'READER' })))).toEqual([]);
    await hub.revoke(id, 'MOH');
  });
});

describe('A withheld field', () => {
  let id: string;
  beforeAll(async () => {
    id = await hub.agreement({
      ...{ provider: 'RC-N', consumer: 'MOH' },
      withheld: ['SERIAL', 'MANAGEMENT_ADDRESS', 'COORDINATES'],
    });
  });
  afterAll(() => hub.revoke(id, 'MOH'));

  const document = `query Read($id: ID!) { node(id: $id) { ... on Device {
    name serial managementAddress site { latitude longitude } } } }`;

  test('is null, and said to be withheld', async () => {
    const { data, extensions } = await ministry.query(document, { id: north.id });
    const site = { latitude: null, longitude: null };
    expect(data).toEqual({ node: { name: 'north', serial: null, managementAddress: null, site } });
    const reason = (field: string) => `The agreement that shows this record withholds ${field}.`;
    expect(extensions['withheld']).toEqual([
      { path: ['node', 'managementAddress'], reason: reason('MANAGEMENT_ADDRESS') },
      { path: ['node', 'serial'], reason: reason('SERIAL') },
      { path: ['node', 'site', 'latitude'], reason: reason('COORDINATES') },
      { path: ['node', 'site', 'longitude'], reason: reason('COORDINATES') },
    ]);
  });

  test('is said also where there is nothing to withhold, so that it tells nothing', async () => {
    const { extensions } = await ministry.query(document, { id: anywhere.id });
    expect(extensions['withheld']).toHaveLength(4);
  });

  test('is found by no filter, and its absence by every one', async () => {
    expect(await found({ serial: { eq: 'SN-1' } })).toBe(0);
    expect(await found({ serial: { startsWith: 'S' } })).toBe(0);
    expect(await found({ serial: { isNull: true } })).toBe(2);
    expect(await found({ not: { serial: { eq: 'SN-1' } } })).toBe(2);
    expect(await found({ managementAddress: { within: '192.0.2.0/24' } })).toBe(0);
  });

  test('is shown to its owner as ever', async () => {
    const { data, extensions } = await hub.as(hub.keys.regional).query(document, { id: north.id });
    expect(data).toMatchObject({ node: { serial: 'SN-1', managementAddress: '192.0.2.7', site: { latitude: 21.03 } } });
    expect(extensions).not.toHaveProperty('withheld');
  });

  test('is shown where another agreement shows it, there and only there', async () => {
    const other = await hub.agreement({
      provider: 'RC-N',
      consumer: 'MOH',
      region: 'NORTH',
      withheld: ['COORDINATES'],
    });
    const { data } = await ministry.query(document, { id: north.id });
    expect(data).toMatchObject({ node: { serial: 'SN-1', site: { latitude: null } } });
    expect(await found({ serial: { eq: 'SN-1' } })).toBe(1);
    expect(await found({ serial: { isNull: true } })).toBe(1);
    await hub.revoke(other, 'MOH');
    expect(await found({ serial: { isNull: true } })).toBe(2);
  });

  test('is not in the history either', async () => {
    const { data } = await ministry.query<{ node: { history: { nodes: { after: object }[] } } }>(
      `query History($id: ID!) { node(id: $id) { ... on Device { history { nodes { after } } } } }`,
      { id: north.id },
    );
    expect(data.node.history.nodes[0]!.after).toMatchObject({ name: 'north' });
    expect(data.node.history.nodes[0]!.after).not.toHaveProperty('serial');
    expect(data.node.history.nodes[0]!.after).not.toHaveProperty('management_address');
  });
});

describe('The steps of an agreement', () => {
  const step = async (steward: string, name: string, id: string) =>
    (await hub.stewardOf(steward)).refusal(
      `mutation Step($id: ID!) { ${name}(input: { id: $id }) { agreement { id } } }`,
      {
        id,
      },
    );

  test('are those of its sides, and of their stewards alone', async () => {
    const id = await hub.propose({ provider: 'RC-N', consumer: 'MOH' });
    expect(await step('RC-N', 'acceptAgreement', id)).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('a steward of "MOH"') as string,
    });
    expect(await step('RC-S', 'acceptAgreement', id)).toMatchObject({ code: 'NOT_FOUND' });
    const reader = await ministry.refusal(
      `mutation Step($id: ID!) { acceptAgreement(input: { id: $id }) { agreement { id } } }`,
      { id },
    );
    expect(reader).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('role STEWARD') as string });
    await hub.revoke(id, 'MOH');
    expect(await step('MOH', 'acceptAgreement', id)).toMatchObject({ code: 'CONFLICT' });
  });

  test('can not be taken for another provider', async () => {
    const input = { provider: 'RC-S', consumer: 'MOH', title: 't', legalBasis: 'l', datasets: ['INVENTORY'] };
    const refused = await (
      await hub.stewardOf('RC-N')
    ).refusal(`mutation P($input: ProposeAgreementInput!) { proposeAgreement(input: $input) { agreement { id } } }`, {
      input,
    });
    expect(refused).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('are all in its history', async () => {
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH' });
    await hub.revoke(id, 'RC-N');
    const { node } = await (
      await hub.stewardOf('MOH')
    ).data<{ node: { history: { nodes: { after: { state: string }; actor: string }[] } } }>(
      'query H($id: ID!) { node(id: $id) { ... on Agreement { history { nodes { actor after } } } } }',
      { id },
    );
    expect(node.history.nodes.map(({ actor, after }) => [actor, after.state])).toEqual([
      ['RC-N desk', 'ENDED'],
      ['MOH desk', 'ACCEPTED'],
      ['RC-N desk', 'PROPOSED'],
    ]);
  });
});

describe('A sharing group', () => {
  test('is a consumer for whoever is in it, from the next request on', async () => {
    await hub.group('NMC', 'health-circle', ['MOH']);
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'health-circle' }, 'NMC');
    expect(await seen(ministry)).toEqual(['anywhere', 'north']);
    await hub.group('NMC', 'health-circle', ['MOH-IT']);
    expect(await seen(ministry)).toEqual([]);
    await hub.revoke(id, 'NMC');
  });

  test('has a code that no organization has, and a keeper that no other organization takes from it', async () => {
    await hub.group('NMC', 'mine', []);
    const taken = `mutation S($input: SaveSharingGroupInput!) { saveSharingGroup(input: $input) { sharingGroup { id } } }`;
    const as = await hub.stewardOf('MOH');
    const input = { owner: 'MOH', name: 'x', members: [] };
    expect(await as.refusal(taken, { input: { ...input, code: 'mine' } })).toMatchObject({ code: 'CONFLICT' });
    expect(await as.refusal(taken, { input: { ...input, code: 'RC-N' } })).toMatchObject({ code: 'CONFLICT' });
  });

  test('shows who is in it to its members and its keeper alone', async () => {
    await hub.group('NMC', 'quiet', ['MOH', 'RC-N']);
    const members = async (organization: string) => {
      const viewer = hub.as(await hub.key({ organization, role: 'READER' }));
      const { sharingGroups } = await viewer.data<{ sharingGroups: { nodes: { members: { totalCount: number } }[] } }>(
        '{ sharingGroups(filter: { code: { eq: "quiet" } }) { nodes { members { totalCount } } } }',
      );
      return sharingGroups.nodes[0]!.members.totalCount;
    };
    expect([await members('NMC'), await members('MOH'), await members('MOH-IT'), await members('RC-S')]).toEqual([
      2, 2, 0, 0,
    ]);
  });
});
