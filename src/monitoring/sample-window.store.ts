import { batch } from '../kernel/reading/edges';
import { HubError } from '../kernel/errors';
import type { Db } from '../kernel/postgres/session';
import type { Resolution } from './monitoring.values';
import { instantText } from '../kernel/instant';
import { resolve, stepSeconds, type GridResolution } from './resolution.rules';

export interface WindowArgs {
  from: string;
  to: string;
  resolution: Resolution;
  maxPoints: number;
}

/** Columns of one length. */
export interface SampleColumns {
  resolution: Exclude<Resolution, 'AUTO'>;
  timestamps: string[];
  values: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  count: number[];
  flags: number[];
  truncated: boolean;
}

interface RawRow {
  id: string;
  points: Buffer;
  flags: Buffer;
}
interface GridRow {
  id: string;
  points: Buffer;
  low: Buffer;
  high: Buffer;
  counts: number[];
}

export const maxPointsPerSeries = 50_000;
export const maxPointsPerAnswer = 50_000;

/** Samples of series over one range, on one grid; one statement for all of them. */
export const seriesWindows = batch<SampleColumns, WindowArgs>('Series.window', async (db, seriesIds, args) => {
  refuse(args, seriesIds.length);
  const resolution = resolve(args.resolution, args.from, args.to, args.maxPoints);
  const found =
    resolution === 'RAW' ? await rawWindows(db, seriesIds, args) : await gridWindows(db, seriesIds, args, resolution);
  return seriesIds.map(
    (id) =>
      found.get(id) ?? {
        resolution,
        timestamps: [],
        values: [],
        min: [],
        max: [],
        count: [],
        flags: [],
        truncated: false,
      },
  );
});

function refuse({ from, to, maxPoints }: WindowArgs, count: number): void {
  if (Date.parse(from) >= Date.parse(to))
    throw new HubError('BAD_USER_INPUT', '"from" must lie before "to": the range is half-open.');
  if (maxPoints < 1 || maxPoints > maxPointsPerSeries)
    throw new HubError('PAGE_TOO_LARGE', `maxPoints can be 1 to ${maxPointsPerSeries}.`);
  if (count * maxPoints > maxPointsPerAnswer) {
    throw new HubError(
      'PAGE_TOO_LARGE',
      `An answer holds ${maxPointsPerAnswer} points at most, ${count} series of ${maxPoints} were asked: lower maxPoints or ask for fewer series.`,
    );
  }
}

async function rawWindows(
  db: Db,
  ids: readonly string[],
  { from, to, maxPoints }: WindowArgs,
): Promise<Map<string, SampleColumns>> {
  const rows = await db.rows<RawRow>(
    'SELECT w.series_id AS id, w.points, w.flags FROM hub.raw_samples($1, $2, $3, $4) w',
    [ids, from, to, maxPoints],
  );
  return new Map(
    rows.map(({ id, points, flags }) => {
      const length = Math.min(flags.length, maxPoints);
      const values = numbers(points, length, 16, 8).map((value, i) => (flags[i] === 0 ? value : null));
      const timestamps = instants(points, length);
      return [
        id,
        {
          resolution: 'RAW',
          timestamps,
          values,
          min: values,
          max: values,
          count: values.map(() => 1),
          flags: [...flags.subarray(0, length)],
          truncated: flags.length > maxPoints,
        },
      ];
    }),
  );
}

async function gridWindows(
  db: Db,
  ids: readonly string[],
  args: WindowArgs,
  resolution: GridResolution,
): Promise<Map<string, SampleColumns>> {
  const rows = await db.rows<GridRow>(
    'SELECT w.series_id AS id, w.points, w.low, w.high, w.counts FROM hub.bucketed_samples($1, $2, $3, make_interval(secs => $4), $5) w',
    [ids, args.from, args.to, stepSeconds[resolution], args.maxPoints],
  );
  return new Map(
    rows.map(({ id, points, low, high, counts }) => {
      const length = Math.min(counts.length, args.maxPoints);
      return [
        id,
        {
          resolution,
          timestamps: instants(points, length),
          values: numbers(points, length, 16, 8),
          min: numbers(low, length, 8, 0),
          max: numbers(high, length, 8, 0),
          count: counts.slice(0, length),
          flags: new Array<number>(length).fill(0),
          truncated: counts.length > args.maxPoints,
        },
      ];
    }),
  );
}

function instants(points: Buffer, length: number): string[] {
  const texts = new Array<string>(length);
  for (let i = 0; i < length; i += 1)
    texts[i] = instantText(points.readInt32BE(i * 16) * 2 ** 32 + points.readUInt32BE(i * 16 + 4));
  return texts;
}

function numbers(column: Buffer, length: number, stride: number, offset: number): number[] {
  const values = new Array<number>(length);
  for (let i = 0; i < length; i += 1) values[i] = column.readDoubleBE(i * stride + offset);
  return values;
}
