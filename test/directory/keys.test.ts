import { createKey, keyIdIn } from '../../src/directory/api-key';
import { issueKeyAsOperator } from '../../src/directory/operator-keys.store';
import { keyIdOf } from '../support/directory-builders';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  await hub.device({ owner: 'RC-N', name: 'north' });
});
afterAll(() => hub.stop());

const refusalOf = (key: string) => hub.as(key).refusal('{ viewer { label } }');
const unauthenticated = { code: 'UNAUTHENTICATED', status: 401 };
const namesSeenBy = async (key: string): Promise<string[]> => {
  const { devices } = await hub
    .as(key)
    .data<{ devices: { nodes: { name: string }[] } }>('{ devices { nodes { name } } }');
  return devices.nodes.map(({ name }) => name);
};

describe('A key', () => {
  test('says who is asking', async () => {
    const expiresAt = new Date(Date.now() + 60_000);
    const key = await hub.key({ organization: 'RC-S', label: 'night desk', role: 'RESPONDER', expiresAt });
    expect(await hub.as(key).data('{ viewer { label role expiresAt organization { code } } }')).toEqual({
      viewer: { label: 'night desk', role: 'RESPONDER', expiresAt: expect.any(String), organization: { code: 'RC-S' } },
    });
    const { viewer } = await hub.as(key).data<{ viewer: { expiresAt: string } }>('{ viewer { expiresAt } }');
    expect(Date.parse(viewer.expiresAt)).toBe(expiresAt.getTime());
  });

  test('that is none, of nobody, or with another secret, is refused with 401', async () => {
    const [stranger, own] = [createKey().text, hub.keys.regional];
    const swapped = `${own.slice(0, -43)}${stranger.slice(-43)}`;
    for (const key of ['', 'cwk_', 'x', own.slice(0, -1), `${own}A`, stranger, swapped])
      expect(await refusalOf(key)).toMatchObject(unauthenticated);
  });

  test('that has run out is refused at the next request', async () => {
    expect(await refusalOf(await hub.key({ organization: 'NMC', expiresAt: new Date(Date.now() - 1) }))).toMatchObject(
      unauthenticated,
    );
    const key = await hub.key({ organization: 'RC-N' });
    expect(await namesSeenBy(key)).toEqual(['north']);
    await hub.sql('UPDATE hub.api_key SET created_at = created_at - $2::interval, expires_at = now() WHERE id = $1', [
      keyIdOf(key),
      '1 minute',
    ]);
    expect(await refusalOf(key)).toMatchObject(unauthenticated);
  });

  test('that is revoked is refused at the next request, and the others of its client are not', async () => {
    const [key, other] = [await hub.key({ organization: 'RC-N' }), await hub.key({ organization: 'RC-N' })];
    expect(await namesSeenBy(key)).toEqual(['north']);
    await hub.sql('UPDATE hub.api_key SET revoked_at = now() WHERE id = $1', [keyIdOf(key)]);
    expect(await refusalOf(key)).toMatchObject(unauthenticated);
    expect(await namesSeenBy(other)).toEqual(['north']);
  });

  test('whose client is revoked is refused at the next request', async () => {
    const key = await hub.key({ organization: 'RC-N' });
    await hub.sql(
      'UPDATE hub.api_client c SET revoked_at = now() FROM hub.api_key k WHERE k.client_id = c.id AND k.id = $1',
      [keyIdOf(key)],
    );
    expect(await refusalOf(key)).toMatchObject(unauthenticated);
  });

  test('is refused for a write just so', async () => {
    const key = await hub.key({ organization: 'RC-N' });
    await hub.sql('UPDATE hub.api_key SET revoked_at = now() WHERE id = $1', [keyIdOf(key)]);
    const document = 'mutation { upsertSites(input: { owner: "RC-N", source: "netbox", records: [] }) { created } }';
    expect(await hub.as(key).refusal(document)).toMatchObject(unauthenticated);
  });

  test('is kept as a hash of its secret', async () => {
    const rows = await hub.sql<{ text: string }>(
      `SELECT k::text AS text FROM api_key k WHERE k.id = $1 UNION ALL SELECT s::text FROM private.api_secret s WHERE s.key_id = $1`,
      [keyIdOf(hub.keys.national)],
    );
    const secret = hub.keys.national.slice(-43);
    expect(rows).toHaveLength(2);
    for (const { text } of rows)
      for (const form of [secret, Buffer.from(secret, 'base64url').toString('hex')]) expect(text).not.toContain(form);
  });
});

