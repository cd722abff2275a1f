import type { Pool } from 'pg';
import { credentialFrom } from '../../src/directory/api-key';
import { createPool } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
let api: Pool;
beforeAll(async () => {
  hub = await startHub();
  api = createPool(hub.databaseUrl, 'hub_api', { max: 1 });
  await hub.agreement({
    ...{ provider: 'MOH', consumer: 'RC-N', datasets: ['INVENTORY', 'SAMPLES', 'WARNINGS', 'INCIDENTS'] },
    withheld: ['SERIAL'],
  });
});
afterAll(async () => {
  await api.end();
  await hub.stop();
});

/** Settings that a function's text sets, with the datasets that stand for %s. */
function settingsIn(source: string): string[] {
  const names = [...source.matchAll(/'(hub\.[a-z_%]+)'/g)].map(([, name]) => name!);
  return names.flatMap((name) =>
    name.includes('%s') ? ['inventory', 'samples', 'warnings'].map((dataset) => name.replace('%s', dataset)) : [name],
  );
}
const scopeNames = async (): Promise<string[]> => {
  const [row] = await hub.sql<{ scope: object }>('SELECT private.scope() AS scope');
  return Object.keys(row!.scope).sort();
};

test('Every setting that makes the scope is put back by whoever looks through the eyes of others', async () => {
  const [{ source }] = (await hub.sql<{ source: string }>(
    `SELECT p.prosrc AS source FROM pg_proc p WHERE p.oid = 'private.scope_as'::regproc`,
  )) as [{ source: string }];
  const set = [...new Set(settingsIn(source))].sort();
  expect(set).toContain('hub.inventory_grants');
  expect(await scopeNames()).toEqual(set);
});

test('Every setting that any function or policy reads is made with the scope, or is known to stay out of it', async () => {
  const outside = ['hub.key'];
  const sources = await hub.sql<{ source: string }>(
    `SELECT p.prosrc AS source FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('hub', 'private')`,
  );
  const read = sources.flatMap(({ source }) =>
    [...source.matchAll(/current_setting\('(hub\.\w+)'/g)].map(([, name]) => name!),
  );
  const names = await scopeNames();
  expect([...new Set(read)].filter((name) => !names.includes(name) && !outside.includes(name))).toEqual([]);
});

test('Who asks for an audience has the same scope before and after, whatever was asked', async () => {
  const device = await hub.device({ owner: 'RC-N' });
  const foreign = await hub.device({ owner: 'MOH' });
  const names = await scopeNames();
  const client = await api.connect();
  try {
    const scope = async () => {
      const values = names.map((name) => `current_setting('${name}', true) AS "${name}"`);
      return (await client.query<object>(`SELECT ${values.join(', ')}`)).rows;
    };
    await client.query('BEGIN');
    const { keyId, secretHash } = credentialFrom(`Bearer ${hub.keys.regional}`)!;
    await client.query('SELECT FROM hub.enter($1, $2)', [keyId, secretHash]);
    const before = await scope();
    for (const { id } of [device, foreign, { id: 'dev_00000000-0000-7000-8000-000000000000' }]) {
      await client.query('SELECT * FROM hub.audience_of_record($1)', [id.slice(4)]);
      expect(await scope()).toEqual(before);
    }
    for (const owner of ['RC-N', 'MOH']) {
      const draft = `SELECT a.* FROM organization o, hub.audience_of_draft('INVENTORY', o.id, NULL, NULL, NULL, NULL, ARRAY[o.id]) a WHERE o.code = $1`;
      await client.query(draft, [owner]);
      expect(await scope()).toEqual(before);
    }
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

test('A request that asks for audiences amid everything else is answered as its own viewer throughout', async () => {
  const { id } = await hub.device({ owner: 'RC-N', serial: 'own' });
  await hub.device({ owner: 'MOH', serial: 'withheld' });
  const lists = `devices { nodes { owner { code } serial history { nodes { after } } } totalCount } sites { totalCount } incidents { totalCount }
    agreements { nodes { id } } sharingGroups { nodes { id members { totalCount } } }`;
  const alone = await hub.as(hub.keys.regional).query(`{ ${lists} }`);
  const amid = await hub
    .as(hub.keys.regional)
    .query<Record<string, unknown>>(
      `query($id: ID!) { a: audience(id: $id) { via } ${lists} b: audience(of: { dataset: INVENTORY, owner: "RC-N" }) { via } }`,
      { id },
    );
  const { a: _a, b: _b, ...rest } = amid.data;
  expect({ data: rest, withheld: amid.extensions['withheld'] }).toEqual({
    data: alone.data,
    withheld: alone.extensions['withheld'],
  });
});
