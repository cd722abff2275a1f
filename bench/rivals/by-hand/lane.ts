import { createHash } from 'node:crypto';
import { Pool, type PoolClient } from 'pg';

/** Rows as texts in the order of the select list. */
export type Cells = (string | null)[];

export interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

export interface Asker {
  authorization: string | undefined;
  peer: string | undefined;
}

const asTheyCome = { getTypeParser: () => (value: unknown) => value };
const enter = {
  name: 'enter',
  text: `SELECT octet_length(current_setting('hub.inventory_owners', true)) / 37 FROM hub.enter($1, $2, $3)`,
};
const key = /^Bearer cwk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

export const openPool = (url: string, max: number): Pool =>
  new Pool({
    connectionString: url,
    max,
    pipeline: true,
    idleTimeoutMillis: 600_000,
    types: asTheyCome,
    options:
      '-c role=hub_api -c search_path=shown,hub -c timezone=UTC -c jit=off -c plan_cache_mode=force_generic_plan ' +
      '-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on',
  } as ConstructorParameters<typeof Pool>[0]);

/** How many owners each key saw last: it chooses between two ways to the same rows, never what may be seen. */
const ownersSeen = new Map<string, number>();
export const seesFew = (authorization: string | undefined): boolean => (ownersSeen.get(authorization ?? '') ?? 0) <= 32;

/** What is asked first and, where its rows tell the keys, what is asked of those. */
export interface Plan {
  first: Statement[];
  next?: (rows: Cells[]) => Statement[];
}

/**
 * Resolves the key to its scope and runs the statements in it: one transaction, and one round trip or two. null where the key opens nothing.
 */
export async function ask(pool: Pool, asker: Asker, plan: Plan): Promise<Cells[][] | null> {
  const match = key.exec(asker.authorization ?? '');
  if (!match) return null;
  const secret = createHash('sha256').update(Buffer.from(match[2]!, 'base64url')).digest();
  const client = await pool.connect();
  try {
    const first = [{ ...enter, values: [match[1], secret, asker.peer] }, ...plan.first];
    const [entered, ...results] = await send(client, first, { begins: true, ends: !plan.next });
    if (plan.next) results.push(...(await send(client, plan.next(results[0]!), { begins: false, ends: true })));
    client.release();
    if (entered!.length === 0) return null;
    ownersSeen.set(asker.authorization!, Number(entered![0]![0]));
    return results;
  } catch (error) {
    client.release(true);
    throw error;
  }
}

type Corked = { connection: { stream: { cork(): void; uncork(): void } } };

/** Statements written to the connection at once, answered one after the other. */
async function send(
  client: PoolClient,
  statements: Statement[],
  { begins, ends }: { begins: boolean; ends: boolean },
): Promise<Cells[][]> {
  const { stream } = (client as unknown as Corked).connection;
  stream.cork();
  const begun = begins ? client.query('BEGIN') : null;
  const answers = statements.map((statement) => client.query<Cells>({ ...statement, rowMode: 'array' }));
  const ended = ends ? client.query('COMMIT') : null;
  stream.uncork();
  const [, , ...results] = await Promise.all([begun, ended, ...answers]);
  return results.map(({ rows }) => rows);
}
