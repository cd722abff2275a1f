import { gzipSync } from 'node:zlib';
import type { ErrorCode } from '../../src/kernel/errors';
import { startHub, type Hub } from '../support/hub';
import { expectRefusal, rowCounts } from '../support/refusals';
import { ask, sendTo, type Sent } from '../support/wire';

let hub: Hub;
let before: Record<string, number>;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  await hub.device({ name: 'core' });
  await hub.site({ name: 'home' });
  before = await rowCounts(hub);
});
afterEach(async () => {
  expect(await rowCounts(hub)).toEqual(before);
  expect((await ask(hub, '{ devices { nodes { name } } }')).data).toEqual({ devices: { nodes: [{ name: 'core' }] } });
});
afterAll(() => hub.stop());

const maxBody = 1_048_576;
const document = (text: string) => JSON.stringify({ query: text });
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const wholeOf = (size: number) => document('{ __typename }').replace('}"', `}${' '.repeat(size - 26)}"`);
const search = (parameters: Record<string, string>) => `/graphql?${new URLSearchParams(parameters).toString()}`;
const get = (parameters: Record<string, string>): Sent => ({
  method: 'GET',
  path: search(parameters),
  headers: { 'content-type': null },
});
const manyHeaders = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`x-header-${i}`, 'x'.repeat(100)]));

describe('A request that is no GraphQL over HTTP', () => {
  test.each<[string, Sent, ErrorCode | [ErrorCode, number]]>([
    ['JSON broken off', { body: '{"query": "{ viewer' }, 'BAD_REQUEST'],
    ['no body', {}, 'BAD_REQUEST'],
    ['an empty body', { body: '' }, 'BAD_REQUEST'],
    ['bytes that are no UTF-8', { body: bytes('{"query":"{ a', [0xff, 0xc0], '"}') }, 'BAD_REQUEST'],
    ['UTF-16', { body: Buffer.from(document('{ __typename }'), 'utf16le') }, 'BAD_REQUEST'],
    ['an array', { body: '[]' }, 'BAD_REQUEST'],
    ['a batch', { body: `[${document('{ __typename }')}]` }, 'BAD_REQUEST'],
    ['a text', { body: '"{ __typename }"' }, 'BAD_REQUEST'],
    ['a number', { body: '1' }, 'BAD_REQUEST'],
    ['null', { body: 'null' }, 'BAD_REQUEST'],
    ['no query', { body: '{"variables":{}}' }, 'BAD_REQUEST'],
    ['a query that is no text', { body: '{"query":{"kind":"Document"}}' }, 'BAD_REQUEST'],
    ['variables that are a text', { body: '{"query":"{ __typename }","variables":"{}"}' }, 'BAD_REQUEST'],
    ['variables that are a list', { body: '{"query":"{ __typename }","variables":[]}' }, 'BAD_REQUEST'],
    ['a name that is a number', { body: '{"query":"{ __typename }","operationName":1}' }, 'BAD_REQUEST'],
    ['extensions that are a list', { body: '{"query":"{ __typename }","extensions":[]}' }, 'BAD_REQUEST'],
    [
      'a persisted query',
      { body: '{"query":"{ __typename }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}}' },
      'PERSISTED_QUERY_NOT_SUPPORTED',
    ],
    ['text/plain', { body: document('{ a }'), headers: { 'content-type': 'text/plain' } }, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'a form',
      {
        body: new URLSearchParams({ query: '{ a }' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['no media type', { body: bytes(document('{ a }')), headers: { 'content-type': null } }, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'an unknown encoding',
      { body: document('{ a }'), headers: { 'content-encoding': 'lzma' } },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['gzip that is none', { body: document('{ a }'), headers: { 'content-encoding': 'gzip' } }, 'BAD_REQUEST'],
    ['a byte too many', { body: wholeOf(maxBody + 1) }, 'BODY_TOO_LARGE'],
    [
      'a bomb in gzip',
      { body: gzipSync(wholeOf(20 * maxBody)), headers: { 'content-encoding': 'gzip' } },
      'BODY_TOO_LARGE',
    ],
    ['a flood of headers', { body: document('{ __typename }'), headers: manyHeaders }, ['BAD_REQUEST', 431]],
    [
      'an answer in a type not offered',
      { body: document('{ __typename }'), headers: { accept: 'text/csv' } },
      ['BAD_REQUEST', 406],
    ],
    ['PUT', { method: 'PUT', body: document('{ __typename }') }, ['BAD_REQUEST', 405]],
    [
      'a mutation by GET',
      get({ query: 'mutation { upsertSites(input: { owner: "NMC", source: "x", records: [] }) { created } }' }),
      ['BAD_REQUEST', 405],
    ],
    ['two queries by GET', { ...get({}), path: '/graphql?query={a}&query={b}' }, 'BAD_REQUEST'],
    ['variables by GET that are no JSON', get({ query: '{ __typename }', variables: '{' }), 'BAD_REQUEST'],
    ['an address that is none', { ...get({}), path: '/%zz' }, 'BAD_REQUEST'],
  ])('%s is refused', async (_, sent, refused) => {
    const [code, status] = typeof refused === 'string' ? [refused] : refused;
    expectRefusal(await sendTo(hub, sent), code, status);
  });

  test('and one that is just as large as may be is answered', async () => {
    expect(wholeOf(maxBody)).toHaveLength(maxBody);
    const small = await sendTo(hub, { body: document(`{ __typename }${' '.repeat(90_000)}`) });
    expect(small.data).toEqual({ __typename: 'Query' });
    expectRefusal(await sendTo(hub, { body: wholeOf(maxBody) }), 'GRAPHQL_PARSE_FAILED');
  });

  test('a key given twice in JSON counts as given last, as JSON.parse has it', async () => {
    const { data } = await sendTo(hub, { body: '{"query":"{ nope }","query":"{ __typename }"}' });
    expect(data).toEqual({ __typename: 'Query' });
  });
});

describe('A key that is none', () => {
  const zeros = `cwk_${'0'.repeat(32)}_${'A'.repeat(43)}`;
  const wrongSecret = () => `${hub.keys.national.slice(0, -10)}${'A'.repeat(10)}`;
  test.each<[string, () => string | null]>([
    ['missing', () => null],
    ['empty', () => ''],
    ['of another scheme', () => `Basic ${Buffer.from('a:b').toString('base64')}`],
    ['malformed', () => 'Bearer x'],
    ['unknown', () => `Bearer ${zeros}`],
    ['of the right form with a wrong secret', () => `Bearer ${wrongSecret()}`],
    ['with more behind it', () => `Bearer ${hub.keys.national}x`],
    ['very long', () => `Bearer ${'c'.repeat(8000)}`],
    ['with SQL in it', () => `Bearer cwk_' OR true --`],
  ])('%s is refused, and hears nothing of the schema', async (_, key) => {
    const reply = await ask(hub, '{ nope }', {}, { headers: { authorization: key() } });
    expectRefusal(reply, 'UNAUTHENTICATED');
    expect(reply.data).toBeUndefined();
  });

  test('an unknown key and a wrong secret are answered alike', async () => {
    const replies = [`Bearer ${zeros}`, `Bearer ${wrongSecret()}`].map((authorization) =>
      ask(hub, '{ __typename }', {}, { headers: { authorization } }),
    );
    const [unknown, wrong] = await Promise.all(replies);
    expect(wrong!.text).toBe(unknown!.text);
  });
});
