import { HubError } from '../errors';
import type { Db } from '../postgres/session';
import { limitOf } from './limit.rules';

/** A record that the database refused, and why. */
export interface Fault<R> {
  record: R;
  error: HubError;
}

/** Tells in each fault what the constraint asks for, where it has words for that. Asked for once a record is refused, never before. */
export async function withLimits<R>(db: Db, faults: readonly Fault<R>[]): Promise<Fault<R>[]> {
  if (faults.length === 0) return [];
  const rows = await db.rows<{ name: string; definition: string }>(
    `SELECT k.conname AS name, pg_get_constraintdef(k.oid, true) AS definition FROM pg_constraint k
      WHERE k.connamespace = 'hub'::regnamespace AND k.conname = ANY ($1::text[])`,
    [[...new Set(faults.map(({ error }) => error.extensions['constraint'] ?? ''))]],
  );
  const definitions = new Map(rows.map(({ name, definition }) => [name, definition]));
  return faults.map(({ record, error }) => {
    const limit = limitOf(definitions.get(String(error.extensions['constraint'])) ?? '');
    return { record, error: limit === null ? error : saying(limit, error) };
  });
}

const saying = (limit: string, { code, extensions }: HubError): HubError =>
  new HubError(code, `${limit}.`, { ...extensions, limit });

interface Checked {
  of: { table: string };
  columns: Record<string, string>;
}
interface Check {
  name: string;
  holds: string;
}

/** Postgres names the first check that a record breaks: these are faults for the others too, so that its sender corrects it once. */
export async function everyFault<R extends { position: number }>(
  db: Db,
  target: Checked,
  faults: readonly Fault<R>[],
): Promise<Fault<R>[]> {
  // Where no constraint has spoken, a value may not even be of its type.
  const typed = faults.filter(({ error }) => error.extensions['constraint'] !== undefined);
  if (typed.length === 0) return [...faults];
  const broken = await brokenChecks(
    db,
    target,
    typed.map(({ record }) => record),
  );
  return faults.flatMap((fault) => {
    const own = broken.filter(({ position }) => position === fault.record.position);
    const others = own.filter(({ name }) => name !== fault.error.extensions['constraint']);
    return [fault, ...others.map(({ name }) => ({ ...fault, error: breach(fault.error.message, name) }))];
  });
}

const breach = (message: string, constraint: string): HubError =>
  new HubError('BAD_USER_INPUT', message, { constraint });

/** Which checks of single columns each record breaks, in the order of the columns. */
async function brokenChecks(
  db: Db,
  { of, columns }: Checked,
  records: readonly object[],
): Promise<{ position: number; name: string }[]> {
  const checks = await db.rows<Check>(
    `SELECT k.conname AS name, pg_get_expr(k.conbin, k.conrelid) AS holds
       FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
      WHERE k.conrelid = $1::regclass AND k.contype = 'c' AND a.attname = ANY ($2::text[]) ORDER BY a.attnum`,
    [of.table, Object.keys(columns)],
  );
  if (checks.length === 0) return [];
  const shape = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  const asked = checks.map(({ name, holds }, place) => `(${place}, '${name}', ${holds})`);
  return db.rows(
    `SELECT g.position, c.name FROM jsonb_to_recordset($1) AS g(position int, ${shape.join(', ')})
      CROSS JOIN LATERAL (VALUES ${asked.join(', ')}) AS c(place, name, holds)
      WHERE NOT c.holds ORDER BY g.position, c.place`,
    [JSON.stringify(records)],
  );
}
