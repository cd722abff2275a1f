import { getIntrospectionQuery } from 'graphql';
import type { ErrorCode } from '../../src/kernel/errors';
import { startHub, type Hub } from '../support/hub';
import { expectDiscretion, expectRefusal } from '../support/refusals';
import { ask, sendTo } from '../support/wire';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
});
afterEach(async () => {
  expect((await ask(hub, '{ viewer { label } }')).data).toEqual({ viewer: { label: 'national desk' } });
});
afterAll(() => hub.stop());

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
const nested = (levels: number): string =>
  `{ devices { nodes { ${'owner { devices { nodes { '.repeat(levels / 3)} id ${'} } }'.repeat(levels / 3)} } } }`;

describe('A document that asks for too much is refused before anything runs', () => {
  test.each<[string, string, ErrorCode]>([
    ['20,000 tokens', `{ ${times(20_000, () => 'id')} }`, 'GRAPHQL_PARSE_FAILED'],
    ['5,001 tokens', `{ ${times(4_999, () => 'a')} }`, 'GRAPHQL_PARSE_FAILED'],
    ['100,001 characters', `{ __typename } ${' '.repeat(100_000 - 14)}`, 'GRAPHQL_PARSE_FAILED'],
    ['a thousand comments', `{ __typename }${'\n# x'.repeat(1000)}`, 'GRAPHQL_PARSE_FAILED'],
    ['200 levels', nested(200), 'TOO_COMPLEX'],
    ['5,000 aliases', `{ ${times(5000, (i) => `a${i}: __typename`)} }`, 'GRAPHQL_PARSE_FAILED'],
    ['1,000 aliases', `{ viewer { ${times(1000, (i) => `a${i}: label`)} } }`, 'TOO_COMPLEX'],
    ['51 root fields', `{ ${times(51, (i) => `a${i}: __typename`)} }`, 'TOO_COMPLEX'],
    [
      '51 root fields in fragments',
      `{ ...A ...A ...A } fragment A on Query { ${times(17, (i) => `a${i}: __typename`)} }`,
      'TOO_COMPLEX',
    ],
    ['150 directives', `{ viewer { ${times(150, () => 'label @include(if: true)')} } }`, 'TOO_COMPLEX'],
    [
      'introspection from type to type',
      `{ __schema { types { ${times(60, (i) => `a${i}: fields { type { fields { name } } }`)} } } }`,
      'COST_TOO_HIGH',
    ],
    [
      'pages of pages',
      '{ regions(first: 100) { nodes { sites(first: 100) { nodes { devices(first: 100) { nodes { id } } } } } } }',
      'COST_TOO_HIGH',
    ],
  ])('%s', async (_, query, code) => {
    expectRefusal(await ask(hub, query), code);
  });

  test('fragments that lead back to themselves, and fragments that double and double', async () => {
    const cycle = '{ devices { nodes { ...A } } } fragment A on Device { ...B } fragment B on Device { id ...A }';
    expectRefusal(await ask(hub, cycle), 'GRAPHQL_VALIDATION_FAILED');
    const doubling = times(30, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`);
    const bomb = `{ ...F0 } ${doubling} fragment F30 on Query { __typename }`;
    expectRefusal(await ask(hub, bomb), 'GRAPHQL_VALIDATION_FAILED');
  });

  test('nesting as deep as the tokens reach ends in words, wherever the stack ends', async () => {
    const deep = [
      `{ nodes(ids: ${'['.repeat(2400)}${']'.repeat(2400)}) { id } }`,
      `${'{a'.repeat(1600)}${'}'.repeat(1600)}`,
    ];
    for (const query of deep) {
      const reply = await ask(hub, query);
      expect(reply.status).toBe(400);
      expectDiscretion(reply);
    }
  });

  test('fields that may not overlap, by the hundred', async () => {
    const fields = times(150, (i) => `a: devices(first: ${i}) { nodes { id } }`);
    const { status, errors } = await ask(hub, `{ ...F ...F } fragment F on Query { ${fields} }`);
    expect(status).toBe(400);
    expect(errors.length).toBeLessThanOrEqual(6);
  });

  test('and what tools ask for is answered: the whole schema', async () => {
    const { status, data } = await ask(
      hub,
      getIntrospectionQuery({ schemaDescription: true, inputValueDeprecation: true }),
    );
    expect(status).toBe(200);
    expect(data).toHaveProperty('__schema.types');
  });
});

describe('A document that does not fit', () => {
  test.each<[string, string, ErrorCode]>([
    ['an unknown field', '{ devices { nodes { nickname } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown argument', '{ devices(where: {}) { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a field of every object', '{ constructor }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a prototype', '{ __proto__ { constructor } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a subscription', 'subscription { devices { id } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['incremental delivery', '{ ... @defer { viewer { label } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a type of the schema language', 'type Query { a: Int }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a whole number beyond Int', '{ devices(first: 2147483648) { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a number beyond any', '{ links(filter: { capacityBps: { gt: 1e999 } }) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['NaN', '{ links(filter: { capacityBps: { gt: NaN } }) { nodes { id } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['NUL between the tokens', '{ \0 __typename }', 'GRAPHQL_PARSE_FAILED'],
    ['half of a surrogate pair', '{ organization(code: "\ud800") { id } }', 'GRAPHQL_PARSE_FAILED'],
    ['half of a pair, escaped', '{ organization(code: "\\uD800") { id } }', 'GRAPHQL_PARSE_FAILED'],
    ['an emptiness', ' ', 'GRAPHQL_PARSE_FAILED'],
    ['SQL', 'SELECT 1', 'GRAPHQL_PARSE_FAILED'],
  ])('%s', async (_, query, code) => {
    const reply = await ask(hub, query);
    expect(reply.status).toBe(400);
    expect(reply.errors[0]!.extensions!['code']).toBe(code);
    if (code !== 'GRAPHQL_PARSE_FAILED') expectDiscretion(reply);
  });

  test('NUL in a text, bare or escaped, reaches no row', async () => {
    for (const text of ['a\0b', 'a\\u0000b']) {
      const { status, errors } = await ask(hub, `{ organization(code: "${text}") { id } }`);
      expect({ status, code: errors[0]!.extensions!['code'] }).toEqual({ status: 200, code: 'BAD_USER_INPUT' });
    }
  });

  test.each([
    ['of no operation', 'query A { __typename }', 'B'],
    ['where the one operation has none', '{ __typename }', 'B'],
    ['missing among several', 'query A { __typename } query B { __typename }', undefined],
    ['that every object has', 'query A { __typename }', 'constructor'],
    ['that is half of a surrogate pair', 'query A { __typename }', '\udc00'],
  ])('a name %s is told', async (_, query, operationName) => {
    const reply = await sendTo(hub, { body: JSON.stringify({ query, operationName }) });
    expectRefusal(reply, 'OPERATION_RESOLUTION_FAILURE');
  });
});
