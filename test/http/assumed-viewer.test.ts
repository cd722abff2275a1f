import { startHub, type Hub } from '../support/hub';
import { expectRefusal } from '../support/refusals';
import { ask } from '../support/wire';

/** A key that was used before is answered without waiting for who it is; what it may is asked of the database all the same. */
let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  await hub.site({ owner: 'RC-N', name: 'Đà Nẵng' });
});
afterAll(() => hub.stop());

const withKey = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
const reading = '{ viewer { role } sites { nodes { name } } }';
const writing = `mutation { upsertSites(input: { owner: "RC-N", source: "netbox", records: [{ externalId: "x", code: "x", name: "x" }] }) { created } }`;

const used = async (role: 'READER' | 'STEWARD' = 'STEWARD'): Promise<string> => {
  const key = await hub.key({ organization: 'RC-N', role });
  expect((await ask(hub, reading, {}, withKey(key))).data).toMatchObject({
    sites: { nodes: expect.arrayContaining([{ name: 'Đà Nẵng' }]) as object[] },
  });
  return key;
};
const lastKey = `(SELECT k.id FROM api_key k ORDER BY k.created_at DESC LIMIT 1)`;
const sites = () => hub.sql<{ name: string }>(`SELECT s.name FROM site s WHERE s.name = 'x'`);

test('A key that was revoked since shows nothing and writes nothing, in words that any unknown key gets', async () => {
  const key = await used();
  await hub.sql(`UPDATE api_key SET revoked_at = now() WHERE id = ${lastKey}`);
  const unknown = await ask(hub, reading, {}, withKey(key.slice(0, -4) + 'AAAA'));
  expectRefusal(unknown, 'UNAUTHENTICATED');
  for (const document of [reading, writing]) {
    const { status, data, errors } = await ask(hub, document, {}, withKey(key));
    expect({ status, data, errors }).toEqual({ status: 401, data: undefined, errors: unknown.errors });
  }
  expect(await sites()).toEqual([]);
});

test('A role that changed since is the one that counts, and what it may write is written once', async () => {
  const key = await used('READER');
  expectRefusal(await ask(hub, writing, {}, withKey(key)), 'FORBIDDEN');
  await hub.sql(
    `UPDATE api_client SET role = 'STEWARD' WHERE id = (SELECT k.client_id FROM api_key k WHERE k.id = ${lastKey})`,
  );
  expect((await ask(hub, writing, {}, withKey(key))).data).toEqual({ upsertSites: { created: 1 } });
  await hub.sql(
    `UPDATE api_client SET role = 'READER' WHERE id = (SELECT k.client_id FROM api_key k WHERE k.id = ${lastKey})`,
  );
  expect((await ask(hub, reading, {}, withKey(key))).data).toMatchObject({ viewer: { role: 'READER' } });
  expectRefusal(await ask(hub, writing, {}, withKey(key)), 'FORBIDDEN');
  expect(await sites()).toEqual([{ name: 'x' }]);
});

test('It is resolved once a request', async () => {
  const key = await used();
  await hub.as(key).data('{ sites { nodes { name } } }');
  expect(hub.statements).toHaveLength(2);
});
