import type { Pool, PoolClient } from 'pg';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { toPublicId } from '../../kernel/ids';
import type { FedTypes } from '../fed-types';
import { viewFilter, type ViewFilter } from '../view/view-filter';
import { findPresent, keepView, type ViewParts } from '../view/view.store';
import { lastLine } from './export-lines';
import { inScopeOf, KeyGone } from './export-scope';
import {
  bytesBeside,
  findExport,
  findOpen,
  hold,
  keepFailure,
  keepRange,
  letGo,
  tryAgain,
  type OpenExport,
  type WrittenRange,
} from './export.store';
import { Pieces } from './pieces';
import { recordRange } from './record-range';
import { sampleRange } from './sample-range';

export interface ExportRun {
  /** In the owner's role. */
  operator: Pool;
  fed: FedTypes;
  /** How long a file stands ready, and how much those of one client take. */
  hours: number;
  mostBytes: number;
  signal?: AbortSignal | undefined;
  /** How long one is written before the others have their turn. */
  sliceMs?: number;
}

const mostTries = 8;

/**
 * Writes all exports that are not done, in turns; of several processes one writes an export. Ends early where the hub does, and the next run goes on.
 * One that fails is left for the next run, and thrown when the others are written: its client holds up nobody else's.
 */
export async function runExports(client: PoolClient, run: ExportRun): Promise<void> {
  const failed = new Map<string, unknown>();
  for (let isOn = true; isOn && !run.signal?.aborted;) {
    isOn = false;
    for (const id of await findOpen(client)) {
      if (run.signal?.aborted) break;
      if (failed.has(id) || !(await hold(client, id))) continue;
      try {
        isOn = (await writeSlice(client, id, run)) || isOn;
      } catch (error) {
        failed.set(id, error);
      } finally {
        await letGo(client, id);
      }
    }
  }
  for (const error of failed.values()) throw error;
}

/** Whether there is more to write. */
async function writeSlice(client: PoolClient, id: string, run: ExportRun): Promise<boolean> {
  const { operator, signal, sliceMs = 5000 } = run;
  const end = performance.now() + sliceMs;
  try {
    for (;;) {
      const of = await findExport(client, id);
      if (!of || signal?.aborted) return false;
      const more = await writeRange(of, run);
      if (!more) return false;
      if (performance.now() > end) return true;
    }
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== null) await keepFailure(operator, id, reason);
    else if ((await tryAgain(operator, id, false)) > mostTries)
      await keepFailure(operator, id, 'The hub failed to make it, again and again: start another one.');
    else throw error;
    return false;
  }
}

/** Null of what may pass. */
function reasonOf(error: unknown): string | null {
  if (error instanceof KeyGone) return 'No key of its client is in force any more.';
  const passing = ['CONFLICT', 'UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL'];
  return error instanceof HubError && !passing.includes(error.code) ? error.message : null;
}

async function writeRange(of: OpenExport, run: ExportRun): Promise<boolean> {
  const { operator, fed, hours, mostBytes } = run;
  await inScopeOf(operator, of.id, 'write', async (db) => keepView(db, await viewFilter(db, fed, of.filter)));
  const range = await inScopeOf(operator, of.id, 'read', (db) => readRange(db, fed, of));
  if (!range) {
    if ((await tryAgain(operator, of.id, true)) <= mostTries) return true;
    await keepFailure(operator, of.id, 'What the key may see changes faster than it can be written: try again later.');
    return false;
  }
  const bytes = range.pieces.reduce((sum, { length }) => sum + length, await bytesBeside(operator, of.id));
  if (bytes <= mostBytes) return (await keepRange(operator, of, range, hours)) && range.end === null;
  const most = Math.floor(mostBytes / 1e6);
  await keepFailure(
    operator,
    of.id,
    `The files of its client would take more than ${most} MB: cancel others, or ask for less.`,
  );
  return false;
}

/** Null where it is to begin anew: what the key may see is not what it was. */
async function readRange(db: Db, fed: FedTypes, of: OpenExport): Promise<WrittenRange | null> {
  const view = await viewFilter(db, fed, of.filter);
  const parts = partsOf(fed, view, (await findPresent(db, view)).parts);
  if (of.parts && !isSameView(of.parts, parts)) return null;
  const pieces = new Pieces();
  const read = await (of.content === 'RECORDS' ? recordRange : sampleRange)(db, fed, view, of, pieces);
  if (read.isOfAnotherView) return null;
  const { count, place, progress, isLast } = read;
  const end = isLast ? place.cursor! : null;
  if (end !== null) await pieces.add(lastLine(of.format, toPublicId('exp', of.id), of.count + count, end));
  return { pieces: await pieces.end(), count, place, parts, progress, end };
}

/** What matters to the records of an export, of all that a view is. */
export const partsOf = (fed: FedTypes, { types }: ViewFilter, parts: ViewParts): Record<string, string> =>
  Object.fromEntries(types.map((type) => fed.of(type).dataset).map((dataset) => [dataset, parts[dataset]!]));

export const isSameView = (one: Record<string, string>, other: Record<string, string>): boolean =>
  Object.keys({ ...one, ...other }).every((dataset) => one[dataset] === other[dataset]);
