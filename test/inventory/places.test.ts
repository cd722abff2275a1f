import { startHub, type Hub } from '../support/hub';
import type { Given, Made } from '../support/inventory-builders';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

/** The same record once more, with what is given changed. */
async function again(
  plural: 'Sites' | 'Devices' | 'Links' | 'Addresses' | 'Interfaces',
  made: Made,
  record: Given,
): Promise<void> {
  const { owner, source, externalId } = made;
  expect(await hub.send(plural, { owner, source, records: [{ externalId, ...record }] })).toMatchObject({
    refused: [],
  });
}

const regionsOf = async (things: Record<string, Made>): Promise<Record<string, string | null>> => {
  const { nodes } = await hub
    .as(hub.keys.national)
    .data<{ nodes: { region: { code: string } | null }[] }>(
      `query($ids: [ID!]!) { nodes(ids: $ids) { ${regionOfEach} } }`,
      {
        ids: Object.values(things).map(({ id }) => id),
      },
    );
  return Object.fromEntries(Object.keys(things).map((name, i) => [name, nodes[i]!.region?.code ?? null]));
};
const regionOfEach = ['Site', 'Device', 'Interface', 'Link', 'Prefix', 'Address', 'InformationSystem', 'Vrf']
  .map((type) => `... on ${type} { region { code } }`)
  .join(' ');

describe('Where a record lies', () => {
  test('is where its site lies, and else where its owner is', async () => {
    const south = await hub.site({ owner: 'RC-N', region: 'SOUTH' });
    const things = {
      south,
      placed: await hub.device({ owner: 'RC-N', site: south }),
      loose: await hub.device({ owner: 'RC-N' }),
      site: await hub.site({ owner: 'RC-N' }),
      system: await hub.system({ owner: 'RC-N' }),
      vrf: await hub.vrf({ owner: 'RC-N' }),
      nowhere: await hub.prefix({ owner: 'RC-N' }),
      prefix: await hub.prefix({ owner: 'RC-N', site: south }),
      address: await hub.address({ owner: 'RC-N' }),
      link: await hub.link({ owner: 'RC-N' }),
      end: await hub.link({ owner: 'RC-N', a: { site: south } }),
    };
    const [north, there] = ['NORTH', 'SOUTH'];
    expect(await regionsOf(things)).toEqual({
      ...{ south: there, placed: there, prefix: there, end: there },
      ...{ loose: north, site: north, system: north, vrf: north, nowhere: north, address: north, link: north },
    });
  });

  test('follows the site when it moves, through all that stands on it', async () => {
    const site = await hub.site({ region: 'NORTH' });
    const device = await hub.device({ site, owner: 'RC-S' });
    const port = await hub.interface({ device });
    const things = {
      ...{ site, device, port },
      address: await hub.address({ interface: port }),
      prefix: await hub.prefix({ site }),
      link: await hub.link({ a: { interface: port } }),
      atSite: await hub.link({ a: { site } }),
    };
    const everywhere = (code: string) => Object.fromEntries(Object.keys(things).map((name) => [name, code]));
    expect(await regionsOf(things)).toEqual(everywhere('NORTH'));
    await again('Sites', site, { code: 'moved', name: 'moved', region: 'SOUTH' });
    expect(await regionsOf(things)).toEqual(everywhere('SOUTH'));
    await again('Sites', site, { code: 'moved', name: 'moved' });
    expect(await regionsOf(things)).toEqual(everywhere('VN'));
  });

  test('follows the device to another site, and the interface to another device', async () => {
    const [north, south] = [await hub.site({ region: 'NORTH' }), await hub.site({ region: 'SOUTH' })];
    const [device, other] = [await hub.device({ site: north }), await hub.device({ site: north })];
    const port = await hub.interface({ device });
    const things = {
      device,
      port,
      address: await hub.address({ interface: port }),
      link: await hub.link({ a: { device } }),
    };
    await again('Devices', device, { role: 'ROUTER', site: south });
    expect(await regionsOf(things)).toEqual({ device: 'SOUTH', port: 'SOUTH', address: 'SOUTH', link: 'SOUTH' });
    await again('Interfaces', port, { name: 'eth0', device: other });
    expect(await regionsOf(things)).toEqual({ device: 'SOUTH', port: 'NORTH', address: 'NORTH', link: 'SOUTH' });
  });

  test('follows the owner where the record has no place of its own', async () => {
    await hub.organization({ code: 'ROVING', parent: 'NMC', region: 'NORTH' });
    const things = { device: await hub.device({ owner: 'ROVING' }), link: await hub.link({ owner: 'ROVING' }) };
    const record = { code: 'ROVING', name: 'Roving', kind: 'AGENCY', parent: 'NMC', region: 'SOUTH' };
    const document =
      'mutation($input: UpsertOrganizationsInput!) { upsertOrganizations(input: $input) { updated refused { message } } }';
    const answer = await hub.as(hub.keys.national).data(document, { input: { records: [record] } });
    expect(answer).toEqual({ upsertOrganizations: { updated: 1, refused: [] } });
    expect(await regionsOf(things)).toEqual({ device: 'SOUTH', link: 'SOUTH' });
  });
});

