import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Viewer } from '../support/viewer';
import { clear, raise, warningsOf } from './warning-desk';

let hub: Hub;
let national: Viewer;
let regional: Viewer;
beforeAll(async () => {
  hub = await startHub();
  [national, regional] = [hub.as(hub.keys.national), hub.as(hub.keys.regional)];
});
afterAll(() => hub.stop());

const give = (record: Made, table: string, owner: string) =>
  hub.sql(`UPDATE ${table} SET owner_id = (SELECT o.id FROM organization o WHERE o.code = $2) WHERE id = $1`, [
    record.id.slice(4),
    owner,
  ]);
const find = async (id: string) => (await warningsOf(national, { id: { eq: id } }))[0]!;

describe('An address leads to', () => {
  test('the device that it manages, before the interface that has it', async () => {
    const device = await hub.device({ owner: 'RC-N', managementAddress: '10.1.0.1' });
    const port = await hub.interface({ device });
    await hub.address({ owner: 'RC-N', address: '10.1.0.1/24', interface: port });
    const warning = await raise(national, { externalId: 'managed', address: '10.1.0.1' });
    expect(warning).toMatchObject({ owner: { code: 'RC-N' }, subject: { id: device.id }, address: '10.1.0.1' });
  });

  test('the interface that has it, before any prefix', async () => {
    const port = await hub.interface({ owner: 'RC-S' });
    await hub.address({ owner: 'RC-S', address: '10.2.0.1/24', interface: port });
    await hub.prefix({ owner: 'RC-N', prefix: '10.2.0.0/24' });
    const warning = await raise(national, { externalId: 'assigned', address: '10.2.0.1' });
    expect(warning).toMatchObject({ owner: { code: 'RC-S' }, subject: { id: port.id } });
  });

  test('the most specific prefix where nothing has it, and to its owner and region', async () => {
    await hub.prefix({ owner: 'NMC', prefix: '10.3.0.0/16' });
    await hub.prefix({ owner: 'RC-N', prefix: '10.3.4.0/24', site: await hub.site({ owner: 'RC-N' }) });
    const warning = await raise(national, { externalId: 'within', address: '10.3.4.5' });
    expect(warning).toMatchObject({ owner: { code: 'RC-N' }, subject: null, region: { code: 'NORTH' } });
    expect((await warningsOf(regional)).map(({ id }) => id)).toContain(warning.id);
    const wider = await raise(national, { externalId: 'wider', address: '::ffff:10.3.5.5' });
    expect(wider.owner.code).toBe('NMC');
  });

  test('nobody where two others have it, and to oneself where one of the two is', async () => {
    for (const owner of ['RC-N', 'RC-S']) await hub.device({ owner, managementAddress: '10.4.0.1' });
    const contested = await raise(national, { externalId: 'contested', address: '10.4.0.1' });
    expect(contested).toMatchObject({ owner: { code: 'NMC' }, subject: null });
    const own = await raise(regional, { externalId: 'contested', address: '10.4.0.1' });
    expect(own).toMatchObject({ owner: { code: 'RC-N' }, subject: { __typename: 'Device' } });
  });

  test('nobody else where the organization that asks does not see it: hidden and missing are one answer', async () => {
    await hub.device({ owner: 'MOH', managementAddress: '10.5.0.1' });
    const hidden = await raise(regional, { externalId: 'hidden', address: '10.5.0.1' });
    const missing = await raise(regional, { externalId: 'missing', address: '10.5.0.2' });
    for (const warning of [hidden, missing])
      expect(warning).toMatchObject({ owner: { code: 'RC-N' }, subject: null, region: { code: 'NORTH' } });
  });

  test('what the labels "address" or "instance" say, where nothing else is known', async () => {
    const device = await hub.device({ owner: 'RC-N', managementAddress: '10.6.0.1' });
    const six = await hub.device({ owner: 'RC-N', managementAddress: '2001:db8::6' });
    const by = async (labels: Record<string, string>) => (await raise(national, { labels })).subject?.id;
    expect(await by({ address: '10.6.0.1', check: 'a' })).toBe(device.id);
    expect(await by({ instance: '10.6.0.1:9100', check: 'b' })).toBe(device.id);
    expect(await by({ instance: '[2001:db8::6]:9100', check: 'c' })).toBe(six.id);
    expect(await by({ instance: 'core-1:9100', check: 'd' })).toBeUndefined();
    expect(await by({ address: 'no address', check: 'e' })).toBeUndefined();
  });
});

