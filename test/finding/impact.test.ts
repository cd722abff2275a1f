import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Viewer } from '../support/viewer';

const list = '{ totalCount edges { steps node { ... on Node { id } name } } }';
const document = `query Impact($id: ID!) {
  impact(id: $id) {
    node { id } truncated
    devices ${list} links ${list} informationSystems ${list} sites ${list} organizations { totalCount edges { steps node { id name: code } } }
  }
}`;

interface List {
  totalCount: number;
  edges: { steps: number; node: { id: string; name: string } }[];
}
type Groups = Record<'devices' | 'links' | 'informationSystems' | 'sites' | 'organizations', List>;

let hub: Hub;
let national: Viewer;
let regional: Viewer;
let partner: Viewer;
beforeAll(async () => {
  hub = await startHub();
  national = hub.as(hub.keys.national);
  regional = hub.as(hub.keys.regional);
  partner = hub.as(hub.keys.partner);
});
afterAll(() => hub.stop());

const ask = async (viewer: Viewer, { id }: { id: string }) =>
  (await viewer.data<{ impact: Groups & { truncated: boolean } }>(document, { id })).impact;
/** What fails, by name with its steps. */
const fails = async (viewer: Viewer, from: { id: string }) => {
  const { truncated, ...impact } = await ask(viewer, from);
  const told = ({ edges, totalCount }: List) => {
    expect(edges).toHaveLength(totalCount);
    return edges.map(({ steps, node }) => `${steps} ${node.name}`).sort();
  };
  expect(truncated).toBe(false);
  const { devices, links, informationSystems, sites, organizations } = impact;
  return {
    ...{ devices: told(devices), links: told(links), systems: told(informationSystems) },
    ...{ sites: told(sites), organizations: told(organizations) },
  };
};

