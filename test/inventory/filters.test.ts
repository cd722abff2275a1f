import { devices } from '../../src/inventory/device/device.collection';
import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import { fits, someFilter, type Filter, type Thing, type Vocabulary } from '../support/filter-oracle';
import { createRandom, type Random } from '../support/random';

const names = ['Đà Nẵng 1', 'đà nẵng 2', 'ĐÀ', 'core_1', 'core%1', 'core\\1', 'CORE-1', "o'hara", ''];
const words: Record<string, Vocabulary> = {
  Device: {
    name: [...names, 'đ', 'CORE', '1'],
    role: ['ROUTER', 'SWITCH', 'SENSOR'],
    status: ['ACTIVE', 'OFFLINE', 'RETIRED'],
    serial: ['A1', 'a1', 'B2', ''],
    managementAddress: ['10.0.0.1', '10.1.0.1', '192.0.2.7', '2001:db8::1'],
    tags: ['core', 'Core', 'edge', 'none'],
    createdAt: ['2026-01-01T00:00:00Z', '2026-01-02T07:00:00+07:00', '2026-01-03T00:00:00.5Z'],
    externalId: ['d1', 'd2', 'D'],
  },
  Site: { code: ['HN', 'SG', 'HUE'], name: ['Hà Nội', 'hà', 'Sài Gòn'], status: ['ACTIVE', 'OFFLINE'] },
  Organization: { code: ['NMC', 'RC-N', 'RC-S', 'MOH'], kind: ['NATIONAL_CENTER', 'REGIONAL_CENTER', 'MINISTRY'] },
  Region: { code: ['VN', 'NORTH', 'SOUTH', 'N'] },
};

/** Who sees what is whose. */
const sight = { national: ['NMC', 'RC-N', 'RC-S'], regional: ['RC-N'], partner: ['MOH', 'MOH-IT'] };
const viewers = Object.keys(sight) as (keyof typeof sight)[];
const owners = ['NMC', 'RC-N', 'RC-S', 'MOH'];

const region = (code: string | null, parent: Thing | null = null): Thing => ({ code, parent });
const country = region('VN');
const regions: Record<string, Thing | null> = { NMC: country, 'RC-N': region('NORTH', country), 'RC-S': region('SOUTH', country), MOH: null };
const national: Thing = { code: 'NMC', kind: 'NATIONAL_CENTER', region: country, parent: null };
const organizations: Record<string, Thing> = {
  NMC: national,
  'RC-N': { code: 'RC-N', kind: 'REGIONAL_CENTER', region: regions['RC-N'], parent: national },
  'RC-S': { code: 'RC-S', kind: 'REGIONAL_CENTER', region: regions['RC-S'], parent: national },
  MOH: { code: 'MOH', kind: 'MINISTRY', region: null, parent: null },
};

let hub: Hub;
let model: Thing[];
beforeAll(async () => {
  hub = await startHub();
  model = await populate(createRandom(7));
});
afterAll(() => hub.stop());

/** Sixty devices, some at a site of another organization, and the same in the words of the oracle. */
async function populate(random: Random): Promise<Thing[]> {
  const sites: { made: Made; thing: Thing }[] = [];
  for (const [i, owner] of owners.entries()) {
    const fields = { code: ['HN', 'SG', 'HUE', 'HN'][i]!, name: ['Hà Nội', 'Sài Gòn', 'Huế', 'Hà Nội'][i]!, status: i === 2 ? 'OFFLINE' : 'ACTIVE' };
    const thing = { ...fields, owner: organizations[owner], region: regions[owner] };
    sites.push({ made: await hub.site({ ...fields, owner }), thing });
  }
  const things: Thing[] = [];
  for (let i = 0; i < 60; i += 1) {
    const owner = random.pick(owners);
    const fields = {
      externalId: `d${i}`,
      name: random.pick(names) || null,
      role: random.pick(['ROUTER', 'SWITCH']),
      status: random.pick(['ACTIVE', 'OFFLINE']),
      serial: random.pick(['A1', 'a1', 'B2', null]),
      managementAddress: random.pick(['10.0.0.1', '10.1.0.1', '192.0.2.7', '2001:db8::1', null]),
      tags: [['core'], ['core', 'edge'], []][random.whole(3)]!,
    };
    const { id } = await hub.device({ ...fields, owner });
    const site = random.chance(0.8) ? random.pick(sites) : null;
    const createdAt = random.pick(words['Device']!['createdAt']!);
    await hub.sql('UPDATE device SET site_id = $2, created_at = $3 WHERE id = $1', [id.slice(4), site?.made.id.slice(4), createdAt]);
    const place = site ? (site.thing['region'] ?? regions[owner]) : regions[owner];
    things.push({ ...fields, id, createdAt, owner: organizations[owner], site: site?.thing ?? null, region: place });
  }
  return things;
}

/** The model with what the viewer may not see taken out. */
function visibleTo(viewer: keyof typeof sight): Thing[] {
  const sees = (thing: Thing) => sight[viewer].includes((thing['owner'] as Thing)['code'] as string);
  const site = (thing: Thing) => (thing['site'] && sees(thing['site'] as Thing) ? thing['site'] : null);
  return model.filter(sees).map((thing) => ({ ...thing, site: site(thing) }));
}

interface Found {
  devices: { nodes: { id: string }[]; totalCount: number };
}
const document = 'query($filter: DeviceFilter) { devices(filter: $filter, first: 100) { nodes { id } totalCount } }';
const idsOf = (things: Thing[]): unknown[] => things.map(({ id }) => id).sort();

async function agree(viewer: keyof typeof sight, filter: Filter): Promise<number> {
  const { devices: found } = await hub.as(hub.keys[viewer]).data<Found>(document, { filter });
  const expected = idsOf(visibleTo(viewer).filter((thing) => fits(devices, filter, thing)));
  const context = { viewer, filter };
  expect({ ...context, ids: found.nodes.map(({ id }) => id).sort() }).toEqual({ ...context, ids: expected });
  expect(found.totalCount).toBe(expected.length);
  return expected.length;
}

test('each operator on each kind of value lets through what its description says', async () => {
  const filters: Filter[] = Object.entries(words['Device']!).flatMap(([name, values]) => {
    const lists = ['in', 'notIn'];
    const single = { role: ['eq'], status: ['eq'], tags: ['has'], createdAt: ['eq', 'gt', 'gte', 'lt', 'lte'], managementAddress: ['eq'] }[name];
    const texts = ['eq', 'contains', 'startsWith'];
    const plain = values.flatMap((value) => (single ?? texts).map((operator) => ({ [name]: { [operator]: value } })));
    const many = lists.filter((list) => (list === 'in' ? !single || single.length === 1 : name === 'role')).map((list) => ({ [name]: { [list]: values } }));
    return name === 'tags' || name === 'managementAddress' ? plain : [...plain, ...(single?.length === 5 ? [] : many)];
  });
  const nulls = ['name', 'serial', 'managementAddress'].flatMap((name) => [true, false].map((isNull) => ({ [name]: { isNull } })));
  let met = 0;
  for (const filter of [...filters, ...nulls]) met += await agree('national', filter);
  expect(met).toBeGreaterThan(0);
});
