import { startHub, type Hub } from '../support/hub';
import { upsertDocument, type Made, type Outcome, type Plural } from '../support/inventory-builders';
import type { Variables } from '../support/viewer';

let hub: Hub;
/** May write for the north and, since it is of the center, see all of its tree. */
let center: string;
beforeAll(async () => {
  hub = await startHub();
  center = await hub.key({ organization: 'NMC', writesFor: ['RC-N'] });
});
afterAll(() => hub.stop());

async function sendAs(key: string, plural: Plural, owner: string, ...records: Variables[]): Promise<Outcome> {
  const { sent } = await hub
    .as(key)
    .data<{ sent: Outcome }>(upsertDocument(plural), { input: { owner, source: 'refs', records } });
  return sent;
}
let count = 0;
const deviceAt = (site: Variables): Variables => ({ externalId: `at${++count}`, role: 'SERVER', site });
const siteOf = async (id: string): Promise<string | null> => {
  const [row] = await hub.sql<{ site: string | null }>('SELECT d.site_id AS site FROM device d WHERE d.id = $1', [
    id.slice(4),
  ]);
  return row!.site && `sit_${row!.site}`;
};

describe('A record names another', () => {
  let home: Made;
  let north: Made;
  beforeAll(async () => {
    home = await hub.site({ owner: 'NMC', source: 'refs' });
    north = await hub.site({ owner: 'RC-N', source: 'cmdb' });
  });

  test.each<[string, () => Variables, () => Made]>([
    ['by its id', () => ({ id: north.id }), () => north],
    ['by its key, where owner and source are the batch’s', () => ({ externalId: home.externalId }), () => home],
    ['by owner, source and key', () => ({ owner: 'RC-N', source: 'cmdb', externalId: north.externalId }), () => north],
    [
      'by its id, whatever else is said',
      () => ({ id: home.id, owner: 'RC-N', source: 'x', externalId: 'x' }),
      () => home,
    ],
  ])('%s', async (_, ref, expected) => {
    const { ids, refused } = await sendAs(center, 'Devices', 'NMC', deviceAt(ref()));
    expect(refused).toEqual([]);
    expect(await siteOf(ids[0]!)).toBe(expected().id);
  });

  test('of another owner, and each of a batch its own', async () => {
    const { ids } = await sendAs(center, 'Devices', 'RC-N', deviceAt({ id: home.id }), deviceAt({ id: north.id }), {
      externalId: 'loose',
      role: 'SERVER',
    });
    expect(await Promise.all(ids.map(siteOf))).toEqual([home.id, north.id, null]);
  });

  test('an organization or a region by its code', async () => {
    const link = { externalId: 'leased', name: 'leased', kind: 'CIRCUIT', provider: 'MOH' };
    expect(await sendAs(center, 'Links', 'NMC', link)).toMatchObject({ created: 1, refused: [] });
    const site = { externalId: 'south', code: 'south', name: 'south', region: 'SOUTH' };
    expect(await sendAs(center, 'Sites', 'NMC', site)).toMatchObject({ created: 1, refused: [] });
    const document =
      '{ links { nodes { provider { code } } } sites(filter: { code: { eq: "south" } }) { nodes { region { code } } } }';
    expect(await hub.as(center).data(document)).toEqual({
      links: { nodes: [{ provider: { code: 'MOH' } }] },
      sites: { nodes: [{ region: { code: 'SOUTH' } }] },
    });
  });
});

describe('A reference that leads nowhere', () => {
  const refusal = { index: 1, field: 'site', code: 'UNKNOWN_REFERENCE' };

  test.each<[string, Variables]>([
    ['an id of nobody', { id: 'sit_00000000-0000-7000-8000-000000000000' }],
    ['an id of another type', { id: 'dev_00000000-0000-7000-8000-000000000000' }],
    ['no id at all', { id: 'the one in Hà Nội' }],
    ['a key of nobody', { externalId: 'nobody' }],
    ['an owner that does not exist', { owner: 'NOBODY', externalId: 'x' }],
    ['nothing', {}],
    ['a source without a key', { source: 'cmdb' }],
  ])('%s: is named, and nothing is written', async (_, ref) => {
    const outcome = await sendAs(center, 'Devices', 'NMC', { externalId: 'fine', role: 'SERVER' }, deviceAt(ref));
    expect(outcome).toMatchObject({ created: 0, ids: [], refused: [refusal] });
    expect(await hub.sql(`SELECT d.id FROM device d WHERE d.external_id = 'fine'`)).toEqual([]);
  });

  test('is refused for each record and field that has one', async () => {
    const nowhere = { externalId: 'nowhere' };
    const link = {
      externalId: 'l',
      name: 'l',
      kind: 'CABLE',
      provider: 'NOBODY',
      a: { site: nowhere, device: nowhere },
      b: { interface: nowhere },
    };
    const { refused } = await sendAs(center, 'Links', 'NMC', link);
    expect(refused.map(({ field, code }) => [field, code]).sort()).toEqual(
      ['a.device', 'a.site', 'b.interface', 'provider'].map((field) => [field, 'UNKNOWN_REFERENCE']),
    );
  });

  test('is answered alike whether the record is hidden or missing', async () => {
    const hidden = await hub.site({ owner: 'RC-S', source: 'cmdb', externalId: 'secret' });
    const ways: [Variables, Variables][] = [
      [{ id: hidden.id }, { id: 'sit_00000000-0000-7000-8000-000000000000' }],
      [
        { owner: 'RC-S', source: 'cmdb', externalId: 'secret' },
        { owner: 'RC-S', source: 'cmdb', externalId: 'terces' },
      ],
    ];
    for (const [there, missing] of ways) {
      const first = await sendAs(
        hub.keys.regional,
        'Devices',
        'RC-N',
        { externalId: 'fine', role: 'SERVER' },
        deviceAt(there),
      );
      const statements = [...hub.statements];
      const second = await sendAs(
        hub.keys.regional,
        'Devices',
        'RC-N',
        { externalId: 'fine', role: 'SERVER' },
        deviceAt(missing),
      );
      expect(hub.statements).toEqual(statements);
      const words = ({ refused: [only] }: Outcome) => ({ ...only, message: only!.message.replace(/"[^"]*"/, '"…"') });
      expect(first).toMatchObject({ created: 0, refused: [refusal] });
      expect(words(first)).toEqual(words(second));
    }
  });
});

test('An interface belongs to the owner of its device, and to no other', async () => {
  const device = await hub.device({ owner: 'RC-N' });
  const port = { externalId: 'p', name: 'eth0', device: { id: device.id } };
  const { refused } = await sendAs(center, 'Interfaces', 'NMC', port);
  expect(refused).toMatchObject([{ index: 0, field: 'device', code: 'INVALID' }]);
  expect(await sendAs(center, 'Interfaces', 'RC-N', port)).toMatchObject({ created: 1, refused: [] });
});
