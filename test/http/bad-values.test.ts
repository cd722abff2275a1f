import type { ErrorCode } from '../../src/kernel/errors';
import { startHub, type Hub } from '../support/hub';
import { upsertDocument, type Made, type Outcome } from '../support/inventory-builders';
import { expectDiscretion, expectRefusal, rowCounts } from '../support/refusals';
import { ask, codesOf, sendTo } from '../support/wire';

let hub: Hub;
let device: Made;
let before: Record<string, number>;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  device = await hub.device({ name: 'core' });
  before = await rowCounts(hub);
});
afterEach(async () => {
  expect(await rowCounts(hub)).toEqual(before);
  expect((await ask(hub, '{ devices { nodes { name } } }')).data).toEqual({ devices: { nodes: [{ name: 'core' }] } });
});
afterAll(() => hub.stop());

const devices = `query($first: Int, $last: Int, $after: String, $orderBy: [DeviceOrder!], $filter: DeviceFilter) {
  devices(first: $first, last: $last, after: $after, orderBy: $orderBy, filter: $filter) { nodes { id } }
}`;
const links = 'query($over: Float) { links(filter: { capacityBps: { gt: $over } }) { nodes { id } } }';
const since = 'query($at: DateTime) { devices(filter: { createdAt: { gte: $at } }) { nodes { id } } }';
const list = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));
const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
const withVariables = (query: string, variables: string) =>
  sendTo(hub, { body: `{"query":${JSON.stringify(query)},"variables":${variables}}` });

