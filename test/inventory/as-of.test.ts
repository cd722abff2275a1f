import { instantsOf, justBefore } from '../support/as-of';
import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Variables } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const document = `query Was($id: ID!, $asOf: DateTime) {
  device(id: $id, asOf: $asOf) {
    id name status serial managementAddress updatedAt origin { syncedAt } owner { code } region { code } site { id name }
    interfaces { totalCount }
  }
}`;
interface Was {
  name: string;
  status: string;
  serial: string | null;
  managementAddress: string | null;
  updatedAt: string;
  owner: { code: string };
  region: { code: string } | null;
  site: { id: string; name: string } | null;
}
const was = async (device: Made, asOf?: string, key = hub.keys.national): Promise<Was | null> =>
  (await hub.as(key).data<{ device: Was | null }>(document, { id: device.id, asOf })).device;
const send = (device: Made, content: Variables) =>
  hub.send('Devices', {
    owner: device.owner,
    source: device.source,
    records: [{ externalId: device.externalId, role: 'ROUTER', ...content }],
  });

describe('A device as it was', () => {
  test('has the name it had, from the instant of a change until the next', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'Trạm Đống Đa' });
    await send(device, { name: 'Trạm Hà Đông' });
    const [made, renamed] = await instantsOf(hub, device.id);
    expect(await was(device, made)).toMatchObject({
      name: 'Trạm Đống Đa',
      updatedAt: made,
      origin: { syncedAt: made },
    });
    expect(await was(device, await justBefore(hub, renamed!))).toMatchObject({ name: 'Trạm Đống Đa' });
    expect(await was(device, renamed)).toMatchObject({ name: 'Trạm Hà Đông', updatedAt: renamed });
    expect(await was(device)).toMatchObject({ name: 'Trạm Hà Đông' });
  });

  test('was not there before it was made, and is in the future as it stands', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'new' });
    const [made] = await instantsOf(hub, device.id);
    expect(await was(device, await justBefore(hub, made!))).toBeNull();
    expect(await was(device, '1970-01-01T00:00:00Z')).toBeNull();
    expect(await was(device, '2100-12-31T23:59:59+07:00')).toEqual(await was(device));
  });

  test('stood at the site it stood at; the site itself shows as it stands', async () => {
    const before = await hub.site({ owner: 'RC-N', code: 'OLD', name: 'Kho cũ', region: 'NORTH' });
    const device = await hub.device({ owner: 'RC-N', name: 'moving', site: before });
    await hub.interface({ device });
    await send(device, { name: 'moving', site: await hub.site({ owner: 'RC-N', region: 'SOUTH', name: 'Kho mới' }) });
    await hub.send('Sites', {
      owner: 'RC-N',
      records: [{ externalId: before.externalId, code: 'OLD', name: 'Kho cũ (đóng)', region: 'NORTH' }],
    });
    const [made] = await instantsOf(hub, device.id);
    expect(await was(device, made)).toMatchObject({
      site: { id: before.id, name: 'Kho cũ (đóng)' },
      region: { code: 'NORTH' },
      interfaces: { totalCount: 1 },
    });
    expect(await was(device)).toMatchObject({ site: { name: 'Kho mới' }, region: { code: 'SOUTH' } });
  });

  test('belonged to whom it belonged to, and is for who sees it now', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'handed over' });
    await hub.sql(
      `UPDATE device SET owner_id = (SELECT o.id FROM organization o WHERE o.code = 'RC-S') WHERE id = $1`,
      [device.id.slice(4)],
    );
    const [made, handedOver] = await instantsOf(hub, device.id);
    const south = await hub.key({ organization: 'RC-S' });
    expect(await was(device, made, south)).toMatchObject({ owner: { code: 'RC-N' } });
    expect(await was(device, handedOver, south)).toMatchObject({ owner: { code: 'RC-S' } });
    expect(await was(device, made, hub.keys.regional)).toBeNull();
  });

  test('was in service before it was retired, and is gone from all its past once deleted', async () => {
    const device = await hub.device({ owner: 'RC-N', source: 'once' });
    const other = { externalId: 'other', role: 'ROUTER' };
    await hub.send('Devices', { owner: 'RC-N', source: 'once', retireMissing: true, records: [other] });
    const [made] = await instantsOf(hub, device.id);
    expect(await was(device, made)).toMatchObject({ status: 'ACTIVE' });
    expect(await was(device)).toMatchObject({ status: 'RETIRED' });
    await hub.sql('DELETE FROM device WHERE id = $1', [device.id.slice(4)]);
    expect(await was(device, made)).toBeNull();
  });

  test('is what the last of several changes of one transaction left', async () => {
    const device = await hub.device({ name: 'first' });
    const set = (name: string) => `UPDATE device SET name = '${name}' WHERE id = '${device.id.slice(4)}'`;
    await hub.sql(`${set('second')}; ${set('third')}`);
    const [, second, third] = await instantsOf(hub, device.id);
    expect(second).toBe(third);
    expect(await was(device, second)).toMatchObject({ name: 'third' });
  });

  test('has what its table has gained since as it stands now', async () => {
    const device = await hub.device({ name: 'old image', role: 'SWITCH', tags: ['core'] });
    await hub.sql(`UPDATE private.change SET after = after - '{role,tags}'::text[] WHERE record_id = $1`, [
      device.id.slice(4),
    ]);
    const [made] = await instantsOf(hub, device.id);
    expect(
      await hub
        .as(hub.keys.national)
        .data('query($id: ID!, $asOf: DateTime) { device(id: $id, asOf: $asOf) { name role tags } }', {
          ...{ id: device.id, asOf: made },
        }),
    ).toEqual({ device: { name: 'old image', role: 'SWITCH', tags: ['core'] } });
  });
});

