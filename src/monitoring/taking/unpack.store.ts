import { microsOf } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { decodeChunk } from '../chunks/chunk-codec';
import { copyRows, NewRows } from './copy-rows';

/** A day of a series, as its UUID and a date. */
export interface SeriesDay {
  series: string;
  day: string;
}

interface HeldChunk {
  /** Place among those asked for, from 1. */
  n: number;
  number: number;
  open: number;
  count: number;
  data: Buffer;
}

/**
 * Puts the samples of packed days back as rows, to the bit, and tells how many they are: packing takes them again. Null, and nothing done, where
 * they are more than `most`. Others read either the chunks or the rows, whenever this transaction ends.
 */
export async function unpackDays(db: Db, days: readonly SeriesDay[], most: number): Promise<number | null> {
  const chunks = await holdChunks(db, days);
  const count = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  if (count > most) return null;
  for (const chunk of chunks) await copyRows(db, rowsOf(chunk, days[chunk.n - 1]!));
  const held = chunks.map(({ n }) => days[n - 1]!);
  await db.rows('SELECT hub.drop_packed($1, $2, $3)', [
    held.map(({ series }) => series),
    held.map(({ day }) => day),
    chunks.map(({ open }) => open),
  ]);
  return count;
}

const holdChunks = (db: Db, days: readonly SeriesDay[]): Promise<HeldChunk[]> =>
  db.rows<HeldChunk>('SELECT h.n, h.number, h.open, h.count, h.data FROM hub.hold_packed($1, $2) h', [
    days.map(({ series }) => series),
    days.map(({ day }) => day),
  ]);

function rowsOf({ number, data }: HeldChunk, { day }: SeriesDay): NewRows {
  const { at, values, flags } = decodeChunk(data, microsOf(`${day}T00:00:00Z`));
  const rows = new NewRows(values, at.length);
  for (let i = 0; i < at.length; i += 1) rows.add(number, at[i]!, i, flags[i]!);
  return rows;
}