describe('Values of variables that are not acceptable are named, and nothing comes of them', () => {
  test.each<[string, string, object, ErrorCode]>([
    ['a text for a number', devices, { first: 'ten' }, 'BAD_USER_INPUT'],
    ['a fraction for a whole number', devices, { first: 1.5 }, 'BAD_USER_INPUT'],
    ['an object for a text', devices, { after: {} }, 'BAD_USER_INPUT'],
    ['a field the input has not', devices, { filter: { nickname: { eq: 'x' } } }, 'BAD_USER_INPUT'],
    ['a constructor', devices, { filter: { constructor: { eq: 'x' } } }, 'BAD_USER_INPUT'],
    ['a value missing', 'query($id: ID!) { node(id: $id) { id } }', {}, 'BAD_USER_INPUT'],
    ['a page of -1', devices, { first: -1 }, 'BAD_USER_INPUT'],
    ['a page of 101', devices, { first: 101 }, 'PAGE_TOO_LARGE'],
    ['a last page of 101', devices, { last: 101 }, 'PAGE_TOO_LARGE'],
    ['a page of 2^31', devices, { first: 2 ** 31 }, 'BAD_USER_INPUT'],
    ['both ends of a list', devices, { first: 1, last: 1 }, 'BAD_USER_INPUT'],
    ['a cursor made up', devices, { after: 'zzz' }, 'INVALID_CURSOR'],
    ['a cursor of JSON', devices, { after: cursor('x', { toString: 1 }) }, 'INVALID_CURSOR'],
    ['a long cursor', devices, { after: 'A'.repeat(100_000) }, 'INVALID_CURSOR'],
    ['a fifth field of an order', devices, { orderBy: list(5, () => ({ field: 'NAME' })) }, 'TOO_COMPLEX'],
    ['1,001 values in a filter', devices, { filter: { name: { in: list(1001, String) } } }, 'TOO_COMPLEX'],
    ['101 conditions in a list', devices, { filter: { or: list(101, () => ({})) } }, 'TOO_COMPLEX'],
    [
      '1,600 conditions in all',
      devices,
      { filter: { or: list(40, () => ({ or: list(40, () => ({ name: { eq: 'x' } })) })) } },
      'TOO_COMPLEX',
    ],
    ['a choice that is none', devices, { filter: { role: { eq: 'TOASTER' } } }, 'BAD_USER_INPUT'],
    ['101 ids', 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: list(101, () => 'dev_x') }, 'PAGE_TOO_LARGE'],
    ['NaN', links, { over: 'NaN' }, 'BAD_USER_INPUT'],
    ['a date before 1970', since, { at: '1969-12-31T23:59:59Z' }, 'BAD_USER_INPUT'],
    ['a date after 2100', since, { at: '2101-01-01T00:00:00Z' }, 'BAD_USER_INPUT'],
    ['30 February', since, { at: '2026-02-30T00:00:00Z' }, 'BAD_USER_INPUT'],
    ['a 25th hour', since, { at: '2026-02-01T24:00:00Z' }, 'BAD_USER_INPUT'],
    ['a date without a zone', since, { at: '2026-02-01T00:00:00' }, 'BAD_USER_INPUT'],
    ['NUL', devices, { filter: { name: { eq: 'a\0b' } } }, 'BAD_USER_INPUT'],
    ['half of a surrogate pair', devices, { filter: { name: { contains: '\ud800' } } }, 'BAD_USER_INPUT'],
    ['half of a pair in a name', devices, { '\udc00': 1 }, 'BAD_USER_INPUT'],
    ['a megabyte of text for a number', devices, { first: 'x'.repeat(1_000_000) }, 'BAD_USER_INPUT'],
    [
      'a thousand faults',
      'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: list(1000, () => ({})) },
      'BAD_USER_INPUT',
    ],
  ])('%s', async (_, query, variables, code) => {
    expectRefusal(await ask(hub, query, variables), code);
  });

  test.each([
    ['Infinity', links, '{"over":1e999}', 'BAD_USER_INPUT'],
    ['a prototype', devices, '{"filter":{"__proto__":{"name":{"eq":"x"}}}}', 'BAD_USER_INPUT'],
    ['depth without end', devices, `{"filter":${'{"not":'.repeat(100_000)}{}${'}'.repeat(100_000)}}`, 'TOO_COMPLEX'],
    ['depth where nobody looks', devices, `{"x":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 'TOO_COMPLEX'],
  ] as const)('%s, as JSON can say it', async (_, query, variables, code) => {
    expectRefusal(await withVariables(query, variables), code);
    expect(({} as Record<string, unknown>)['name']).toBeUndefined();
  });

  test('variables in an address are looked at like any others', async () => {
    const variables = JSON.stringify({ filter: { name: { eq: '\ud800' } } });
    const path = `/graphql?${new URLSearchParams({ query: devices, variables }).toString()}`;
    expectRefusal(await sendTo(hub, { method: 'GET', path, headers: { 'content-type': null } }), 'BAD_USER_INPUT');
  });

  test('a cursor of another list, or of another order, is no place in this one', async () => {
    const { data } = await ask(hub, '{ devices { pageInfo { endCursor } } }');
    const after = (data as { devices: { pageInfo: { endCursor: string } } }).devices.pageInfo.endCursor;
    expect((await ask(hub, devices, { after })).status).toBe(200);
    expectRefusal(await ask(hub, devices, { after, orderBy: [{ field: 'NAME' }] }), 'INVALID_CURSOR');
    const sites = await ask(hub, 'query($after: String) { sites(after: $after) { nodes { id } } }', { after });
    expectRefusal(sites, 'INVALID_CURSOR');
  });

  test('an id of another type, or none, is told; a node of another type is not there', async () => {
    const other = device.id.replace('dev_', 'sit_');
    const filtered = await ask(hub, devices, { filter: { id: { in: [other, 'x', "dev_' OR true"] } } });
    expect(codesOf(filtered)).toEqual(['BAD_USER_INPUT']);
    expect((await ask(hub, 'query($id: ID!) { node(id: $id) { id } }', { id: other })).data).toEqual({ node: null });
    expect(codesOf(await ask(hub, '{ node(id: "__proto__") { id } }'))).toEqual(['BAD_USER_INPUT']);
  });
});

describe('A batch with one bad record writes nothing', () => {
  const good = { externalId: 'good', name: 'good', role: 'ROUTER' };
  test.each<[string, object]>([
    ['a reference to a record of another type', { site: { id: 'dev_0190a5b4-0000-7000-8000-000000000000' } }],
    ['a name too long', { name: 'x'.repeat(201) }],
    ['a key too long', { externalId: 'x'.repeat(201) }],
    ['an empty key', { externalId: '' }],
    ['a key that stands twice', { externalId: 'good' }],
    ['tags without end', { tags: list(1000, (i) => `tag-${i}`) }],
  ])('%s is named by its place', async (_, bad) => {
    const records = [good, { externalId: 'bad', name: 'bad', role: 'ROUTER', ...bad }];
    const reply = await ask(hub, upsertDocument('Devices'), { input: { owner: 'NMC', source: 'netbox', records } });
    const { sent } = reply.data as { sent: Outcome };
    expect(sent).toMatchObject({ created: 0, updated: 0, ids: [], refused: [{ index: 1 }] });
  });

  test.each<[string, object, ErrorCode]>([
    ['1,001 records', { records: list(1001, (i) => ({ ...good, externalId: `x${i}` })) }, 'BAD_USER_INPUT'],
    ['an unknown owner', { owner: 'NOBODY', records: [good] }, 'BAD_USER_INPUT'],
    ["an owner that is another's", { owner: 'MOH', records: [good] }, 'FORBIDDEN'],
    ['NUL in a name', { records: [{ ...good, name: 'a\0b' }] }, 'BAD_USER_INPUT'],
    ['an address that is none', { records: [{ ...good, managementAddress: '10.0.0.256' }] }, 'BAD_USER_INPUT'],
  ])('%s: refused as a whole', async (_, given, code) => {
    const reply = await ask(hub, upsertDocument('Devices'), { input: { owner: 'NMC', source: 'netbox', ...given } });
    expectRefusal(reply, code);
  });

  test('samples: no number where one is due, and labels that every object has', async () => {
    const document = `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken refused { index message } } }`;
    const batch = { metric: 'up', timestamps: ['2026-11-01T00:00:00Z'], values: [null] };
    const send = (more: string) =>
      withVariables(
        document,
        `{"input":{"owner":"NMC","source":"x","batches":[${JSON.stringify(batch).replace('}', `${more}}`)}]}}`,
      );
    for (const more of [
      ',"flags":[0]',
      ',"labels":{"__proto__":{"a":1}}',
      ',"labels":{"a":[[[1]]]}',
      ',"labels":[1]',
    ]) {
      const reply = await send(more);
      expectDiscretion(reply);
      expect(reply.data).toMatchObject({
        ingestSamples: { taken: 0, refused: expect.arrayContaining([expect.objectContaining({ index: 0 })]) },
      });
    }
    expectRefusal(await send(',"flags":[1e999]'), 'BAD_USER_INPUT');
  });
});
