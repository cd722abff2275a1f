import { microsOf, microsText } from '../kernel/instant';
import type { Db } from '../kernel/postgres/session';
import { decodeChunk } from './chunks/chunk-codec';
import type { MetricKind } from './monitoring.values';
import { wordsOf, type SampleColumns } from './chunks/sample-columns';
import { joinColumns, makeColumns, mergeColumns, noSamples, numbersOnly, placeOf, slice } from './column-parts';

/** Microseconds between 1970 and 2000, from where Postgres counts. */
const epoch = 946_684_800_000_000;
const pointSize = 16;
const flaggedSize = 10;
const chunkHead = 12;
const day = 86_400_000_000;

interface SeriesPoints {
  kind: MetricKind;
  points: SampleColumns;
  /** From where on there may be more; null where all of the range was read. */
  next: string | null;
}

interface PointsRow {
  id: string;
  kind: MetricKind;
  points: Buffer | null;
  flagged: Buffer | null;
  chunks: Buffer | null;
  chunksEnd: string | null;
}

export interface PointsAsked {
  /** Of each series, in RFC 3339. */
  since: ReadonlyMap<string, string>;
  until: string;
  most: number;
  onlyNumbers: boolean;
}

/** Up to `most` samples of each series from an instant of its own on, of those that the viewer sees, whether they lie packed or not. */
export async function readPoints(db: Db, asked: PointsAsked): Promise<Map<string, SeriesPoints>> {
  const { since, until, most, onlyNumbers } = asked;
  const rows = await db.rows<PointsRow>(
    `SELECT p.series_id AS id, p.kind, p.points, p.flagged, p.chunks, p.chunks_end AS "chunksEnd"
       FROM hub.sample_points($1, $2, $3, $4, $5) p`,
    [[...since.keys()], [...since.values()], until, most, onlyNumbers],
  );
  return new Map(rows.map((row) => [row.id, pointsOf(row, asked)]));
}

function pointsOf(row: PointsRow, { since, until, most, onlyNumbers }: PointsAsked): SeriesPoints {
  const { kind, chunksEnd } = row;
  const [from, to] = [microsOf(since.get(row.id)!), microsOf(until)];
  const earliest = onlyNumbers && kind === 'COUNTER' ? from - day : from;
  const open = openSamples(row.points, row.flagged);
  const packed = packedSamples(row.chunks, earliest, to);
  // Where one of the two was cut, the other is worth no more than up to there.
  const openEnd = open.at.length === most ? open.at.at(-1)! + 1 : to;
  const end = Math.min(openEnd, chunksEnd === null ? to : microsOf(chunksEnd));
  const both = mergeColumns(packed, open);
  const known = onlyNumbers ? numbersOnly(both) : both;
  const first = earliest < from ? Math.max(0, placeOf(known, from) - 1) : 0;
  const points = slice(known, first, Math.min(first + most, placeOf(known, end)));
  const isCut = points.at.length === most || end < to;
  return { kind, points, next: isCut ? microsText(points.at.length === most ? points.at.at(-1)! : end) : null };
}

/** The rows as the database sends them. */
export function openSamples(points: Buffer | null, flagged: Buffer | null): SampleColumns {
  if (!points) return noSamples;
  const samples = makeColumns(points.length / pointSize);
  // By their words, of which this machine has the lower first: what is no number may have bits of its own.
  const words = wordsOf(samples.values);
  for (let i = 0, from = 0; from < points.length; i += 1, from += pointSize) {
    samples.at[i] = microseconds(points, from);
    words[i * 2] = points.readUInt32BE(from + 12);
    words[i * 2 + 1] = points.readUInt32BE(from + 8);
  }
  for (let i = 0, from = 0; from < (flagged?.length ?? 0); from += flaggedSize) {
    const at = microseconds(flagged!, from);
    while (samples.at[i]! < at) i += 1;
    samples.flags[i] = flagged!.readInt16BE(from + 8);
  }
  return samples;
}

/** The chunks one behind the other, what of them lies in the range. */
function packedSamples(chunks: Buffer | null, from: number, to: number): SampleColumns {
  const parts: SampleColumns[] = [];
  for (let at = 0; at < (chunks?.length ?? 0);) {
    const start = at + chunkHead;
    const end = start + chunks!.readInt32BE(at + 8);
    const samples = decodeChunk(chunks!.subarray(start, end), microseconds(chunks!, at));
    parts.push(slice(samples, placeOf(samples, from), placeOf(samples, to)));
    at = end;
  }
  return parts.length === 0 ? noSamples : joinColumns(parts);
}

const microseconds = (bytes: Buffer, from: number): number =>
  bytes.readInt32BE(from) * 2 ** 32 + bytes.readUInt32BE(from + 4) + epoch;
