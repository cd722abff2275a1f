import type { Db } from '../../kernel/postgres/session';
import { HubError } from '../../kernel/errors';
import type { FedTypes } from '../fed-types';
import type { ChangeFilter } from '../view/change-filter';
import { viewFilter } from '../view/view-filter';
import { findPresent } from '../view/view.store';
import { isSameView, partsOf } from './run-exports';
import type { ExportFormat, ExportState } from './export.values';

/** A file that stands ready. */
export interface ReadyExport {
  id: string;
  format: ExportFormat;
  content: string;
  bytes: number;
}

interface FoundExport extends ReadyExport {
  state: ExportState;
  filter: ChangeFilter;
  parts: Record<string, string>;
  isOver: boolean;
}

/** The file of an export for a key of the client that asked for it; refused where the key sees other things now than it did when that was made. */
export async function findReady(db: Db, fed: FedTypes, id: string): Promise<ReadyExport> {
  const [found] = await db.rows<FoundExport>(
    `SELECT e.id, e.format, lower(e.content) AS content, e.bytes::float8 AS bytes, e.state, e.filter, e.parts, e.expires_at <= now() AS "isOver"
       FROM hub.export e WHERE e.id = $1 AND e.client_id = hub.client()`,
    [id],
  );
  if (!found) throw new HubError('NOT_FOUND', 'There is no such export for this client.');
  const { state, isOver, filter, parts } = found;
  if (state === 'QUEUED' || state === 'RUNNING')
    throw new HubError('CONFLICT', 'The export is not done yet: look at its state.');
  if (state !== 'DONE' || isOver)
    throw new HubError('NOT_FOUND', 'The file of this export is not there any more: start another one.');
  const view = await viewFilter(db, fed, filter);
  if (!isSameView(parts, partsOf(fed, view, (await findPresent(db, view)).parts)))
    throw new HubError('FORBIDDEN', 'What this key may see has changed since the file was made: start another export.');
  return found;
}

/** The piece of it in which a byte stands. */
export async function findPiece(db: Db, id: string, place: number): Promise<{ start: number; data: Buffer }> {
  const [piece] = await db.rows<{ start: number; data: Buffer }>(
    'SELECT p.start::float8 AS start, p.data FROM hub.export_piece($1, $2) p',
    [id, place],
  );
  if (piece) return piece;
  throw new HubError('NOT_FOUND', 'The file of this export is not there any more: start another one.');
}
