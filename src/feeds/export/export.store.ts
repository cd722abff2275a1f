import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../kernel/postgres/transaction';
import type { FilterInput } from '../../kernel/reading/filter';
import type { ChangeFilter } from '../view/change-filter';
import type { ExportContent, ExportFormat } from './export.values';

/** Where the next range of an export begins. */
export interface ExportPlace {
  /** Of the feed that goes on where the export ends; of records it is the place of the walk too. */
  cursor?: string;
  /** Of samples: all of the series up to this one are written, and of the one behind it what is before an instant. */
  series?: string;
  from?: string;
  done?: number;
  total?: number;
}

/** An export as the program that writes it sees it. */
export interface OpenExport {
  id: string;
  content: ExportContent;
  format: ExportFormat;
  filter: ChangeFilter;
  seriesFilter: FilterInput | null;
  since: string;
  until: string;
  place: ExportPlace;
  parts: Record<string, string> | null;
  count: number;
  bytes: number;
}

/** What a range adds. */
export interface WrittenRange {
  pieces: Buffer[];
  count: number;
  place: ExportPlace;
  parts: Record<string, string>;
  progress: number;
  /** The cursor of the last line, where it is the last range. */
  end: string | null;
}

export async function findOpen(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT e.id FROM hub.export e WHERE e.state IN ('QUEUED', 'RUNNING') ORDER BY e.created_at LIMIT 1000`,
  );
  return rows.map(({ id }) => id);
}

/** Null where it has ended. */
export async function findExport(client: PoolClient, id: string): Promise<OpenExport | null> {
  const { rows } = await client.query<OpenExport>(
    `SELECT e.id, e.content, e.format, e.filter, e.series_filter AS "seriesFilter", e.since, e.until, e.place, e.parts, e.count::float8 AS count, e.bytes::float8 AS bytes
       FROM hub.export e WHERE e.id = $1 AND e.state IN ('QUEUED', 'RUNNING')`,
    [id],
  );
  return rows[0] ?? null;
}

/** Whoever writes an export holds it as long as its connection stands: it is free again after a kill. */
export async function hold(client: PoolClient, id: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${lockOf}) AS held`, [id]);
  return rows[0]!.held;
}
export const letGo = (client: PoolClient, id: string) => client.query(`SELECT pg_advisory_unlock(${lockOf})`, [id]);
const lockOf = `'private.export_piece'::regclass::oid::int, hashtext($1)`;

/** Keeps a range, on the disk when this is done; false where the export has ended meanwhile. */
export function keepRange(operator: Pool, before: OpenExport, range: WrittenRange, hours: number): Promise<boolean> {
  return withPooled(operator, (client) =>
    inTransaction(client, async () => {
      const added = range.pieces.reduce((sum, { length }) => sum + length, 0);
      const { rowCount } = await client.query(
        `UPDATE hub.export e SET state = CASE WHEN $6::text IS NULL THEN 'RUNNING' ELSE 'DONE' END, place = $2, parts = $3, progress = $4, count = e.count + $5,
                bytes = e.bytes + $7, cursor = $6, ended_at = CASE WHEN $6::text IS NOT NULL THEN now() END,
                expires_at = CASE WHEN $6::text IS NOT NULL THEN now() + make_interval(hours => $8) END
          WHERE e.id = $1 AND e.state IN ('QUEUED', 'RUNNING') AND e.bytes = $9`,
        [...[before.id, range.place, range.parts, range.progress, range.count, range.end, added, hours, before.bytes]],
      );
      if (rowCount === 0) return false;
      await client.query(
        'INSERT INTO private.export_piece (export_id, start, data) SELECT $1, * FROM unnest($2::bigint[], $3::bytea[])',
        [before.id, startsOf(before.bytes, range.pieces), range.pieces],
      );
      return true;
    }),
  );
}

function startsOf(from: number, pieces: readonly Buffer[]): number[] {
  let at = from;
  return pieces.map(({ length }) => (at += length) - length);
}

/** Counts one more try, and lets go what is written where it is to begin anew. Answers how many there were. */
export function tryAgain(operator: Pool, id: string, anew: boolean): Promise<number> {
  return withPooled(operator, (client) =>
    inTransaction(client, async () => {
      if (anew) await client.query('DELETE FROM private.export_piece p WHERE p.export_id = $1', [id]);
      const { rows } = await client.query<{ tries: number }>(
        `UPDATE hub.export e SET tries = e.tries + 1${anew ? `, place = '{}', parts = NULL, count = 0, bytes = 0, progress = 0` : ''}
          WHERE e.id = $1 AND e.state IN ('QUEUED', 'RUNNING') RETURNING e.tries`,
        [id],
      );
      return rows[0]?.tries ?? 0;
    }),
  );
}

export function keepFailure(operator: Pool, id: string, reason: string): Promise<void> {
  return withPooled(operator, (client) =>
    inTransaction(client, async () => {
      await client.query(
        `UPDATE hub.export e SET state = 'FAILED', reason = $2, bytes = 0, ended_at = now() WHERE e.id = $1 AND e.state IN ('QUEUED', 'RUNNING')`,
        [id, reason],
      );
      await client.query('DELETE FROM private.export_piece p WHERE p.export_id = $1', [id]);
    }),
  );
}

/** Bytes of the files of the client that an export is for. */
export async function bytesBeside(operator: Pool, id: string): Promise<number> {
  const { rows } = await operator.query<{ bytes: number }>(
    `SELECT coalesce(sum(o.bytes), 0)::float8 AS bytes FROM hub.export e JOIN hub.export o ON o.client_id = e.client_id WHERE e.id = $1`,
    [id],
  );
  return rows[0]!.bytes;
}

/** Ended exports of a client that are told of. */
const mostEnded = 1000;

/** Files whose time is over go. What is known of exports goes after a month, of those that were not wanted after a day, and beyond the newest of a client. */
export async function letExportsGo(client: PoolClient): Promise<void> {
  await inTransaction(client, async () => {
    await client.query(
      `WITH over AS (UPDATE hub.export e SET state = 'EXPIRED', bytes = 0 WHERE e.state = 'DONE' AND e.expires_at <= now() RETURNING e.id)
       DELETE FROM private.export_piece p USING over o WHERE p.export_id = o.id`,
    );
    await client.query(
      `DELETE FROM hub.export e USING (
         SELECT o.id, row_number() OVER (PARTITION BY o.client_id ORDER BY o.created_at DESC, o.id) AS place
           FROM hub.export o WHERE o.state IN ('FAILED', 'CANCELLED', 'EXPIRED')) over
        WHERE e.id = over.id AND (over.place > $1 OR e.updated_at < now() - CASE e.state WHEN 'CANCELLED' THEN interval '1 day' ELSE interval '30 days' END)`,
      [mostEnded],
    );
  });
}

async function withPooled<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}
