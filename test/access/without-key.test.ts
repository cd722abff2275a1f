import { startHub, type Hub } from '../support/hub';

interface Table {
  name: string;
  grants: string[];
  /** One that can be assigned to. */
  column: string;
}

let hub: Hub;
let tables: Table[];

beforeAll(async () => {
  hub = await startHub();
  await populate();
  tables = await hub.sql<Table>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name,
            ARRAY(SELECT g.privilege_type FROM aclexplode(c.relacl) g WHERE g.grantee IN (0, 'hub_api'::regrole)) AS grants,
            (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                AND a.attgenerated = '' AND a.attidentity = '' ORDER BY a.attnum LIMIT 1) AS column
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
});
afterAll(() => hub.stop());

/** A row in every table of the inventory, so that seeing none says something. */
async function populate(): Promise<void> {
  const site = await hub.site();
  const device = await hub.device({ site });
  const port = await hub.interface({ device });
  const vrf = await hub.vrf();
  await hub.link({ a: { interface: port } });
  await hub.prefix({ vrf, site });
  await hub.address({ vrf, interface: port });
  const part = await hub.system({ devices: [device] });
  await hub.system({ parts: [part], dependsOn: [part] });
}

describe('A connection in the role of the API without a key', () => {
  const readable = () => tables.filter(({ grants }) => grants.includes('SELECT'));
  const count = (name: string) => `SELECT count(*)::int AS count FROM ${name}`;

  test('sees no row of any table, and there are some', async () => {
    const filled: string[] = [];
    for (const { name } of readable()) {
      expect({ name, seen: await hub.asApiRole(count(name)) }).toEqual({ name, seen: [{ count: 0 }] });
      const [{ count: there }] = (await hub.sql<{ count: number }>(count(name))) as [{ count: number }];
      if (there > 0) filled.push(name.replace('hub.', ''));
    }
    const inventory = ['site', 'device', 'interface', 'link', 'vrf', 'prefix', 'address', 'information_system'];
    const ties = ['part', 'device', 'dependency'].map((name) => `information_system_${name}`);
    expect(filled).toEqual(expect.arrayContaining(['organization', 'region', ...inventory, ...ties]));
  });

  test('sees none either where the connection has served a key before', async () => {
    await hub.as(hub.keys.national).data('{ devices { totalCount } }');
    expect(await hub.asApiRole('SELECT d.id FROM device d')).toEqual([]);
  });

  test('adds no row to any table', async () => {
    for (const { name } of tables) {
      const insertion = hub.asApiRole(`INSERT INTO ${name} DEFAULT VALUES`);
      await expect(insertion).rejects.toThrow(/permission denied|violates row-level security/);
    }
  });

  test('changes and removes no row of any table', async () => {
    for (const { name, grants, column } of tables) {
      const update = hub.asApiRole(`UPDATE ${name} SET ${column} = ${column} RETURNING 1`);
      await comesToNothing(update, grants.includes('UPDATE'));
      await comesToNothing(hub.asApiRole(`DELETE FROM ${name} RETURNING 1`), grants.includes('DELETE'));
    }
  });
});

const comesToNothing = (statement: Promise<object[]>, granted: boolean): Promise<void> =>
  granted ? expect(statement).resolves.toEqual([]) : expect(statement).rejects.toThrow('permission denied');