describe('What a viewer does not see', () => {
  test('was not there either: a hidden record and none are one answer, in as many statements', async () => {
    const hidden = await hub.device({ owner: 'RC-S' });
    const [made] = await instantsOf(hub, hidden.id);
    const none: Made = { ...hidden, id: `${hidden.id.slice(0, -4)}ffff` };
    expect(await was(hidden, made)).not.toBeNull();
    for (const device of [hidden, none]) {
      expect(await was(device, made, hub.keys.regional)).toBeNull();
      expect(hub.statements).toHaveLength(2);
    }
    expect(await was(hidden, undefined, hub.keys.regional)).toBeNull();
  });

  test('is null where the record named it then', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'moved', site: await hub.site({ owner: 'NMC' }) });
    await send(device, { name: 'moved', site: await hub.site({ owner: 'RC-N' }) });
    const [made] = await instantsOf(hub, device.id);
    expect((await was(device, made))!.site).not.toBeNull();
    expect((await was(device, made, hub.keys.regional))!.site).toBeNull();
  });

  test('as a field that is withheld now is absent from its past, said so, and its changes move nothing', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'secret', serial: 'OLD', managementAddress: '192.0.2.9' });
    await send(device, { name: 'secret', serial: 'NEW' });
    await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withheld: ['SERIAL', 'MANAGEMENT_ADDRESS'] });
    const [made, changed] = await instantsOf(hub, device.id);
    const partner = hub.as(hub.keys.partner);
    const { data, errors, extensions } = await partner.query(document, { id: device.id, asOf: changed });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ device: { name: 'secret', serial: null, managementAddress: null, updatedAt: made } });
    expect(extensions['withheld']).toMatchObject([
      { path: ['device', 'managementAddress'] },
      { path: ['device', 'serial'] },
    ]);
    expect(await was(device, made)).toMatchObject({ serial: 'OLD', managementAddress: '192.0.2.9' });
    expect(await was(device, changed)).toMatchObject({ serial: 'NEW', updatedAt: changed });
  });

  test('by agreement, it does not see as of a time when the agreement was in force', async () => {
    const agreement = await hub.agreement({ provider: 'RC-S', consumer: 'MOH' });
    const device = await hub.device({ owner: 'RC-S', name: 'shared once' });
    const [made] = await instantsOf(hub, device.id);
    expect(await was(device, made, hub.keys.partner)).toMatchObject({ name: 'shared once' });
    await hub.revoke(agreement, 'RC-S');
    expect(await was(device, made, hub.keys.partner)).toBeNull();
  });
});

describe('Asking', () => {
  test('for several records as of one instant takes one statement, and one for what each edge adds', async () => {
    const site = await hub.site({ owner: 'RC-N' });
    const devices = [await hub.device({ owner: 'RC-N', site }), await hub.device({ owner: 'RC-N', site })];
    const asOf = (await instantsOf(hub, devices[1]!.id))[0]!;
    const asked = devices.map(
      ({ id }, n) => `d${n}: device(id: "${id}", asOf: "${asOf}") { owner { code } site { code } }`,
    );
    await hub.as(hub.keys.national).data(`{ ${asked.join(' ')} }`);
    // The key, the devices as they were, their owner, their site.
    expect(hub.statements).toHaveLength(4);
  });

  test('for a time before 1970, or by an id of another type, is refused; a device is not found by a uuid of a site', async () => {
    const site = await hub.site();
    const [made] = await instantsOf(hub, site.id);
    const national = hub.as(hub.keys.national);
    const refused = { code: 'BAD_USER_INPUT' };
    expect(await national.refusal(document, { id: site.id, asOf: made })).toMatchObject(refused);
    expect(await national.refusal(document, { id: 'dev_x' })).toMatchObject(refused);
    expect(await was({ ...site, id: `dev_${site.id.slice(4)}` }, made)).toBeNull();
    for (const asOf of ['1969-12-31T23:59:59Z', '2026-02-30T00:00:00Z', 'yesterday'])
      expect(await national.refusal(document, { id: (await hub.device()).id, asOf })).toMatchObject(refused);
  });
});
