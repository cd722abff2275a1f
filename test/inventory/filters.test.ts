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
const regions: Record<string, Thing | null> = {
  NMC: country,
  'RC-N': region('NORTH', country),
  'RC-S': region('SOUTH', country),
  MOH: null,
};
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
    const fields = {
      code: ['HN', 'SG', 'HUE', 'HN'][i]!,
      name: ['Hà Nội', 'Sài Gòn', 'Huế', 'Hà Nội'][i]!,
      status: i === 2 ? 'OFFLINE' : 'ACTIVE',
    };
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
    await hub.sql('UPDATE device SET site_id = $2, created_at = $3 WHERE id = $1', [
      id.slice(4),
      site?.made.id.slice(4),
      createdAt,
    ]);
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
const idsOf = (things: { id?: unknown }[]): unknown[] => things.map(({ id }) => id).sort();

async function agree(viewer: keyof typeof sight, filter: Filter): Promise<number> {
  const { devices: found } = await hub.as(hub.keys[viewer]).data<Found>(document, { filter });
  const expected = idsOf(visibleTo(viewer).filter((thing) => fits(devices, filter, thing)));
  const context = { viewer, filter };
  expect({ ...context, ids: idsOf(found.nodes) }).toEqual({ ...context, ids: expected });
  expect(found.totalCount).toBe(expected.length);
  return expected.length;
}

describe('Filters made up by chance', () => {
  test.each(viewers)('let through what the oracle says, for the %s viewer', async (viewer) => {
    const random = createRandom();
    let met = 0;
    try {
      for (let run = 0; run < 40; run += 1) met += await agree(viewer, someFilter(devices, words, random));
    } catch (error) {
      throw new Error(`With RANDOM_SEED=${random.seed}: ${(error as Error).message}`, { cause: error });
    }
    expect(met).toBeGreaterThan(0);
  });

  test('let through the same in a list under a record', async () => {
    const random = createRandom();
    const nested = `query($filter: DeviceFilter) {
      sites { nodes { code devices(filter: $filter, first: 100) { nodes { id } totalCount } } }
    }`;
    for (let run = 0; run < 10; run += 1) {
      const filter = someFilter(devices, words, random);
      const { sites } = await hub
        .as(hub.keys.national)
        .data<{ sites: { nodes: (Found & { code: string })[] } }>(nested, { filter });
      for (const { code, devices: found } of sites.nodes) {
        const here = visibleTo('national').filter(({ site }) => (site as Thing | null)?.['code'] === code);
        const expected = idsOf(here.filter((thing) => fits(devices, filter, thing)));
        expect({ seed: random.seed, filter, code, ids: idsOf(found.nodes) }).toEqual({
          seed: random.seed,
          filter,
          code,
          ids: expected,
        });
        expect(found.totalCount).toBe(expected.length);
      }
    }
  });
});

test('A negation counts what is missing in: not (name is X) holds for a device without a name', async () => {
  const nameless = model.filter(({ name }) => name === null).length;
  expect(nameless).toBeGreaterThan(0);
  await agree('national', { not: { name: { eq: 'ĐÀ' } }, name: { isNull: true } });
  await agree('national', { not: { not: { name: { contains: 'đ' } } } });
  await agree('national', { not: { site: { code: { eq: 'HN' } } } });
});