describe('The end of a link', () => {
  const end = (site: Made | null, device: Made | null, port: Made | null) => ({
    site: site && { id: site.id },
    device: device && { id: device.id },
    interface: port && { id: port.id },
  });
  const nothing = end(null, null, null);

  interface Ends {
    node: { a: typeof nothing | null; b: typeof nothing | null };
  }
  /** What the API shows of both; an end of which nothing is known may be null or empty. */
  async function endsOf({ id }: Made): Promise<Record<'a' | 'b', typeof nothing>> {
    const document = `query($id: ID!) { node(id: $id) { ... on Link { a { ...end } b { ...end } } } }
      fragment end on LinkEnd { site { id } device { id } interface { id } }`;
    const { node } = await hub.as(hub.keys.national).data<Ends>(document, { id });
    return { a: node.a ?? nothing, b: node.b ?? nothing };
  }

  test('is filled upward: an interface has its device, a device its site', async () => {
    const site = await hub.site();
    const device = await hub.device({ site });
    const port = await hub.interface({ device });
    const both = await hub.link({ a: { interface: port }, b: { device } });
    expect(await endsOf(both)).toEqual({ a: end(site, device, port), b: end(site, device, null) });
    const open = await hub.link({ a: { site } });
    expect(await endsOf(open)).toEqual({ a: end(site, null, null), b: nothing });
  });

  test('does not believe what contradicts it', async () => {
    const [site, elsewhere] = [await hub.site(), await hub.site()];
    const [device, other] = [await hub.device({ site }), await hub.device({ site: elsewhere })];
    const port = await hub.interface({ device });
    const link = await hub.link({ a: { interface: port, device: other, site: elsewhere } });
    expect(await endsOf(link)).toEqual({ a: end(site, device, port), b: nothing });
  });

  test('moves with its device and with its interface', async () => {
    const [site, elsewhere] = [await hub.site(), await hub.site()];
    const [device, other] = [await hub.device({ site }), await hub.device({ site: elsewhere })];
    const port = await hub.interface({ device });
    const link = await hub.link({ b: { interface: port } });
    await again('Devices', device, { role: 'ROUTER', site: elsewhere });
    expect(await endsOf(link)).toMatchObject({ b: end(elsewhere, device, port) });
    await again('Interfaces', port, { name: 'eth0', device: other });
    expect(await endsOf(link)).toMatchObject({ b: end(elsewhere, other, port) });
  });

  test('lets go of the site that its device has left', async () => {
    const device = await hub.device({ site: await hub.site({ region: 'SOUTH' }) });
    const link = await hub.link({ a: { device } });
    await again('Devices', device, { role: 'ROUTER' });
    expect(await endsOf(link)).toEqual({ a: end(null, device, null), b: nothing });
    expect(await regionsOf({ device, link })).toEqual({ device: 'VN', link: 'VN' });
  });

  test('is let go when its source says so', async () => {
    const port = await hub.interface({ device: await hub.device({ site: await hub.site() }) });
    const link = await hub.link({ a: { interface: port } });
    await again('Links', link, { name: 'loose', kind: 'CIRCUIT' });
    expect(await endsOf(link)).toEqual({ a: nothing, b: nothing });
  });

  test('is found from the interface: of several links, the oldest that is not retired', async () => {
    const port = await hub.interface();
    const [first, second] = [await hub.link({ a: { interface: port } }), await hub.link({ b: { interface: port } })];
    const linkOf = () =>
      hub.as(hub.keys.national).data(`{ node(id: "${port.id}") { ... on Interface { link { id } } } }`);
    expect(await linkOf()).toEqual({ node: { link: { id: first.id } } });
    await again('Links', first, { name: 'old', kind: 'CABLE', status: 'RETIRED', a: { interface: port } });
    expect(await linkOf()).toEqual({ node: { link: { id: second.id } } });
    await again('Links', second, { name: 'away', kind: 'CABLE' });
    expect(await linkOf()).toEqual({ node: { link: { id: first.id } } });
  });
});
