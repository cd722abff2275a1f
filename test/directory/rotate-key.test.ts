import { Client } from 'pg';
import { credentialFrom } from '../../src/directory/api-key';
import { connectionConfig } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import {
  issueBy,
  lifeOf,
  revokeClientDocument,
  revokeKeyDocument,
  rotateBy,
  rotateDocument,
  type Issued,
} from '../support/keys';
import type { Variables, Viewer } from '../support/viewer';

let hub: Hub;
let regional: Viewer;
beforeAll(async () => {
  hub = await startHub();
  await hub.organization({ code: 'RC-N-1', parent: 'RC-N' });
  regional = hub.as(hub.keys.regional);
});
afterAll(() => hub.stop());

const whoIs = '{ viewer { label } }';
const unauthenticated = { code: 'UNAUTHENTICATED', status: 401 };
const works = (text: string) => hub.as(text).data(whoIs);
const isRefused = async (text: string) => expect(await hub.as(text).refusal(whoIs)).toMatchObject(unauthenticated);
const refusalOf = (client: string, more: Variables = {}) =>
  regional.refusal(rotateDocument, { input: { client, ...more } });
const revokeKey = (viewer: Viewer, { key }: Issued) => viewer.data(revokeKeyDocument, { id: key.id });
const inMinutes = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const ends = (id: string) =>
  regional.data<{ node: { expiresAt: string } }>('query($id: ID!) { node(id: $id) { ... on ApiKey { expiresAt } } }', {
    id,
  });
/** Time passes for a key: it ends now. */
const runOut = ({ key }: Issued) =>
  hub.sql(`UPDATE api_key SET created_at = created_at - interval '1 minute', expires_at = now() WHERE id = $1`, [
    key.id.slice(4),
  ]);

describe('A client changes over to another key', () => {
  test('while the first still works, until that is revoked', async () => {
    const first = await issueBy(regional, 'RC-N-1');
    const second = await rotateBy(regional, first.client.id);
    expect(second.client).toEqual(first.client);
    expect(lifeOf(second)).toBeCloseTo(365, 2);
    for (const { text } of [first, second]) await works(text);
    await revokeKey(regional, first);
    await isRefused(first.text);
    await works(second.text);
  });

  test('two at most: for a third one of them has to go, and both are named', async () => {
    const first = await issueBy(regional, 'RC-N-1');
    const second = await rotateBy(regional, first.client.id);
    const refused = { code: 'CONFLICT', message: expect.stringContaining('two keys in force') };
    const refusal = await refusalOf(first.client.id);
    expect(refusal).toMatchObject(refused);
    for (const { key } of [first, second]) expect(refusal.message).toContain(key.id);
    await revokeKey(regional, first);
    const third = await rotateBy(regional, first.client.id);
    expect(await refusalOf(first.client.id)).toMatchObject(refused);
    await runOut(second);
    const fourth = await rotateBy(regional, first.client.id);
    for (const { text } of [third, fourth]) await works(text);
  });

  test('two at most, when several rotate at once', async () => {
    const { client } = await issueBy(regional, 'RC-N-1');
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => regional.query(rotateDocument, { input: { client: client.id } })),
    );
    const codes = answers.map(({ errors }) => errors[0]?.extensions?.['code'] ?? 'ROTATED').sort();
    expect(codes).toEqual([...new Array<string>(5).fill('CONFLICT'), 'ROTATED']);
  });

  test('and the first ends when it is said, but never later than it would', async () => {
    const first = await issueBy(regional, 'RC-N-1', { expiresAt: inMinutes(60) });
    const soon = inMinutes(30);
    const second = await rotateBy(regional, first.client.id, { retireOldAt: soon });
    expect(Date.parse((await ends(first.key.id)).node.expiresAt)).toBe(Date.parse(soon));
    await works(first.text);
    await runOut(first);
    await rotateBy(regional, first.client.id, { retireOldAt: inMinutes(1_000_000) });
    expect((await ends(second.key.id)).node.expiresAt).toBe(second.key.expiresAt);
    expect(await refusalOf(first.client.id, { retireOldAt: inMinutes(-1) })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('revokeKey'),
    });
  });

  test('by a steward: another role hears what it asked for', async () => {
    const viewer = hub.as(await hub.key({ organization: 'RC-N', role: 'REPORTER' }));
    expect(await viewer.refusal(rotateDocument, { input: { client: 'cli_x' } })).toMatchObject({
      code: 'FORBIDDEN',
      message: 'Rotating a key needs the role STEWARD: this key has REPORTER.',
    });
  });

  test('as far as its stewards go: another tree has no such client', async () => {
    const { client, key } = await issueBy(hub.as(hub.keys.partner), 'MOH');
    const missing = `cli_${key.id.slice(4)}`;
    const [hidden, unknown] = [await refusalOf(client.id), await refusalOf(missing)];
    expect(hidden).toMatchObject({ code: 'NOT_FOUND' });
    expect(unknown).toEqual(hidden);
  });
});

