import { postgresEpoch } from '../../kernel/instant';
import { decodeChunk } from './chunk-codec';
import { wordsOf, type SampleColumns } from './sample-columns';
import { joinColumns, makeColumns, noSamples, placeOf, slice } from './column-parts';

const pointSize = 16;
const flaggedSize = 10;
const dayHead = 12;

/** The rows as the database sends them. */
export function openSamples(points: Buffer | null, flagged: Buffer | null): SampleColumns {
  if (!points) return noSamples;
  const samples = makeColumns(points.length / pointSize);
  // By their words, of which this machine has the lower first: what is no number may have bits of its own.
  const words = wordsOf(samples.values);
  for (let i = 0, from = 0; from < points.length; i += 1, from += pointSize) {
    samples.at[i] = instantAt(points, from);
    words[i * 2] = points.readUInt32BE(from + 12);
    words[i * 2 + 1] = points.readUInt32BE(from + 8);
  }
  for (let i = 0, from = 0; from < (flagged?.length ?? 0); from += flaggedSize) {
    const at = instantAt(flagged!, from);
    while (samples.at[i]! < at) i += 1;
    samples.flags[i] = flagged!.readInt16BE(from + 8);
  }
  return samples;
}

/** The chunks one behind the other, what of them lies in the range. */
export function packedSamples(chunks: Buffer | null, from: number, to: number): SampleColumns {
  const parts = daysOf(chunks).map(([dayStart, data]) => {
    const samples = decodeChunk(data, dayStart);
    return slice(samples, placeOf(samples, from), placeOf(samples, to));
  });
  return parts.length === 0 ? noSamples : joinColumns(parts);
}

/** What is kept by days, oldest first: when each begins, in microseconds since 1970, and its bytes. */
export function daysOf(bytes: Buffer | null): [dayStart: number, data: Buffer][] {
  const days: [number, Buffer][] = [];
  for (let at = 0; at < (bytes?.length ?? 0);) {
    const start = at + dayHead;
    const end = start + bytes!.readInt32BE(at + 8);
    days.push([instantAt(bytes!, at), bytes!.subarray(start, end)]);
    at = end;
  }
  return days;
}

/** An instant as the database sends it, in microseconds since 1970. */
export const instantAt = (bytes: Buffer, from: number): number =>
  bytes.readInt32BE(from) * 2 ** 32 + bytes.readUInt32BE(from + 4) + postgresEpoch;