describe('The id of a key', () => {
  const key = createKey();

  test('is told from the key, whole or cut off after it, and from itself with dashes or without', () => {
    const bare = key.keyId.replaceAll('-', '');
    for (const text of [
      key.text,
      key.text.slice(0, 40),
      `cwk_${bare}`,
      `cwk_${key.keyId}`,
      `key_${key.keyId}`,
      bare,
      key.keyId,
    ])
      expect(keyIdIn(text)).toBe(key.keyId);
  });

  test('is not told from a part of it, from a secret, or from the id of a record', () => {
    for (const text of ['', 'cwk_', key.text.slice(0, 35), key.text.slice(1), key.text.slice(-43), `cli_${key.keyId}`])
      expect(keyIdIn(text)).toBeNull();
  });
});

describe('The operator', () => {
  const operator = {
    query: (text: string, values: unknown[]) => hub.sql(text, values).then((rows) => ({ rows, rowCount: rows.length })),
  };

  const request = { label: 'x', role: 'READER' as const, expiresAt: new Date(Date.now() + 1000), writesFor: [] };

  test('issues no key for an organization that does not exist', async () => {
    await expect(issueKeyAsOperator(operator as never, { ...request, organization: 'NOBODY' })).rejects.toThrow(
      '"NOBODY"',
    );
    await expect(
      issueKeyAsOperator(operator as never, { ...request, organization: 'NMC', writesFor: ['NOBODY'] }),
    ).rejects.toThrow('"NOBODY"');
  });

  test('is held to the rules that stewards are held to', async () => {
    const unnamed = { ...request, organization: 'NMC', label: ' ' };
    await expect(issueKeyAsOperator(operator as never, unnamed)).rejects.toThrow('label: it has 1 to 100 characters.');
  });
});

describe('Who sees what follows the tree of organizations at the next request', () => {
  test('for the one above that gains or loses a branch', async () => {
    await hub.organization({ code: 'BRANCH', parent: 'RC-N' });
    await hub.organization({ code: 'TWIG', parent: 'BRANCH' });
    await hub.device({ owner: 'TWIG', name: 'twig' });
    expect(await namesSeenBy(hub.keys.regional)).toEqual(['north', 'twig']);
    await hub.moveOrganization('BRANCH', 'RC-S');
    expect(await namesSeenBy(hub.keys.regional)).toEqual(['north']);
    expect(await namesSeenBy(hub.keys.national)).toEqual(['north', 'twig']);
    await hub.moveOrganization('BRANCH', 'MOH');
    expect(await namesSeenBy(hub.keys.national)).toEqual(['north']);
    expect(await namesSeenBy(hub.keys.partner)).toEqual(['twig']);
    await hub.moveOrganization('BRANCH', null);
    expect(await namesSeenBy(hub.keys.partner)).toEqual([]);
    await hub.moveOrganization('BRANCH', 'RC-N');
    expect(await namesSeenBy(hub.keys.regional)).toEqual(['north', 'twig']);
  });

  test('for what a key may write', async () => {
    await hub.organization({ code: 'LENT', parent: 'RC-N' });
    const key = await hub.key({ organization: 'RC-N', writesFor: ['LENT'] });
    const document = 'mutation { upsertSites(input: { owner: "LENT", source: "netbox", records: [] }) { created } }';
    expect(await hub.as(key).data(document)).toEqual({ upsertSites: { created: 0 } });
    await hub.moveOrganization('LENT', 'RC-S');
    expect(await hub.as(key).refusal(document)).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('within a page that was begun before: the rest is read with the new eyes', async () => {
    await hub.organization({ code: 'PAGED', parent: 'RC-N' });
    for (const name of ['p1', 'p2', 'p3']) await hub.site({ owner: 'PAGED', name });
    const page =
      'query($after: String) { sites(first: 1, after: $after) { nodes { name } pageInfo { endCursor hasNextPage } } }';
    interface Found {
      sites: { nodes: { name: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    }
    const { sites } = await hub.as(hub.keys.regional).data<Found>(page);
    expect(sites).toMatchObject({ nodes: [{ name: 'p1' }], pageInfo: { hasNextPage: true } });
    await hub.moveOrganization('PAGED', 'RC-S');
    const after = sites.pageInfo.endCursor;
    expect(await hub.as(hub.keys.regional).data(page, { after })).toMatchObject({
      sites: { nodes: [], pageInfo: { hasNextPage: false } },
    });
    expect(await hub.as(hub.keys.national).data(page, { after })).toMatchObject({ sites: { nodes: [{ name: 'p2' }] } });
  });
});