describe('What is revoked is refused from the very next request on', () => {
  test('the key that asks for it, too', async () => {
    const own = await issueBy(regional, 'RC-N', { role: 'STEWARD' });
    const asking = hub.as(own.text);
    expect(await revokeKey(asking, own)).toEqual({
      revokeKey: { key: { id: own.key.id, revokedAt: expect.any(String) } },
    });
    await isRefused(own.text);
    const other = await issueBy(regional, 'RC-N', { role: 'STEWARD' });
    const more = await hub
      .as(other.text)
      .query('mutation($id: ID!) { revokeKey(input: { id: $id }) { key { id client { label } } } }', {
        id: other.key.id,
      });
    expect(more).toMatchObject({
      data: { revokeKey: { key: { id: other.key.id, client: null } } },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('a client with all its keys, for good', async () => {
    const first = await issueBy(regional, 'RC-N-1');
    const second = await rotateBy(regional, first.client.id);
    const { client } = first;
    const revoke = () =>
      regional.data<{ revokeClient: { client: { revokedAt: string } } }>(revokeClientDocument, { id: client.id });
    const { revokedAt } = (await revoke()).revokeClient.client;
    for (const { text } of [first, second]) await isRefused(text);
    const document = 'query($id: ID!) { node(id: $id) { ... on ApiClient { keys { nodes { revokedAt } } } } }';
    expect(await regional.data(document, { id: client.id })).toEqual({
      node: { keys: { nodes: [{ revokedAt }, { revokedAt }] } },
    });
    expect((await revoke()).revokeClient.client.revokedAt).toBe(revokedAt);
    expect(await refusalOf(client.id)).toMatchObject({
      code: 'CONFLICT',
      message: 'The API client is revoked: issue a key to a new one.',
    });
  });

  test('by stewards of its tree alone: for others there is none', async () => {
    const { client, key, text } = await issueBy(hub.as(hub.keys.partner), 'MOH');
    const missing = await issueBy(regional, 'RC-N-1');
    for (const [document, id] of [
      [revokeKeyDocument, key.id],
      [revokeClientDocument, client.id],
    ] as const) {
      const refusal = await regional.refusal(document, { id });
      expect(refusal).toMatchObject({ code: 'NOT_FOUND' });
      const unknown = `${id.slice(0, 4)}${missing.key.id.slice(4, -12)}000000000000`;
      expect(await regional.refusal(document, { id: unknown })).toEqual(refusal);
    }
    await works(text);
  });
});

describe('The tables themselves, under the scope of a steward,', () => {
  let sql: Client;
  beforeAll(async () => {
    sql = new Client(connectionConfig(hub.databaseUrl, 'hub_api'));
    await sql.connect();
  });
  afterAll(() => sql.end());

  /** With no program in between; nothing of it is kept. */
  async function attempt(text: string, values: unknown[]): Promise<number | string> {
    const { keyId, secretHash } = credentialFrom(`Bearer ${hub.keys.regional}`)!;
    await sql.query('BEGIN');
    try {
      await sql.query('SELECT FROM hub.enter($1, $2)', [keyId, secretHash]);
      return (await sql.query(text, values)).rowCount ?? 0;
    } catch (error) {
      return (error as Error).message;
    } finally {
      await sql.query('ROLLBACK');
    }
  }
  let issued: Issued;
  let key: string;
  let client: string;
  beforeAll(async () => {
    issued = await issueBy(regional, 'RC-N-1');
    [key, client] = [issued.key.id.slice(4), issued.client.id.slice(4)];
  });

  test.each([
    [`UPDATE api_client SET role = 'STEWARD' WHERE id = $1`, 'stays as it was issued'],
    [`UPDATE api_client SET networks = '{10.0.0.0/8}' WHERE id = $1`, 'stays as it was issued'],
    [`UPDATE api_client SET revoked_at = now() WHERE id = $1`, 1],
    [`DELETE FROM api_client WHERE id = $1`, 'permission denied'],
    [
      `INSERT INTO api_key (id, client_id, owner_id, expires_at) SELECT gen_random_uuid(), c.id, c.owner_id, now() + interval '3 years' FROM api_client c WHERE c.id = $1`,
      'two years',
    ],
  ])('%s: %s', async (text, expected) => {
    expect(await attempt(text, [client])).toEqual(
      typeof expected === 'string' ? expect.stringContaining(expected) : expected,
    );
  });

  test.each([
    [`UPDATE api_key SET expires_at = expires_at + interval '1 day' WHERE id = $1`, 'stays as it was issued'],
    [`UPDATE api_key SET expires_at = expires_at - interval '1 day' WHERE id = $1`, 1],
    [`UPDATE api_key SET revoked_at = now() WHERE id = $1`, 1],
  ])('%s: %s', async (text, expected) => {
    expect(await attempt(text, [key])).toEqual(
      typeof expected === 'string' ? expect.stringContaining(expected) : expected,
    );
  });

  test('end a key once', async () => {
    await revokeKey(regional, issued);
    expect(await attempt('UPDATE api_key SET revoked_at = NULL WHERE id = $1', [key])).toMatch(
      'stays as it was issued',
    );
  });
});
