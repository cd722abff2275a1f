import { startHub, type Hub } from '../../support/hub';
import type { Variables } from '../../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  const core = await hub.device({
    name: 'Core-1',
    serial: 'A1',
    role: 'ROUTER',
    managementAddress: '10.0.0.1',
    tags: ['core'],
  });
  await hub.device({ name: 'core_2', role: 'SWITCH', status: 'OFFLINE' });
  await hub.device({
    serial: 'a1',
    name: null,
    role: 'FIREWALL',
    status: 'RETIRED',
    managementAddress: '2001:db8::1',
    tags: ['core', 'edge'],
  });
  await hub.device({ name: 'Đường 100%', role: 'OTHER', serial: 'B\\2', managementAddress: '10.1.0.1' });
  await hub.interface({ device: core, name: 'a', speedBps: 1_000_000_000 });
  await hub.interface({ device: core, name: 'b', enabled: false });
  await hub.interface({ device: core, name: 'c', speedBps: '9223372036854775807' });
  await hub.prefix({ prefix: '10.0.0.0/8' });
  await hub.prefix({ prefix: '10.1.0.0/16' });
  await hub.prefix({ prefix: '2001:db8::/32' });
  await hub.link({ name: 'near', a: { device: core }, provider: 'MOH' });
  await hub.link({ name: 'far', b: { device: core }, capacityBps: 10 });
  await hub.link({ name: 'loose', kind: 'TUNNEL' });
});
afterAll(() => hub.stop());

/** The label of every record that a filter, written as a client writes it, lets through. */
async function found(list: string, label: string, filter: string, variables: Variables = {}): Promise<unknown[]> {
  const parameters = Object.keys(variables).length > 0 ? '($v: DeviceFilter)' : '';
  const document = `query${parameters} { page: ${list}(filter: ${filter}) { nodes { label: ${label} } } }`;
  const { page } = await hub.as(hub.keys.national).data<{ page: { nodes: { label: unknown }[] } }>(document, variables);
  return page.nodes.map((node) => node.label);
}
const refusal = (filter: string) => hub.as(hub.keys.national).refusal(`{ devices(filter: ${filter}) { totalCount } }`);

describe('A text', () => {
  test.each([
    ['{ eq: "Core-1" }', ['Core-1']],
    ['{ eq: "core-1" }', []],
    ['{ in: ["Core-1", "core_2", "x"] }', ['Core-1', 'core_2']],
    ['{ in: [] }', []],
    ['{ contains: "CORE" }', ['Core-1', 'core_2']],
    ['{ contains: "đƯỜNG" }', ['Đường 100%']],
    ['{ contains: "" }', ['Core-1', 'core_2', 'Đường 100%']],
    ['{ startsWith: "core_" }', ['core_2']],
    ['{ startsWith: "ore" }', []],
    ['{ contains: "0%" }', ['Đường 100%']],
    ['{ contains: "c%2" }', []],
    ['{ isNull: true }', [null]],
    ['{ isNull: false }', ['Core-1', 'core_2', 'Đường 100%']],
    ['{ startsWith: "c", contains: "2", isNull: false }', ['core_2']],
  ])('%s', async (filter, expected) => {
    expect(await found('devices', 'name', `{ name: ${filter} }`)).toEqual(expected);
  });

  test('with a backslash is met as it is written', async () => {
    expect(await found('devices', 'serial', '{ serial: { contains: "\\\\2" } }')).toEqual(['B\\2']);
  });
});

describe('A value of a closed set', () => {
  test.each([
    ['{ eq: ROUTER }', ['ROUTER']],
    ['{ eq: "ROUTER" }', ['ROUTER']],
    ['{ in: [ROUTER, "SWITCH"] }', ['ROUTER', 'SWITCH']],
    ['{ in: [] }', []],
    ['{ notIn: [ROUTER, SWITCH] }', ['FIREWALL', 'OTHER']],
    ['{ notIn: [] }', ['ROUTER', 'SWITCH', 'FIREWALL', 'OTHER']],
    ['{ in: [ROUTER, SWITCH], notIn: [SWITCH] }', ['ROUTER']],
  ])('%s', async (filter, expected) => {
    expect(await found('devices', 'role', `{ role: ${filter} }`)).toEqual(expected);
  });

  test('comes as a string in a variable', async () => {
    expect(await found('devices', 'role', '$v', { v: { role: { in: ['ROUTER', 'OTHER'] } } })).toEqual([
      'ROUTER',
      'OTHER',
    ]);
  });

  test('outside its set is refused, and the set is told', async () => {
    const expected = {
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('"role" can not be "TOASTER": it is one of ROUTER, SWITCH'),
    };
    for (const operand of ['{ eq: TOASTER }', '{ in: ["ROUTER", "TOASTER"] }', '{ notIn: ["TOASTER"] }']) {
      expect(await refusal(`{ not: { or: [{ role: ${operand} }] } }`)).toMatchObject(expected);
    }
    expect(await refusal('{ role: { eq: 7 } }')).toMatchObject({ message: expect.stringContaining('give a code') });
  });
});

describe('A number', () => {
  test.each([
    ['{ eq: 1000000000 }', ['a']],
    ['{ gt: 1e9 }', ['c']],
    ['{ gte: 1e9, lt: 1e10 }', ['a']],
    ['{ lte: 0.5 }', []],
    ['{ isNull: true }', ['b']],
    ['{ isNull: false }', ['a', 'c']],
  ])('%s', async (filter, expected) => {
    expect(await found('interfaces', 'name', `{ speedBps: ${filter} }`)).toEqual(expected);
  });
});

