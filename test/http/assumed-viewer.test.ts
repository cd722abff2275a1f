import { startHub, type Hub } from '../support/hub';
import { issueBy, rotateBy } from '../support/keys';
import { expectRefusal } from '../support/refusals';
import { ask } from '../support/wire';

/** A key that was used before is answered without waiting for who it is; what it may is asked of the database all the same. */
let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true, config: { costCapacity: 1_000_000, costRestoreRate: 1 } });
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
const answerTo = async (document: string, key: string) => {
  const { status, data, errors } = await ask(hub, document, {}, withKey(key));
  return { status, data, errors };
};
const lastKey = `(SELECT k.id FROM api_key k ORDER BY k.created_at DESC LIMIT 1)`;
const sites = () => hub.sql<{ name: string }>(`SELECT s.name FROM site s WHERE s.name = 'x'`);

test('A key that was revoked since shows nothing and writes nothing, in words that any unknown key gets', async () => {
  const key = await used();
  await hub.sql(`UPDATE api_key SET revoked_at = now() WHERE id = ${lastKey}`);
  const unknown = await ask(hub, reading, {}, withKey(key.slice(0, -4) + 'AAAA'));
  expectRefusal(unknown, 'UNAUTHENTICATED');
  const before = hub.statements.length;
  const refused = { status: 401, data: undefined, errors: unknown.errors };
  expect(await answerTo(reading, key)).toEqual(refused);
  // It was assumed to be who it was: for an unknown key nothing is sent but the one that resolves it.
  expect(hub.statements.length - before).toBeGreaterThan(1);
  expect(await answerTo(writing, key)).toEqual(refused);
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

test('A key that is none any more spends nothing of what its client has left', async () => {
  const steward = hub.as(hub.keys.regional);
  const first = await issueBy(steward, 'RC-N');
  const second = await rotateBy(steward, first.client.id);
  await ask(hub, reading, {}, withKey(first.text));
  const left = async () => (await ask(hub, '{ viewer { role } }', {}, withKey(second.text))).cost!.available;
  const before = await left();
  await hub.sql('UPDATE api_key SET revoked_at = now() WHERE id = $1', [first.key.id.slice(4)]);
  const introspection = '{ __schema { types { name fields { name description args { name description } } } } }';
  expectRefusal(await ask(hub, introspection, {}, withKey(first.text)), 'UNAUTHENTICATED');
  expect(before - (await left())).toBeLessThan(100);
});
