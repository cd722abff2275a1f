import {
  crossedInventory,
  lists,
  owners,
  sight,
  viewers,
  type Crossed,
  type List,
  type Owner,
  type ViewerName,
} from '../support/crossed-inventory';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
let made: Crossed;

beforeAll(async () => {
  hub = await startHub();
  made = await crossedInventory(hub);
});
afterAll(() => hub.stop());

const seenBy = (viewer: ViewerName): Owner[] =>
  owners.filter((owner) => (sight[viewer] as readonly string[]).includes(owner));
const idsOf = (viewer: ViewerName, list: List): string[] =>
  seenBy(viewer)
    .map((owner) => made[owner][list].id)
    .sort();

interface Ided {
  id: string;
}
interface Page {
  nodes: Ided[];
  totalCount: number;
}

describe.each(viewers)('The %s viewer', (viewer) => {
  const ask = <T>(document: string, variables = {}) => hub.as(hub.keys[viewer]).data<T>(document, variables);

  test.each(lists)('sees in %s its own and what is below it, and counts no more', async (list) => {
    const { page } = await ask<{ page: Page }>(`{ page: ${list} { nodes { id } totalCount } }`);
    expect(page.nodes.map(({ id }) => id).sort()).toEqual(idsOf(viewer, list));
    expect(page.totalCount).toBe(seenBy(viewer).length);
  });

  test('sees by id the same, in node and nodes alike', async () => {
    for (const list of lists) {
      const ids = owners.map((owner) => made[owner][list].id);
      const expected = owners.map((owner) => (seenBy(viewer).includes(owner) ? { id: made[owner][list].id } : null));
      expect(await ask('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toEqual({ nodes: expected });
      const hidden = ids.find((_, i) => expected[i] === null)!;
      expect(await ask('query($id: ID!) { node(id: $id) { id } }', { id: hidden })).toEqual({ node: null });
    }
  });

  test('finds nothing behind an edge that it may not see', async () => {
    const document = `{
      devices { nodes { id owner { code } site { id } interfaces { totalCount nodes { id } } links { totalCount nodes { id } } informationSystems { totalCount nodes { id } } } }
      sites { nodes { id devices { totalCount nodes { id } } } }
      interfaces { nodes { id device { id } link { id } addresses { id } } }
      links { nodes { id a { site { id } device { id } interface { id } } b { site { id } device { id } interface { id } } } }
      prefixes { nodes { id site { id } vrf { id } } }
      addresses { nodes { id interface { id } vrf { id } } }
      informationSystems { nodes { id parts { id } dependsOn { id } devices { totalCount nodes { id } } } }
      organizations { nodes { code devices { totalCount nodes { id } } sites { totalCount nodes { id } } informationSystems { totalCount nodes { id } } } }
      regions { nodes { code sites { totalCount nodes { id } } } }
    }`;
    const answer = JSON.stringify(await ask(document));
    const foreign = owners.filter((owner) => !seenBy(viewer).includes(owner));
    for (const owner of foreign) for (const list of lists) expect(answer).not.toContain(made[owner][list].id);
    for (const owner of seenBy(viewer)) for (const list of lists) expect(answer).toContain(made[owner][list].id);
    const counts = [...answer.matchAll(/"totalCount":(\d+),"nodes":\[(.*?)\]/g)].map(([, count, nodes]) => [
      Number(count),
      nodes!.match(/"id"/g)?.length ?? 0,
    ]);
    expect(counts.length).toBeGreaterThan(20);
    expect(counts.filter(([count, nodes]) => count !== nodes)).toEqual([]);
  });

  test('has null for the site of another, and its own beside it', async () => {
    const { devices } = await ask<{ devices: { nodes: { id: string; site: Ided | null }[] } }>(
      '{ devices { nodes { id site { id } } } }',
    );
    for (const owner of seenBy(viewer)) {
      const next = owners[(owners.indexOf(owner) + 1) % owners.length]!;
      const site = seenBy(viewer).includes(next) ? { id: made[next].sites.id } : null;
      expect(devices.nodes).toContainEqual({ id: made[owner].devices.id, site });
    }
  });

  test('filters by what it sees alone: what lies behind a hidden edge matches nothing', async () => {
    for (const owner of owners) {
      const standing = `{ devices(filter: { site: { id: { eq: "${made[owner].sites.id}" } } }) { totalCount } }`;
      const previous = owners[(owners.indexOf(owner) + owners.length - 1) % owners.length]!;
      const visible = [owner, previous].every((each) => seenBy(viewer).includes(each));
      expect(await ask(standing)).toEqual({ devices: { totalCount: visible ? 1 : 0 } });
      const not = `{ devices(filter: { not: { site: { id: { eq: "${made[owner].sites.id}" } } } }) { totalCount } }`;
      expect(await ask(not)).toEqual({ devices: { totalCount: seenBy(viewer).length - (visible ? 1 : 0) } });
    }
  });

  test('filters by what it may not see of a hidden record no more than by what is not there', async () => {
    for (const owner of owners.filter((each) => !seenBy(viewer).includes(each))) {
      const probes = [
        `devices(filter: { serial: { eq: "serial of ${owner}" } })`,
        `devices(filter: { id: { eq: "${made[owner].devices.id}" } })`,
        `interfaces(filter: { device: { serial: { eq: "serial of ${owner}" } } })`,
        `links(filter: { device: { serial: { eq: "serial of ${owner}" } } })`,
        `links(filter: { site: { id: { eq: "${made[owner].sites.id}" } } })`,
        `addresses(filter: { interface: { device: { owner: { code: { eq: "${owner}" } } } } })`,
      ];
      for (const probe of probes)
        expect(await ask(`{ page: ${probe} { totalCount nodes { id } } }`)).toEqual({
          page: { totalCount: 0, nodes: [] },
        });
    }
  });

  test('sees the whole directory', async () => {
    const { organizations, regions } = await ask<{ organizations: { nodes: { code: string }[] }; regions: Page }>(
      '{ organizations { nodes { code parent { code } children { totalCount } } } regions { totalCount nodes { id } } }',
    );
    expect(organizations.nodes.map(({ code }) => code).sort()).toEqual([...owners].sort());
    expect(regions.totalCount).toBe(3);
  });
});

test('A hidden record and a missing one are one answer, by the same statements', async () => {
  const regional = hub.as(hub.keys.regional);
  const hidden = made['RC-S'].devices.id;
  const missing = 'dev_00000000-0000-7000-8000-000000000000';
  const document =
    'query($id: ID!) { node(id: $id) { id ... on Device { name site { name } history { nodes { at } } } } devices(filter: { id: { eq: $id } }) { totalCount } }';
  const first = await regional.query(document, { id: hidden });
  const statements = [...hub.statements];
  const second = await regional.query(document, { id: missing });
  expect(hub.statements).toEqual(statements);
  expect(second).toEqual({ ...first, extensions: expect.anything() });
  expect(first.data).toEqual({ node: null, devices: { totalCount: 0 } });
});

test('An end of a link that is hidden looks like one of which nothing is known', async () => {
  const { id } = await hub.link({
    owner: 'RC-N',
    a: { interface: made['RC-S'].interfaces },
    b: { interface: made['RC-S'].interfaces },
  });
  const open = await hub.link({ owner: 'RC-N' });
  const ends =
    'query($id: ID!) { node(id: $id) { ... on Link { a { site { id } device { id } interface { id } } b { site { id } device { id } interface { id } } } } }';
  const regional = hub.as(hub.keys.regional);
  expect(await regional.data(ends, { id })).toEqual(await regional.data(ends, { id: open.id }));
});

test('Viewers who ask at once do not see with each other’s eyes', async () => {
  const document = '{ devices { totalCount } viewer { label } }';
  const labels = { national: 'national desk', regional: 'northern desk', partner: 'health desk' };
  const names = Array.from({ length: 30 }, (_, n) => viewers[n % viewers.length]!);
  const answers = await Promise.all(names.map((name) => hub.as(hub.keys[name]).data(document)));
  expect(answers).toEqual(
    names.map((name) => ({ devices: { totalCount: seenBy(name).length }, viewer: { label: labels[name] } })),
  );
});
