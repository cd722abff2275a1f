import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { readConfig, type Config } from '../../src/kernel/config';
import { createApiPool, createPool } from '../../src/kernel/postgres/database';
import { createServer } from '../../src/server';
import { directoryBuilders } from './directory-builders';
import { sharingBuilders } from './sharing-builders';
import { inventoryBuilders, send, type Batch, type Plural } from './inventory-builders';
import type { Statement } from './rows-read';
import { cloneTemplate } from './test-database';
import { Viewer } from './viewer';
import { makeWorld } from './world';

export interface HubOptions {
  /** Take requests on 127.0.0.1 too, at `hub.url`; without it only `hub.as(key)` asks. */
  listen?: boolean;
  config?: Partial<Config>;
}

export type Hub = Awaited<ReturnType<typeof startHub>>;

/** A hub of its own for a test file: a copy of the migrated template, the real server over it, a small world, and builders. */
export async function startHub({ listen = false, config }: HubOptions = {}) {
  const database = await cloneTemplate();
  const owner = createPool(database.url, 'hub_owner', { max: 4 });
  // As the user the program connects as: only that one may stop a statement of another connection.
  const canceller = new Pool({ connectionString: database.url, max: 2 });
  const asked: Statement[] = [];
  const settings = { ...readConfig({ LOG_LEVEL: 'silent', COST_CAPACITY: '1000000000', POOL_SIZE: '8' }), ...config };
  const api = createApiPool(database.url, settings);
  const onStatement = (text: string, values: readonly unknown[]) => void asked.push({ text, values });
  const server = await createServer({ config: settings, api, canceller, onStatement });
  const { app } = server;
  const plain = await createServer({ config: { ...settings, executor: 'graphql-js' }, api, canceller });
  if (listen) await app.listen({ host: '127.0.0.1', port: 0 });

  const as = (key: string) => new Viewer(app, key, () => (asked.length = 0));
  const directory = directoryBuilders(owner);
  const keys = await makeWorld(directory);
  const writerFor = writers(owner, directory.key, as);
  const stewardOf = stewards(directory.key, as);

  return {
    ...directory,
    ...inventoryBuilders(writerFor),
    ...sharingBuilders(stewardOf),
    /** The holder of a steward's key of an organization. */
    stewardOf,
    app,
    schema: server.schema,
    /** What webhooks are read by. */
    reading: server.reading,
    keys,
    as,
    /** The same viewer, answered by graphql-js alone. */
    asOfGraphqlJs: (key: string) => new Viewer(plain.app, key, () => undefined),
    /** The statements of the last request of any viewer, the one that resolves its key among them. */
    asked: asked as readonly Statement[],
    /** Their texts. */
    get statements(): readonly string[] {
      return asked.map(({ text }) => text);
    },
    url: listen ? `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` : '',
    databaseUrl: database.url,
    /** A batch in the name of its owner, answered as the API answers it. */
    send: async (plural: Plural, batch: Batch) => send(await writerFor(batch.owner), plural, batch),
    /** As the owner of the tables, whom no policy holds back. */
    sql: rowsOf(owner),
    /** In the API's role, on a connection as it comes back to the pool: without a key, and so without a scope. */
    asApiRole: rowsOf(api),
    stop: async () => {
      await Promise.all([app.close(), plain.app.close()]);
      await Promise.all([api.end(), owner.end(), canceller.end()]);
      await database.drop();
    },
  };
}

const rowsOf =
  (pool: Pool) =>
  async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await pool.query<T>(text, values)).rows;

/** One steward's key an organization. */
function stewards(key: ReturnType<typeof directoryBuilders>['key'], as: (key: string) => Viewer) {
  const known = new Map<string, Promise<Viewer>>();
  return (code: string): Promise<Viewer> => {
    const viewer = known.get(code) ?? key({ organization: code, role: 'STEWARD' }).then(as);
    known.set(code, viewer);
    return viewer;
  };
}

/** One key an owner, of the root above it: so it can refer to whatever that tree holds. */
function writers(owner: Pool, key: ReturnType<typeof directoryBuilders>['key'], as: (key: string) => Viewer) {
  const known = new Map<string, Promise<Viewer>>();
  const issue = async (code: string): Promise<Viewer> => {
    const { rows } = await owner.query<{ root: string }>(
      `SELECT r.code AS root FROM organization o JOIN private.organization_tree t ON t.descendant_id = o.id
         JOIN organization r ON r.id = t.ancestor_id AND r.parent_id IS NULL WHERE o.code = $1`,
      [code],
    );
    const root = rows[0]?.root ?? code;
    return as(
      await key({
        organization: root,
        role: 'REPORTER',
        writesFor: root === code ? [] : [code],
        label: `${code} source`,
      }),
    );
  };
  return (code: string): Promise<Viewer> => {
    const viewer = known.get(code) ?? issue(code);
    known.set(code, viewer);
    return viewer;
  };
}
