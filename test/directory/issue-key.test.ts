import { startHub, type Hub } from '../support/hub';
import { clientInput, issueBy, issueDocument, lifeOf, revokeClientDocument, rotateDocument } from '../support/keys';
import type { Variables, Viewer } from '../support/viewer';

let hub: Hub;
let regional: Viewer;
beforeAll(async () => {
  hub = await startHub();
  await hub.organization({ code: 'RC-N-1', parent: 'RC-N' });
  await hub.organization({ code: 'RC-N-1-A', parent: 'RC-N-1' });
  await hub.device({ owner: 'RC-N-1', name: 'below' });
  regional = hub.as(hub.keys.regional);
});
afterAll(() => hub.stop());

const refusalOf = (steward: Viewer, organization: string, more: Variables = {}) =>
  steward.refusal(issueDocument, clientInput(organization, more));
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
const clients = (viewer: Viewer, args = '') =>
  viewer
    .data<{
      apiClients: { nodes: { label: string; organization: { code: string } }[]; totalCount: number };
    }>(`{ apiClients${args} { totalCount nodes { label organization { code } } } }`)
    .then(({ apiClients }) => {
      const found = apiClients.nodes.map(({ label, organization }) => `${organization.code}: ${label}`);
      expect(apiClients.totalCount).toBe(found.length);
      return found;
    });

describe('A steward issues a key', () => {
  test('that works at once, for its own organization and for those below it', async () => {
    for (const organization of ['RC-N', 'RC-N-1', 'RC-N-1-A']) {
      const { text, client, key } = await issueBy(regional, organization);
      expect(client).toMatchObject({ label: 'trạm trực', role: 'REPORTER', networks: [], revokedAt: null });
      expect(await hub.as(text).data('{ viewer { label role key organization { code } } }')).toEqual({
        viewer: { label: 'trạm trực', role: 'REPORTER', key: key.id, organization: { code: organization } },
      });
    }
  });

  test.each(['NMC', 'RC-S', 'MOH'])(
    'but not for %s, above it or beside it, and hears who may',
    async (organization) => {
      const before = await hub.sql('SELECT c.id FROM api_client c');
      expect(await refusalOf(regional, organization)).toMatchObject({
        code: 'FORBIDDEN',
        message: `Issuing a key of "${organization}" is for a steward of it or of those above it.`,
      });
      expect(await hub.sql('SELECT c.id FROM api_client c')).toEqual(before);
    },
  );

  test.each(['READER', 'REPORTER', 'RESPONDER'] as const)('and nobody who is a %s does', async (role) => {
    const viewer = hub.as(await hub.key({ organization: 'RC-N', role }));
    for (const organization of ['RC-N', 'RC-N-1', 'NMC', 'NOBODY'])
      expect(await refusalOf(viewer, organization)).toMatchObject({
        code: 'FORBIDDEN',
        message: `Issuing a key needs the role STEWARD: this key has ${role}.`,
      });
  });

  test('for an organization below only while that has no steward of its own, since a key reads as its organization', async () => {
    await hub.organization({ code: 'RC-N-2', parent: 'RC-N' });
    const { text, client } = await issueBy(regional, 'RC-N-2', { role: 'STEWARD', label: 'first' });
    const refused = { code: 'FORBIDDEN', message: expect.stringContaining('a steward of its own') as string };
    expect(await regional.refusal(issueDocument, clientInput('RC-N-2', { label: 'second' }))).toMatchObject(refused);
    expect(await regional.refusal(rotateDocument, { input: { client: client.id } })).toMatchObject(refused);
    await issueBy(hub.as(text), 'RC-N-2', { label: 'second' });
    await regional.data(revokeClientDocument, { id: client.id });
    expect(await regional.refusal(issueDocument, clientInput('RC-N-2', { label: 'third' }))).toMatchObject(refused);
  });

  test('that writes for those below its organization that it names, and for no others', async () => {
    const { text } = await issueBy(regional, 'RC-N', { writesFor: ['RC-N-1'] });
    const sites = (owner: string) =>
      `mutation { upsertSites(input: { owner: "${owner}", source: "netbox", records: [] }) { created } }`;
    for (const owner of ['RC-N', 'RC-N-1']) await hub.as(text).data(sites(owner));
    expect(await hub.as(text).refusal(sites('RC-N-1-A'))).toMatchObject({ code: 'FORBIDDEN' });
    for (const stranger of ['NMC', 'RC-S', 'RC-N'])
      expect(await refusalOf(regional, 'RC-N', { writesFor: ['RC-N-1', stranger] })).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining(`writesFor: "${stranger}" does not stand below the organization`),
      });
    expect(await refusalOf(regional, 'RC-N-1', { writesFor: ['RC-N'] })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('that ends after a year unless said, and after two years at most', async () => {
    expect(lifeOf(await issueBy(regional, 'RC-N'))).toBeCloseTo(365, 2);
    expect(lifeOf(await issueBy(regional, 'RC-N', { expiresAt: inDays(729.9) }))).toBeCloseTo(729.9, 2);
    for (const [days, words] of [
      [731, 'two years (730 days) at most'],
      [-1, 'lies in the past'],
    ] as const)
      expect(await refusalOf(regional, 'RC-N', { expiresAt: inDays(days) })).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining(words),
      });
  });

  test.each<[string, Variables, string]>([
    ['an empty label', { label: ' ' }, 'label: it has 1 to 100 characters.'],
    ['a long label', { label: 'x'.repeat(101) }, 'label: it has 1 to 100 characters.'],
    [
      'an organization that nobody knows',
      { organization: 'NOBODY' },
      'there is no Organization with the code "NOBODY"',
    ],
    ['one that it would write for', { writesFor: ['NOBODY'] }, 'there is no Organization with the code "NOBODY"'],
    [
      'a network that is none',
      { networks: ['192.0.2.7/24'] },
      '"192.0.2.7/24" has bits set beyond its length: the network is "192.0.2.0/24"',
    ],
    ['too many networks', { networks: new Array(101).fill('10.0.0.0/8') }, 'networks: 100 are the most'],
  ])('not with %s', async (_, more, words) => {
    const { organization = 'RC-N', ...rest } = more;
    expect(await refusalOf(regional, organization as string, rest)).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining(words),
    });
  });
});

