import { startHub, type Hub } from '../support/hub';
import type { Plural } from '../support/inventory-builders';

const page = `query($devices: Int!) {
  devices(first: $devices) {
    nodes {
      displayName
      owner { code parent { code } }
      region { code }
      site { name owner { code } }
      interfaces(first: 2, filter: { enabled: { eq: true } }, orderBy: [{ field: NAME }]) {
        totalCount
        nodes { name speedBps addresses { address vrf { name } } link { name } }
      }
      links(first: 2) { nodes { name provider { code } a { site { code } device { name } } b { interface { name } } } }
      informationSystems(first: 2) { nodes { name effectiveLevel parts { name } dependsOn { name } devices(first: 2) { totalCount } } }
      history(first: 2) { nodes { operation actor } }
    }
  }
}`;

/**
 * What the page above takes, by what each statement reads: a list, records that others refer to, or a count. Owners, regions, providers come
 * joined to what they belong to.
 */
const taken = {
  enter: 1, // the key
  device: 4, // the page; ends of links; under systems: the page and the count
  site: 1, // of devices; those at the ends of links are among them
  interface: 3, // under devices: the page and the count; at the ends of links
  address: 1,
  vrf: 1,
  link: 2, // under devices; of interfaces
  information_system: 3, // under devices; parts; what they depend on
  record_history: 1,
};

/** The table or function that a statement reads first. */
const sourceOf = (text: string): string =>
  /FROM (?:hub\.)?([a-z]\w+)(?: t\b|\()/.exec(text.replaceAll(/unnest\(([\w.]+\(\))?/g, ''))?.[1] ?? text;

interface Row {
  interfaces: { totalCount: number; nodes: { addresses: unknown[]; link: { name: string } | null }[] };
  links: { nodes: unknown[] };
  informationSystems: { nodes: { parts: unknown[] }[] };
  history: { nodes: unknown[] };
}

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  await populate(30);
});
afterAll(() => hub.stop());

const key = (kind: string, n: number) => ({ externalId: `${kind}${n}` });

/** In a ring of three, so that the first three are a whole. */
const neighbour = (n: number): number => n - (n % 3) + ((n + 1) % 3);

/** Thirty devices, each at a site of its own, with three interfaces, a link, an address and a system of two. */
async function populate(count: number): Promise<void> {
  const each = <T>(make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  const send = async (plural: Plural, records: object[]) => {
    const { refused } = await hub.send(plural, { owner: 'RC-N', records: records as Record<string, unknown>[] });
    expect(refused).toEqual([]);
  };
  await send('Vrfs', [{ ...key('v', 0), name: 'office' }]);
  await send(
    'Sites',
    each((n) => ({ ...key('s', n), code: `S${n}`, name: `Site ${n}` })),
  );
  await send(
    'Devices',
    each((n) => ({ ...key('d', n), name: `device ${n}`, role: 'SWITCH', site: key('s', n) })),
  );
  const ports = each((n) =>
    [0, 1, 2].map((port) => ({ ...key(`d${n}i`, port), name: `eth${port}`, device: key('d', n), enabled: port < 2 })),
  );
  await send('Interfaces', ports.flat());
  await send(
    'Links',
    each((n) => ({
      ...key('l', n),
      name: `link ${n}`,
      kind: 'CABLE',
      provider: 'MOH',
      a: { interface: key(`d${n}i`, 0) },
      b: { interface: key(`d${neighbour(n)}i`, 1) },
    })),
  );
  await send(
    'Addresses',
    each((n) => ({ ...key('a', n), address: `10.0.0.${n}/24`, interface: key(`d${n}i`, 0), vrf: key('v', 0) })),
  );
  await send(
    'InformationSystems',
    each((n) => ({ ...key('p', n), code: `p${n}`, name: `part ${n}`, level: 1 + (n % 5) })),
  );
  await send(
    'InformationSystems',
    each((n) => ({
      ...key('y', n),
      code: `y${n}`,
      name: `system ${n}`,
      level: 1,
      parts: [key('p', n)],
      dependsOn: [key('p', n)],
      devices: [key('d', n)],
    })),
  );
}

test.each([3, 30])('a page of %i devices with all that hangs on them takes the same 16 statements', async (devices) => {
  const answer = await hub.as(hub.keys.national).data<{ devices: { nodes: Row[] } }>(page, { devices });
  expect(answer.devices.nodes).toHaveLength(devices);
  for (const row of answer.devices.nodes) {
    expect(row.interfaces).toMatchObject({
      totalCount: 2,
      nodes: [{ addresses: [{ vrf: { name: 'office' } }], link: { name: expect.stringMatching('link') } }, {}],
    });
    expect(row.links.nodes).toHaveLength(2);
    expect(row.informationSystems.nodes).toMatchObject([{ parts: [{}], dependsOn: [{}], devices: { totalCount: 1 } }]);
    expect(row.history.nodes).toMatchObject([{ operation: 'CREATED' }]);
  }
  const counts: Record<string, number> = {};
  for (const source of hub.statements.map(sourceOf)) counts[source] = (counts[source] ?? 0) + 1;
  expect(counts).toEqual(taken);
});

test('a list asked for under two names is read for each, and of each what is asked', async () => {
  await hub
    .as(hub.keys.national)
    .data(
      '{ devices(first: 5) { nodes { a: interfaces(first: 1) { nodes { id } } b: interfaces(first: 1) { nodes { name } } } } }',
    );
  expect(hub.statements).toHaveLength(4);
  expect(hub.statements[2]).not.toContain('t.name');
  expect(hub.statements[3]).toContain('t.name');
});

test('a batch of a thousand records takes no more statements than a batch of two', async () => {
  const batch = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      externalId: `many${n}`,
      name: `many ${n}`,
      role: 'SENSOR',
      site: { externalId: `s${n % 30}` },
    }));
  await hub.send('Devices', { owner: 'RC-N', records: batch(2) });
  const few = hub.statements.length;
  await hub.send('Devices', { owner: 'RC-N', records: batch(1000) });
  expect(hub.statements).toHaveLength(few);
  expect(few).toBeLessThanOrEqual(8);
});