describe('Labels lead by the binding rules of the writer,', () => {
  test('whatever source and metric these name, to the object that they find', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'biên Hà Nội' });
    const port = await hub.interface({ device, name: 'eth0' });
    const rule = {
      ...{ owner: 'NMC', target: 'DEVICE', lookup: 'NAME', inventoryOf: ['RC-N'], source: 'prometheus' },
      ...{ metricPattern: 'node_.*', key: { labels: ['instance'], pattern: '([^:]+)(:\\d+)?' } },
    };
    const ofPort = { ...rule, target: 'INTERFACE', position: 1, interfaceName: { labels: ['ifName'] } };
    const steward = await hub.stewardOf('NMC');
    for (const [code, input] of Object.entries({ device: rule, port: ofPort }))
      await steward.data(
        'mutation($input: SaveBindingRuleInput!) { saveBindingRule(input: $input) { bindingRule { id } } }',
        { input: { ...input, code } },
      );
    const labels = { alertname: 'Down', instance: 'biên Hà Nội:9100' };
    expect(await raise(national, { labels })).toMatchObject({ owner: { code: 'RC-N' }, subject: { id: device.id } });
    expect(await raise(national, { labels: { ...labels, ifName: 'ETH0' } })).toMatchObject({
      subject: { id: port.id },
    });
  });
});

describe('An open warning follows', () => {
  test('its subject to another owner and region, with what became of it; one that has cleared stays', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    const input = { source: 'noc', subject: { device: { id: device.id } } };
    const open = await raise(national, { ...input, externalId: 'follows' });
    const over = await raise(national, { ...input, externalId: 'stays' });
    await clear(national, { source: 'noc', externalId: 'stays' });
    await give(device, 'device', 'RC-S');
    expect(await find(open.id)).toMatchObject({ owner: { code: 'RC-S' }, region: { code: 'SOUTH' } });
    expect(await find(over.id)).toMatchObject({ owner: { code: 'RC-N' }, region: { code: 'NORTH' } });
    const owners = await hub.sql(
      `SELECT DISTINCT o.code FROM warning_transition t JOIN organization o ON o.id = t.owner_id WHERE t.warning_id = $1`,
      [open.id.slice(4)],
    );
    expect(owners).toEqual([{ code: 'RC-S' }]);
    expect(await warningsOf(regional, { id: { eq: open.id } })).toEqual([]);
    const left = await regional.data<{ warningTransitions: unknown[] }>(
      'query($id: ID!) { warningTransitions: nodes(ids: [$id]) { id } }',
      { id: (await transitionOf(open.id))! },
    );
    expect(left.warningTransitions).toEqual([null]);
  });

  test('the prefix that it was found by', async () => {
    const prefix = await hub.prefix({ owner: 'RC-N', prefix: '10.7.0.0/24' });
    const { id } = await raise(national, { externalId: 'prefix', address: '10.7.0.7' });
    await give(prefix, 'prefix', 'RC-S');
    expect((await find(id)).owner.code).toBe('RC-S');
  });

  test('its address to where that is now, at the next word of its source', async () => {
    const before = await hub.device({ owner: 'RC-N', managementAddress: '10.8.0.1' });
    const { id } = await raise(national, { externalId: 'readdressed', address: '10.8.0.1' });
    await hub.sql(`UPDATE device SET management_address = NULL WHERE id = $1`, [before.id.slice(4)]);
    const now = await hub.device({ owner: 'RC-S', managementAddress: '10.8.0.1' });
    const moved = await raise(national, { externalId: 'readdressed', address: '10.8.0.1' });
    expect(moved).toMatchObject({ id, owner: { code: 'RC-S' }, subject: { id: now.id } });
  });
});

const transitionOf = async (warning: string): Promise<string | undefined> =>
  (
    await hub.sql<{ id: string }>(`SELECT 'wtr_' || t.id AS id FROM warning_transition t WHERE t.warning_id = $1`, [
      warning.slice(4),
    ])
  )[0]?.id;
