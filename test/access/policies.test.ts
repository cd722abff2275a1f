import { Client } from 'pg';
import { credentialFrom } from '../../src/directory/api-key';
import { connectionConfig } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';

let hub: Hub;
const sites = new Map<string, Made>();
beforeAll(async () => {
  hub = await startHub();
  for (const owner of ['NMC', 'RC-N', 'RC-S', 'MOH']) sites.set(owner, await hub.site({ owner }));
});
afterAll(() => hub.stop());

describe('The policies themselves, under the scope of a key,', () => {
  let client: Client;
  beforeAll(async () => {
    client = new Client(connectionConfig(hub.databaseUrl, 'hub_api'));
    await client.connect();
  });
  afterAll(() => client.end());

  /** One statement in the API's role, as the steward of RC-N runs it; then nothing of it is kept. */
  async function attempt(text: string, values: unknown[]): Promise<number | string> {
    const { keyId, secretHash } = credentialFrom(`Bearer ${hub.keys.regional}`)!;
    await client.query('BEGIN');
    try {
      await client.query('SET LOCAL search_path = hub');
      await client.query('SELECT * FROM hub.enter($1, $2)', [keyId, secretHash]);
      return (await client.query(text, values)).rowCount ?? 0;
    } catch (error) {
      return (error as Error).message;
    } finally {
      await client.query('ROLLBACK');
    }
  }
  const siteOf = (owner: string) => sites.get(owner)!.id.slice(4);
  const insert = `INSERT INTO site (id, owner_id, source, external_id, code, name)
                  SELECT gen_random_uuid(), o.id, 'x', 'x', 'x', 'x' FROM organization o WHERE o.code = $1`;

  test('let it write for its own organization', async () => {
    expect(await attempt(insert, ['RC-N'])).toBe(1);
    expect(await attempt(`UPDATE site SET name = 'x' WHERE id = $1`, [siteOf('RC-N')])).toBe(1);
  });

  test.each(['NMC', 'RC-S', 'MOH'])('let it add and change nothing of %s', async (owner) => {
    expect(await attempt(insert, [owner])).toMatch('violates row-level security');
    expect(await attempt(`UPDATE site SET name = 'x' WHERE id = $1`, [siteOf(owner)])).toBe(0);
  });

  test('let it give nothing away, nor remove it', async () => {
    const away = `UPDATE site SET owner_id = (SELECT o.id FROM organization o WHERE o.code = 'RC-S') WHERE id = $1`;
    expect(await attempt(away, [siteOf('RC-N')])).toMatch('violates row-level security');
    expect(await attempt('DELETE FROM site WHERE id = $1', [siteOf('RC-N')])).toMatch('permission denied');
  });
});