test('A claim', async () => {
  expect(await found('interfaces', 'name', '{ enabled: { eq: false } }')).toEqual(['b']);
  expect(await found('interfaces', 'name', '{ enabled: { eq: true } }')).toEqual(['a', 'c']);
});

describe('An address or a prefix', () => {
  test.each([
    ['devices', 'managementAddress', '{ managementAddress: { eq: "10.0.0.1" } }', ['10.0.0.1']],
    ['devices', 'managementAddress', '{ managementAddress: { within: "10.0.0.0/8" } }', ['10.0.0.1', '10.1.0.1']],
    ['devices', 'managementAddress', '{ managementAddress: { within: "10.0.0.0/16" } }', ['10.0.0.1']],
    ['devices', 'managementAddress', '{ managementAddress: { within: "::/0" } }', ['2001:db8::1']],
    ['devices', 'managementAddress', '{ managementAddress: { eq: "2001:DB8:0::1" } }', ['2001:db8::1']],
    ['devices', 'managementAddress', '{ managementAddress: { isNull: true } }', [null]],
    ['prefixes', 'prefix', '{ prefix: { eq: "10.1.0.0/16" } }', ['10.1.0.0/16']],
    ['prefixes', 'prefix', '{ prefix: { within: "10.0.0.0/8" } }', ['10.0.0.0/8', '10.1.0.0/16']],
    ['prefixes', 'prefix', '{ prefix: { covers: "10.1.2.3" } }', ['10.0.0.0/8', '10.1.0.0/16']],
    ['prefixes', 'prefix', '{ prefix: { covers: "2001:db8:1::" } }', ['2001:db8::/32']],
  ])('%s by %s: %s', async (list, label, filter, expected) => {
    expect(await found(list, label, filter)).toEqual(expected);
  });

  test.each(['{ within: "10.0.0.0/33" }', '{ within: "10.0.0.0" }', '{ eq: "10.0.0.1/32" }', '{ eq: "fe80::1%eth0" }'])(
    'that is none is refused: %s',
    async (filter) => {
      expect(await refusal(`{ managementAddress: ${filter} }`)).toMatchObject({
        message: expect.stringContaining('can not represent'),
      });
    },
  );
});

describe('An instant', () => {
  const at = (filter: string) => found('devices', 'name', `{ createdAt: ${filter} }`);

  test('is compared by its place in time, whatever the offset it is written with', async () => {
    await hub.sql(`UPDATE device SET created_at = '2026-11-22T08:30:00.123456Z' WHERE name = 'Core-1'`);
    expect(await at('{ eq: "2026-11-22T15:30:00.123456+07:00" }')).toEqual(['Core-1']);
    expect(await at('{ eq: "2026-11-22T08:30:00.123Z" }')).toEqual([]);
    expect(await at('{ gte: "2026-11-22T08:30:00.123456Z", lt: "2026-11-22T08:30:00.123457Z" }')).toEqual(['Core-1']);
    expect(await at('{ gt: "2026-11-22T08:30:00.123456Z", lte: "2026-11-22T08:30:00.123456Z" }')).toEqual([]);
    expect(await at('{ eq: "2026-11-23T07:30:00.123456+23:00" }')).toEqual(['Core-1']);
  });

  test.each([
    '2026-02-30T00:00:00Z',
    '2026-11-22',
    '2026-11-22T08:30:00',
    'now',
    '1969-12-31T23:59:59Z',
    '2101-01-01T00:00:00Z',
  ])('that is none is refused: %s', async (instant) => {
    expect(await refusal(`{ createdAt: { gt: "${instant}" } }`)).toMatchObject({
      message: expect.stringContaining('DateTime can not represent'),
    });
  });
});

test('A list of tags', async () => {
  expect(await found('devices', 'role', '{ tags: { has: "core" } }')).toEqual(['ROUTER', 'FIREWALL']);
  expect(await found('devices', 'role', '{ not: { tags: { has: "core" } } }')).toEqual(['SWITCH', 'OTHER']);
  expect(await found('devices', 'role', '{ tags: { has: "CORE" } }')).toEqual([]);
});

test('An id; one of another type, or none, is told', async () => {
  const ids = (await found('devices', 'id', '{}')) as string[];
  expect(await found('devices', 'id', `{ id: { eq: "${ids[1]}" } }`)).toEqual([ids[1]]);
  expect(await found('devices', 'id', `{ id: { in: ["${ids[0]}", "${ids[2]}"] } }`)).toEqual([ids[0], ids[2]]);
  const site = ids[1]!.replace('dev_', 'sit_');
  for (const strange of [site, 'x', ''])
    await expect(found('devices', 'id', `{ not: { id: { eq: "${strange}" } } }`)).rejects.toThrow('starts with');
});

test('Either end of a link', async () => {
  expect(await found('links', 'name', '{ device: { role: { eq: ROUTER } } }')).toEqual(['near', 'far']);
  expect(await found('links', 'name', '{ not: { device: { role: { eq: ROUTER } } } }')).toEqual(['loose']);
  expect(await found('links', 'name', '{ device: { not: { role: { eq: ROUTER } } } }')).toEqual([]);
  expect(await found('links', 'name', '{ provider: { code: { eq: "MOH" } } }')).toEqual(['near']);
});
