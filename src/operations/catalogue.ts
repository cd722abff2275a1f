import type { Queryable } from '../kernel/postgres/database';
import type { BackedUpTable } from './backup-format';
import { orderTables, type Referring } from './table-order.rules';

/** A table of the hub as the catalogue has it at this moment. */
export interface CatalogueTable extends BackedUpTable, Referring {
  /** Columns that hold transaction ids. */
  transactionIds: string[];
  /** Filled by migrations, like the taxonomy, or by triggers, like counters: the API's role may not insert into it. */
  isReference: boolean;
}

/**
 * Every table that migrations made, what it refers to first. Not among them: hub.migration, which a restore fills by migrating, the schema
 * of the jobs, how they went, what webhooks are signed by, and exports, which are gone in some hours. Nor what cursors of feeds mean: a hub that is
 * restored begins another history.
 */
export async function readCatalogue(client: Queryable): Promise<CatalogueTable[]> {
  const { rows } = await client.query<CatalogueTable>(catalogueSql);
  const order = orderTables(rows);
  if (order.kind === 'ok') return order.tables;
  throw new Error(
    `No order of the tables suits their foreign keys (${order.circle.join(' -> ')}): a migration has to take one out of the circle.`,
  );
}

/** Without a snapshot of its own where the transaction has none yet: LOCK alone takes none. */
export async function lockTables(client: Queryable, names: string[], mode: 'SHARE' | 'EXCLUSIVE'): Promise<void> {
  if (names.length > 0) await client.query(`LOCK TABLE ${names.join(', ')} IN ACCESS ${mode} MODE`);
}

/** Names of the migrations that the database has been through; none where it holds no hub. */
export async function appliedMigrations(client: Queryable): Promise<string[]> {
  const { rows: tables } = await client.query(
    `SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'hub' AND c.relname = 'migration'`,
  );
  if (tables.length === 0) return [];
  const { rows } = await client.query<{ name: string }>('SELECT m.name FROM hub.migration m ORDER BY m.id');
  return rows.map(({ name }) => name);
}

/** The partitions of a month are told by their bounds; the default partition has none. */
const catalogueSql = `
  SELECT t.name,
         ARRAY(SELECT a.attname::text FROM pg_attribute a
                WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' ORDER BY a.attnum) AS columns,
         ARRAY(SELECT a.attname::text FROM pg_attribute a
                WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid = 'xid8'::regtype) AS "transactionIds",
         ARRAY(SELECT substring(pg_get_expr(p.relpartbound, p.oid) FROM $$FROM \\('([^']+)'\\)$$) AS month
                 FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
                WHERE i.inhparent = t.oid AND pg_get_expr(p.relpartbound, p.oid) <> 'DEFAULT' ORDER BY month) AS months,
         (SELECT coalesce(json_agg(json_build_object('column', a.attname, 'last', pg_sequence_last_value(s.name::regclass)::text) ORDER BY a.attnum), '[]')
            FROM pg_attribute a CROSS JOIN LATERAL (SELECT pg_get_serial_sequence(t.name, a.attname) AS name) s
           WHERE a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped AND s.name IS NOT NULL) AS sequences,
         ARRAY(SELECT DISTINCT format('%I.%I', rn.nspname, r.relname)
                 FROM pg_constraint f JOIN pg_class r ON r.oid = f.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
                WHERE f.conrelid = t.oid AND f.contype = 'f' AND f.confrelid <> t.oid) AS "refersTo",
         t.schema = 'hub' AND NOT has_any_column_privilege('hub_api', t.oid, 'INSERT') AS "isReference"
    FROM (SELECT c.oid, n.nspname AS schema, format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname IN ('hub', 'private') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             AND c.relowner = 'hub_owner'::regrole AND (n.nspname, c.relname) NOT IN (('hub', 'migration'), ('private', 'job_run'), ('private', 'feed_epoch'), ('private', 'feed_view'),
           ('private', 'webhook_secret'), ('hub', 'feed_consumer'), ('hub', 'export'), ('private', 'export_piece'))) t
   ORDER BY t.name`;
