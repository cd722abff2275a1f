import { instantsOf } from '../support/as-of';
import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

describe('A record as of its last change', () => {
  const common =
    'id __typename status createdAt updatedAt origin { source externalId syncedAt } owner { code } region { code }';
  const ends = '{ site { id } device { id } interface { id } }';
  const fields: Record<string, string> = {
    site: 'code name latitude longitude',
    device:
      'name displayName role manufacturer model serial platform managementAddress tags site { id } interfaces { totalCount }',
    interface: 'name kind enabled speedBps mac description device { id } addresses { address } link { id }',
    link: `name kind capacityBps provider { code } a ${ends} b ${ends}`,
    prefix: 'prefix role description vrf { id } site { id }',
    informationSystem: 'code name sector level effectiveLevel parts { id } devices { totalCount }',
  };
  const made: Record<string, Made> = {};
  beforeAll(async () => {
    const owner = 'RC-N';
    const site = await hub.site({ owner, name: 'Đà Nẵng', latitude: 16.0678, longitude: 108.2208333333333 });
    const device = await hub.device({
      ...{ owner, site, name: 'Bộ định tuyến 1', role: 'FIREWALL', manufacturer: 'M', model: 'm', serial: 'S/1' },
      ...{ platform: 'p', managementAddress: '2001:db8::1', tags: ['a, b', 'c"d', 'ê'] },
    });
    const speeds = { speedBps: '9007199254740993', mac: '02:00:5E:10:00:01', description: 'lên lõi', enabled: false };
    const port = await hub.interface({ device, kind: 'virtual', ...speeds });
    const link = await hub.link({
      owner,
      provider: 'MOH',
      capacityBps: 10_000_000_000,
      a: { interface: port },
      b: { site },
    });
    const prefix = await hub.prefix({
      owner,
      prefix: '10.1.0.0/16',
      vrf: await hub.vrf({ owner }),
      site,
      role: 'users',
    });
    const part = await hub.system({ owner, level: 4 });
    const informationSystem = await hub.system({ owner, sector: 'health', level: 2, parts: [part], devices: [device] });
    Object.assign(made, { site, device, interface: port, link, prefix, informationSystem });
  });

  test.each(Object.keys(fields))('is field by field what stands: %s', async (field) => {
    const { id } = made[field]!;
    const asOf = (await instantsOf(hub, id)).at(-1);
    const { stands, stood } = await hub.as(hub.keys.national).data<Record<string, { __typename: string }>>(
      `query Both($id: ID!, $asOf: DateTime) {
        stands: ${field}(id: $id) { ${common} ${fields[field]} }
        stood: ${field}(id: $id, asOf: $asOf) { ${common} ${fields[field]} }
      }`,
      { id, asOf },
    );
    expect(stood).toEqual(stands);
    expect(stood!.__typename.toLowerCase()).toBe(field.toLowerCase());
  });
});
