import { parse, validate } from 'graphql';
import { startHub, type Hub } from '../support/hub';
import { createRandom } from '../support/random';
import { RandomQuery } from '../support/random-query';

const runs = Number(process.env['EXECUTOR_QUERIES'] || 400);

let hub: Hub;
let ids: Record<string, string[]>;
beforeAll(async () => {
  hub = await startHub();
  const site = await hub.site({ owner: 'RC-N', name: 'Trạm Đà Nẵng', latitude: 16.05, longitude: 108.2 });
  const far = await hub.site({ owner: 'RC-S', name: 'far site' });
  const made = [site, far];
  for (const owner of ['NMC', 'RC-N', 'RC-S']) {
    const device = await hub.device({
      owner,
      name: `edge of ${owner}`,
      site,
      serial: `S-${owner}`,
      managementAddress: '10.0.0.1',
    });
    const port = await hub.interface({ device, name: 'eth0', mac: '02:00:5e:10:00:01', description: 'uplink' });
    made.push(device, port, await hub.address({ owner, address: '10.0.0.1/24', interface: port }));
    made.push(await hub.link({ owner, name: 'line', a: { interface: port }, b: { site: far } }));
  }
  made.push(await hub.device({ owner: 'RC-S', site: far }), await hub.device({ owner: 'RC-N', site: far }));
  await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withheld: ['SERIAL', 'MAC', 'ADDRESSES', 'COORDINATES'] });
  const of = (prefix: string) => made.map(({ id }) => id).filter((id) => id.startsWith(prefix));
  ids = { Site: of('sit'), Device: of('dev'), Interface: of('ifc'), Link: of('lnk'), Address: of('adr') };
  ids['Device']!.push('dev_00000000-0000-7000-8000-000000000000');
});
afterAll(() => hub.stop());

/** Both answers to the byte. How much had been delivered when an error became the answer is a matter of moments. */
async function bothAnswer(key: string, document: string, variables = {}): Promise<string> {
  const answers = [await hub.as(key).text(document, variables), await hub.asOfGraphqlJs(key).text(document, variables)];
  const [planned, plain] = answers.map((text) =>
    text.includes('{"errors"') ? text.replace(/"actual":\d+/, '"actual":0') : text,
  );
  expect(planned).toBe(plain);
  return planned!;
}

describe('The planned executor answers as graphql-js does', () => {
  test(`to ${runs} queries by chance, for three viewers`, async () => {
    const random = createRandom();
    const query = new RandomQuery(hub.schema, random, { ids, codes: ['NMC', 'RC-N', 'nobody'] });
    const codes: Record<string, number> = {};
    for (let run = 0; run < runs; run += 1) {
      const document = query.document();
      if (validate(hub.schema, parse(document)).length > 0) continue;
      // Both tell of the moment in which feeds are read.
      if (/\b(feedConsumers|changes)\b/.test(document)) continue;
      const key = random.pick([hub.keys.national, hub.keys.regional, hub.keys.partner]);
      const text = await bothAnswer(key, document, random.chance(0.3) ? { yes: false, some: 1 } : {});
      const code = /"code":"(\w+)"/.exec(text)?.[1] ?? (text.includes('"withheld"') ? 'withheld' : 'answered');
      codes[code] = (codes[code] ?? 0) + 1;
    }
    // Chance has met what was to be met.
    expect(codes).toMatchObject({
      answered: expect.any(Number),
      withheld: expect.any(Number),
      BAD_USER_INPUT: expect.any(Number),
    });
    expect(codes['answered']! + codes['withheld']!).toBeGreaterThan(runs / 3);
  }, 120_000);

  test.each([
    ['nulls that rise', '{ devices { nodes { site { name region { code } } } } a: device(id: "x") { id } }'],
    ['an error in one field of many', '{ a: devices(first: 500) { nodes { id } } b: sites { nodes { id } } }'],
    [
      'a total, of a page and of none',
      '{ devices(first: 0) { totalCount pageInfo { hasNextPage } } sites { totalCount nodes { devices(first: 0) { totalCount } } } }',
    ],
    ['fields merged under one name', '{ devices { nodes { id } nodes { name site { id } } nodes { site { name } } } }'],
    [
      'a masked field under many names',
      '{ devices { nodes { serial a: serial ...m } } } fragment m on Device { b: serial site { latitude } }',
    ],
    ['types told apart', '{ nodes(ids: []) { id } devices { nodes { __typename t: __typename } } __typename }'],
    ['introspection beside records', '{ __schema { queryType { name } } devices(first: 1) { nodes { id } } }'],
    [
      'cursors',
      '{ devices(first: 2) { edges { cursor node { id } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }',
    ],
    ['the last of a list', '{ devices(last: 2, orderBy: [{ field: NAME, direction: DESC }]) { nodes { name } } }'],
  ])('%s', async (_what, document) => {
    for (const key of Object.values(hub.keys)) await bothAnswer(key, document);
  });

  test.each([
    ['nodes', '{ nodes(ids: ["sit_00000000-0000-7000-8000-000000000000", "x"]) { id } }'],
    [
      'samples',
      '{ samples(series: ["ser_00000000-0000-7000-8000-000000000000", "x"], from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", maxPoints: 10) { timestamps } }',
    ],
  ])('a bad id among good ones of %s, before anything is read', async (_field, document) => {
    expect(await bothAnswer(hub.keys.partner, document)).toContain('"BAD_USER_INPUT"');
    await hub.as(hub.keys.partner).text(document);
    expect(hub.statements).toHaveLength(1);
  });

  test('a chain of records, however deep, is planned once', async () => {
    const chain = (depth: number, leaf: string): string =>
      depth === 0 ? leaf : `parent { ${chain(depth - 1, leaf)} }`;
    const leaves = Array.from({ length: 150 }, (_, i) => `a${i}: code`).join(' ');
    for (const leaf of [leaves, `${leaves} sites(first: 0) { totalCount }`])
      await bothAnswer(hub.keys.partner, `{ viewer { organization { ${chain(13, leaf)} } } }`);
  });

  test('edges without cursors, and cursors, take one read', async () => {
    for (const asked of [
      'edges { node { id } }',
      'edges { cursor node { id } }',
      'nodes { id } pageInfo { endCursor }',
    ]) {
      await bothAnswer(hub.keys.national, `{ devices { ${asked} } }`);
      await hub.as(hub.keys.national).text(`{ devices { ${asked} } }`);
      expect(hub.statements).toHaveLength(2);
    }
  });

  test('one edge under two hundred names: a few are joined, the others read at once', async () => {
    const names = Array.from({ length: 190 }, (_, i) => `o${i}: owner { code }`).join(' ');
    await bothAnswer(hub.keys.national, `{ devices(first: 3) { nodes { id ${names} } } }`);
    await hub.as(hub.keys.national).text(`{ devices(first: 3) { nodes { id ${names} } } }`);
    expect(hub.statements).toHaveLength(3);
  });

  test('and writes go by graphql-js', async () => {
    const { status } = await hub.as(hub.keys.national).query('mutation { __typename }');
    expect(status).toBe(200);
  });
});