describe('What fails with an object', () => {
  let tower: Made;
  let core: Made;
  let trunk: Made;
  let records: Made;
  beforeAll(async () => {
    tower = await hub.site({ owner: 'RC-N', name: 'tower' });
    const village = await hub.site({ owner: 'RC-N', name: 'village' });
    core = await hub.device({ owner: 'RC-N', name: 'core', site: tower });
    const other = await hub.device({ owner: 'RC-N', name: 'other' });
    const leaf = await hub.device({ owner: 'RC-N', name: 'leaf', site: village });
    const twin = await hub.device({ owner: 'RC-N', name: 'twin' });
    const end = (device: Made) => ({ device });
    trunk = await hub.link({ owner: 'RC-N', name: 'trunk', a: end(core), b: end(leaf) });
    await hub.link({ owner: 'RC-N', name: 'first', a: end(core), b: end(twin) });
    await hub.link({ owner: 'RC-N', name: 'second', a: end(other), b: end(twin) });
    await hub.link({ owner: 'RC-N', name: 'old', a: end(other), b: end(leaf), status: 'RETIRED' });
    await hub.link({ owner: 'RC-N', name: 'to come', a: end(other), b: end(leaf), status: 'PLANNED' });
    records = await hub.system({ owner: 'RC-N', name: 'records', code: 'R', devices: [leaf] });
    await hub.system({ owner: 'RC-N', name: 'portal', code: 'P', parts: [records] });
    await hub.system({ owner: 'RC-S', name: 'desk', code: 'D', dependsOn: [records] });
  });

  test('a device: its links, the devices that hang on one of them alone, the systems on those, and what needs them', async () => {
    expect(await fails(national, core)).toEqual({
      devices: ['2 leaf'],
      links: ['1 first', '1 trunk'],
      systems: ['3 records', '4 desk', '4 portal'],
      sites: ['0 tower', '2 village'],
      organizations: ['0 RC-N', '4 RC-S'],
    });
  });

  test('a site: what stands there, and on from it', async () => {
    expect(await fails(national, tower)).toMatchObject({
      devices: ['1 core', '2 leaf'],
      links: ['1 first', '1 trunk'],
      sites: ['2 village'],
    });
  });

  test('a link, an interface, a system', async () => {
    expect(await fails(national, trunk)).toMatchObject({
      devices: ['1 leaf'],
      links: [],
      systems: ['2 records', '3 desk', '3 portal'],
    });
    expect(await fails(national, records)).toEqual({
      ...{ devices: [], links: [], sites: [], systems: ['1 desk', '1 portal'] },
      organizations: ['0 RC-N', '1 RC-S'],
    });
    const port = await hub.interface({ device: await hub.device({ owner: 'RC-N', name: 'switch' }), name: 'eth0' });
    await hub.link({ owner: 'RC-N', name: 'patch', a: { interface: port } });
    expect(await fails(national, port)).toMatchObject({ links: ['1 patch'], devices: ['2 switch'] });
  });

  test('for each viewer only what it sees: what is hidden is not counted, and stops the walk', async () => {
    expect((await fails(regional, core)).systems).toEqual(['3 records', '4 portal']);
    const secret = await hub.system({ owner: 'RC-S', name: 'secret', code: 'S', dependsOn: [records] });
    await hub.system({ owner: 'RC-N', name: 'behind', code: 'B', dependsOn: [secret] });
    expect((await fails(national, records)).systems).toEqual(['1 desk', '1 portal', '1 secret', '2 behind']);
    const seen = await fails(regional, records);
    expect(seen.systems).toEqual(['1 portal']);
    expect(seen.organizations).toEqual(['0 RC-N']);
  });

  test('a device at a hidden site does not tell of the site', async () => {
    const hidden = await hub.site({ owner: 'MOH', name: 'hidden' });
    const guest = await hub.device({ owner: 'RC-N', name: 'guest' });
    await hub.sql(`UPDATE device SET site_id = $1 WHERE name = 'guest'`, [hidden.id.slice(4)]);
    const line = await hub.link({ owner: 'RC-N', name: 'line', b: { device: guest } });
    expect(await fails(national, line)).toMatchObject({ devices: ['1 guest'], sites: [] });
    expect(await fails(national, guest)).toMatchObject({ sites: [] });
  });

  test('a hidden id and a missing one are one answer; what can not fail is told so', async () => {
    const hidden = await partner.refusal(document, { id: core.id });
    const missing = await partner.refusal(document, { id: `dev_${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}` });
    expect(hidden).toEqual(missing);
    expect(hidden).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    const prefix = await hub.prefix({ owner: 'RC-N' });
    expect(await national.refusal(document, { id: prefix.id })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await national.refusal(document, { id: 'nonsense' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('takes one statement for the walk, whatever its length', async () => {
    await national.data(`query($id: ID!) { impact(id: $id) { devices { totalCount } } }`, { id: core.id });
    expect(hub.statements.length).toBeLessThanOrEqual(5); // the key, the device, its site, the walk, the page
  });
});

describe('A walk', () => {
  test('goes round a circle once', async () => {
    const keys = ['a', 'b', 'c'];
    const ring = (n: number) => ({
      externalId: `ring-${keys[n]}`,
      code: `ring-${keys[n]}`,
      name: `ring ${keys[n]}`,
      level: 1,
    });
    const first = await hub.system({ owner: 'RC-N', ...ring(0) });
    await hub.system({ owner: 'RC-N', ...ring(1), dependsOn: [{ externalId: 'ring-a' }] });
    await hub.system({ owner: 'RC-N', ...ring(2), dependsOn: [{ externalId: 'ring-b' }] });
    await hub.send('InformationSystems', {
      owner: 'RC-N',
      records: [{ ...ring(0), dependsOn: [{ externalId: 'ring-c' }] }],
    });
    expect((await fails(national, first)).systems).toEqual(['1 ring b', '2 ring c']);
  });

  test('says where it stopped: after so many steps', async () => {
    let before = await hub.system({ owner: 'RC-N', name: 'chain 0' });
    const first = before;
    for (let n = 1; n <= 16; n += 1)
      before = await hub.system({ owner: 'RC-N', name: `chain ${n}`, dependsOn: [before] });
    expect(await ask(national, first)).toMatchObject({ truncated: false, informationSystems: { totalCount: 16 } });
    await hub.system({ owner: 'RC-N', name: 'chain 17', dependsOn: [before] });
    expect(await ask(national, first)).toMatchObject({ truncated: true, informationSystems: { totalCount: 16 } });
  }, 60_000);

  test('or at so many records; and its lists have pages', async () => {
    const hall = await hub.site({ owner: 'RC-N', name: 'hall' });
    const racks = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => ({
        externalId: `rack ${from + n}`,
        name: `rack ${from + n}`,
        role: 'SERVER',
        site: hall,
      }));
    for (const from of [0, 1000]) await hub.send('Devices', { owner: 'RC-N', records: racks(from, 1000) });
    const page = `query($id: ID!, $after: String) {
      impact(id: $id) { truncated devices(first: 100, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }
    }`;
    interface Paged {
      impact: {
        truncated: boolean;
        devices: { totalCount: number; nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      };
    }
    const met = new Set<string>();
    for (let after: string | null = null, more = true; more;) {
      const { impact }: Paged = await national.data<Paged>(page, { id: hall.id, after });
      expect(impact).toMatchObject({ truncated: false, devices: { totalCount: 2000 } });
      impact.devices.nodes.forEach(({ id }) => met.add(id));
      ({ hasNextPage: more, endCursor: after } = impact.devices.pageInfo);
    }
    expect(met.size).toBe(2000);
    await hub.send('Devices', { owner: 'RC-N', records: racks(2000, 1) });
    const { impact } = await national.data<Paged>(page, { id: hall.id });
    expect(impact).toMatchObject({ truncated: true, devices: { totalCount: 2000 } });
    expect(await national.refusal(page, { id: hall.id, after: 'nonsense' })).toMatchObject({ code: 'INVALID_CURSOR' });
  }, 60_000);
});
