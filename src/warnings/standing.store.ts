import type { Db } from '../kernel/postgres/session';
import type { WarningRow } from './warning.entity';
import type { WarningTransitionRow } from './warning-transition.entity';

/** What a warning is known by. */
export interface WarningKey {
  writerId: string;
  source: string;
  fingerprint: string;
}

/** A warning as it is settled: what its writer said of it, and how it stands. */
export type StandingRow = Omit<
  WarningRow,
  'ownerId' | 'regionId' | 'subjectId' | 'severityRank' | 'createdAt' | 'updatedAt'
>;
export type NewTransition = Omit<
  WarningTransitionRow,
  'ownerId' | 'writerId' | 'regionId' | 'severity' | 'createdAt' | 'updatedAt'
>;

const types = {
  ...{ id: 'uuid', writer_id: 'uuid', source: 'text', fingerprint: 'text', rule_id: 'uuid', series_id: 'uuid' },
  ...{ organization_id: 'uuid', site_id: 'uuid', device_id: 'uuid', interface_id: 'uuid', link_id: 'uuid' },
  ...{ system_id: 'uuid', address: 'inet', prefix_id: 'uuid', labels: 'jsonb', explanation: 'text' },
  ...{ severity: 'text', told_severity: 'text', state: 'text', firing: 'boolean', flaps: 'int' },
  ...{ raised_at: 'timestamptz', acknowledged_at: 'timestamptz', acknowledged_by: 'text', note: 'text' },
  ...{ suppressed_at: 'timestamptz', cleared_at: 'timestamptz', changed_at: 'timestamptz', evidence_at: 'timestamptz' },
  ...{ calm_at: 'timestamptz', clears_at: 'timestamptz' },
  ...{ caused_by_id: 'uuid', silence_id: 'uuid', maintenance_id: 'uuid' },
} as const;
const transitionTypes = {
  ...{ id: 'uuid', warning_id: 'uuid', from_state: 'text', to_state: 'text', cause: 'text', at: 'timestamptz' },
  ...{ seen_at: 'timestamptz', severity_then: 'text', caused_by_id: 'uuid', silence_id: 'uuid' },
  ...{ maintenance_id: 'uuid', actor_label: 'text', note: 'text' },
} as const;

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const snakeCased = (row: object, columns: object): object =>
  Object.fromEntries(Object.keys(columns).map((name) => [name, (row as Record<string, unknown>)[camelCase(name)]]));
const shapeOf = (columns: object): string =>
  Object.entries(columns)
    .map((entry) => entry.join(' '))
    .join(', ');

const columns = Object.keys(types);
const selected = columns.map((name) => `w.${name} AS "${camelCase(name)}"`).join(', ');
const changing = columns.filter((name) => !['id', 'writer_id', 'source', 'fingerprint', 'raised_at'].includes(name));

/** So many locks stand for all fingerprints: a call may bring thousands. */
const slices = 256;

/** Until the transaction ends nobody else settles these; all take the slices in one order. */
export async function lockFingerprints(db: Db, keys: readonly WarningKey[]): Promise<void> {
  await db.rows(
    `SELECT pg_advisory_xact_lock('hub.warning'::regclass::oid::int, l.slice)
       FROM (SELECT DISTINCT hashtext(k.writer || k.source || ' ' || k.fingerprint) & ${slices - 1} AS slice
               FROM unnest($1::text[], $2::text[], $3::text[]) AS k(writer, source, fingerprint) ORDER BY 1) l`,
    columnsOf(keys),
  );
}

/** Of each fingerprint the warning that is open, or the last that was; locked in the order of their ids. */
export function findStanding(db: Db, keys: readonly WarningKey[]): Promise<StandingRow[]> {
  return db.rows<StandingRow>(
    `WITH newest AS MATERIALIZED (
       SELECT n.id FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k(writer, source, fingerprint)
        CROSS JOIN LATERAL (SELECT w.id FROM warning w
                             WHERE w.writer_id = k.writer AND w.source = k.source AND w.fingerprint = k.fingerprint
                             ORDER BY w.cleared_at IS NULL DESC, w.raised_at DESC, w.id DESC LIMIT 1) n
     )
     SELECT ${selected} FROM warning w WHERE w.id IN (SELECT n.id FROM newest n) ORDER BY w.id FOR NO KEY UPDATE OF w`,
    columnsOf(keys),
  );
}

/** The same of one warning, or of many, by their ids. */
export const findStandingById = (db: Db, ids: readonly string[]): Promise<StandingRow[]> =>
  db.rows<StandingRow>(
    `SELECT ${selected} FROM warning w WHERE w.id = ANY ($1::uuid[]) ORDER BY w.id FOR NO KEY UPDATE OF w`,
    [ids],
  );

const columnsOf = (keys: readonly WarningKey[]): unknown[] => [
  keys.map(({ writerId }) => writerId),
  keys.map(({ source }) => source),
  keys.map(({ fingerprint }) => fingerprint),
];

/** Those that stood first: of one fingerprint they clear before another begins. */
export async function writeWarnings(
  db: Db,
  standing: readonly StandingRow[],
  begun: readonly StandingRow[],
  transitions: readonly NewTransition[],
): Promise<void> {
  const sent = (rows: readonly object[], of: object) => [JSON.stringify(rows.map((row) => snakeCased(row, of)))];
  if (standing.length > 0)
    await db.rows(
      `UPDATE warning w SET ${changing.map((name) => `${name} = g.${name}`).join(', ')}
         FROM jsonb_to_recordset($1) AS g(${shapeOf(types)}) WHERE w.id = g.id`,
      sent(standing, types),
    );
  if (begun.length > 0)
    await db.rows(
      `INSERT INTO warning (${columns.join(', ')})
       SELECT ${columns.map((name) => `g.${name}`).join(', ')} FROM jsonb_to_recordset($1) AS g(${shapeOf(types)}) ORDER BY g.id`,
      sent(begun, types),
    );
  if (transitions.length > 0)
    await db.rows(
      `INSERT INTO warning_transition (${Object.keys(transitionTypes).join(', ')})
       SELECT ${Object.keys(transitionTypes)
         .map((name) => `g.${name}`)
         .join(', ')}
         FROM jsonb_to_recordset($1) AS g(${shapeOf(transitionTypes)}) ORDER BY g.id`,
      sent(transitions, transitionTypes),
    );
}

/** Open warnings that only the clock clears, the longest due first. */
export async function findDue(db: Db, now: Date, atMost: number): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `SELECT w.id FROM warning w WHERE w.clears_at <= $1 ORDER BY w.clears_at LIMIT $2`,
    [now.toISOString(), atMost],
  );
  return rows.map(({ id }) => id);
}
