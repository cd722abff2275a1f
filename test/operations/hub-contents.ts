import { escapeIdentifier, type Client } from 'pg';
import { credentialFrom } from '../../src/directory/api-key';
import { connectionConfig, withClient } from '../../src/kernel/postgres/database';
import { readCatalogue } from '../../src/operations/catalogue';

export const asOwner = <T extends object>(url: string, text: string, values: unknown[] = []): Promise<T[]> =>
  withClient(connectionConfig(url, 'hub_owner'), async (client) => (await client.query<T>(text, values)).rows);

/** Rows and ordered checksum of every table, generated columns with it; transaction ids are the one thing that may differ. */
export const contentsOf = (url: string): Promise<Record<string, string>> =>
  withClient(connectionConfig(url, 'hub_owner'), async (client) => {
    const contents: Record<string, string> = {};
    for (const { name, transactionIds } of await readCatalogue(client))
      contents[name] = await contentOf(client, name, transactionIds);
    contents['hub.migration'] = await contentOf(client, 'hub.migration', []);
    return contents;
  });

async function contentOf(client: Client, table: string, without: string[]): Promise<string> {
  const { rows: columns } = await client.query<{ name: string }>(
    `SELECT a.attname AS name FROM pg_attribute a
      WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL ($2) ORDER BY a.attnum`,
    [table, without],
  );
  const row = `md5(ROW(${columns.map(({ name }) => escapeIdentifier(name)).join(', ')})::text)`;
  const { rows } = await client.query<{ content: string }>(
    `SELECT count(*) || ' rows, ' || coalesce(md5(string_agg(t.row, '' ORDER BY t.row COLLATE "C")), '') AS content
       FROM (SELECT ${row} AS row FROM ${table}) t`,
  );
  return rows[0]!.content;
}

/** What hangs on tables beside their rows: partitions, triggers at rest, sequences. */
export async function furnitureOf(url: string): Promise<object> {
  const partitions = await asOwner<{ name: string }>(
    url,
    `SELECT c.oid::regclass::text AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_class c
      WHERE c.relispartition AND c.relkind = 'r' ORDER BY 1`,
  );
  const resting = await asOwner(
    url,
    `SELECT t.tgrelid::regclass::text AS table, t.tgname FROM pg_trigger t WHERE t.tgenabled <> 'O' OR t.tgname LIKE 'forget%'`,
  );
  const leftBehind = await asOwner(url, `SELECT p.proname FROM pg_proc p WHERE p.proname LIKE 'forget%'`);
  const sequences = await asOwner(
    url,
    'SELECT s.schemaname, s.sequencename, s.last_value FROM pg_sequences s ORDER BY 1, 2',
  );
  return { partitions, resting, leftBehind, sequences };
}

/** Runs in one transaction of the API's role under the scope of a key. */
export function asKey<T extends object>(url: string, key: string, text: string, values: unknown[] = []): Promise<T[]> {
  const credential = credentialFrom(`Bearer ${key}`)!;
  return withClient(connectionConfig(url, 'hub_api'), async (client) => {
    await client.query('BEGIN');
    const entered = await client.query('SELECT FROM hub.enter($1, $2)', [credential.keyId, credential.secretHash]);
    if (entered.rowCount !== 1) throw new Error('The key is not in force.');
    const { rows } = await client.query<T>(text, values);
    await client.query('COMMIT');
    return rows;
  });
}

export interface ChangeSeen {
  operation: string;
  code: string;
  place: number;
}

export const historyOf = (url: string, key: string, recordId: string): Promise<ChangeSeen[]> =>
  asKey(
    url,
    key,
    `SELECT h.operation, h.after->>'code' AS code, h.place FROM hub.record_history(ARRAY[$1::uuid], NULL, 10) h`,
    [recordId],
  );