describe('The list of API clients', () => {
  beforeAll(async () => {
    for (const label of ['Đài 2', 'dai 10']) await issueBy(regional, 'RC-N-1', { label, role: 'READER' });
    await issueBy(hub.as(hub.keys.partner), 'MOH-IT', { label: 'other tree' });
  });

  test('is for stewards: of their organization and of those below it', async () => {
    const below =
      '(filter: { organization: { code: { startsWith: "RC-N-1" } }, role: { eq: READER } }, orderBy: [{ field: LABEL }])';
    const expected = ['RC-N-1: Đài 2', 'RC-N-1: dai 10'];
    for (const code of ['NMC', 'RC-N', 'RC-N-1'])
      expect(await clients(await hub.stewardOf(code), below)).toEqual(expected);
    for (const code of ['RC-S', 'RC-N-1-A', 'MOH']) expect(await clients(await hub.stewardOf(code), below)).toEqual([]);
    const all = await clients(hub.as(hub.keys.partner));
    expect(all).toContain('MOH-IT: other tree');
    expect(all.filter((name) => !name.startsWith('MOH'))).toEqual([]);
  });

  test.each(['READER', 'REPORTER', 'RESPONDER'] as const)('is empty for a %s, whatever is asked', async (role) => {
    const viewer = hub.as(await hub.key({ organization: 'NMC', role }));
    expect(await clients(viewer)).toEqual([]);
    const [any] = await hub.sql<{ client: string; key: string }>(
      `SELECT 'cli_' || k.client_id AS client, 'key_' || k.id AS key FROM api_key k LIMIT 1`,
    );
    expect(await viewer.data('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Object.values(any!) })).toEqual({
      nodes: [null, null],
    });
  });

  test('finds the keys that end soon', async () => {
    const { client, key } = await issueBy(regional, 'RC-N', { label: 'soon', expiresAt: inDays(3) });
    const document = `query($soon: DateTime!) {
      apiClients(filter: { label: { eq: "soon" }, keys: { expiresAt: { lt: $soon } } }) {
        nodes { id writesFor { totalCount } keys(filter: { revokedAt: { isNull: true } }, orderBy: [{ field: EXPIRES_AT }]) { nodes { id client { label } } } }
      }
    }`;
    expect(await regional.data(document, { soon: inDays(7) })).toEqual({
      apiClients: {
        nodes: [
          { id: client.id, writesFor: { totalCount: 0 }, keys: { nodes: [{ id: key.id, client: { label: 'soon' } }] } },
        ],
      },
    });
  });
});

describe('A secret', () => {
  test('stands in no list, no history and no change, but in the one answer; its hash in one table alone', async () => {
    const { text, client, key } = await issueBy(regional, 'RC-N', { label: 'secretive' });
    const secret = text.slice(-43);
    const bytes = Buffer.from(secret, 'base64url');
    const [kept] = await hub.sql<{ hash: Buffer }>('SELECT s.hash FROM private.api_secret s WHERE s.key_id = $1', [
      key.id.slice(4),
    ]);
    const told = JSON.stringify([
      await regional.data(
        `query($id: ID!) { node(id: $id) { ... on ApiClient { label keys { nodes { id history { nodes { before after } } } } history { nodes { before after } } } } }`,
        { id: client.id },
      ),
      await hub.sql('SELECT c::text AS row FROM private.change c WHERE c.dataset = $1', ['KEYS']),
      await hub.sql('SELECT k::text AS row FROM api_key k'),
    ]);
    expect(told).toContain('secretive');
    for (const form of [
      secret,
      bytes.toString('hex'),
      bytes.toString('base64'),
      kept!.hash.toString('hex'),
      kept!.hash.toString('base64'),
    ])
      expect(told).not.toContain(form);
  });

  test('is not given to a key without the scope of its steward', async () => {
    const { key } = await issueBy(regional, 'RC-N');
    const kept = () => hub.sql('SELECT s.hash FROM private.api_secret s WHERE s.key_id = $1', [key.id.slice(4)]);
    const before = await kept();
    await hub.sql('DELETE FROM private.api_secret s WHERE s.key_id = $1', [key.id.slice(4)]);
    await hub.asApiRole(`SELECT hub.keep_secret($1, decode(repeat('00', 32), 'hex'))`, [key.id.slice(4)]);
    expect([before.length, await kept()]).toEqual([1, []]);
  });
});
