import { dayMicros, microsOf, microsText } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { mergeColumns, placeOf, slice } from '../chunks/column-parts';
import type { SampleColumns } from '../chunks/sample-columns';
import type { MetricKind } from '../monitoring.values';
import { levels, type Level } from '../rollups/levels';
import type { Rollup } from '../rollups/rollup';
import { decodeRollup } from '../rollups/codec/rollup-codec';
import { daysOf, openSamples, packedSamples } from '../chunks/sample-wire';

export interface StepsAsked {
  level: Level;
  /** Of each series, in RFC 3339. */
  since: ReadonlyMap<string, string>;
  until: string;
  /** Samples of each series that are held at once. */
  most: number;
  /** Days of each series that are. */
  mostDays: number;
}

/** A stretch of one series: days that are rolled up, and the numbers of all others. */
export interface Stretch {
  kind: MetricKind;
  days: { start: number; rollup: Rollup }[];
  samples: SampleColumns;
  /** From where on there may be more; null where all of the range was read. */
  next: string | null;
}

interface StepsRow {
  id: string;
  kind: MetricKind;
  rolled: Buffer | null;
  rolledEnd: string | null;
  points: Buffer | null;
  chunks: Buffer | null;
  chunksEnd: string | null;
}

/** What the steps of series are made of, from an instant of each on, of those that the viewer sees. Of a counter from before it, if it can be. */
export async function readStretches(db: Db, asked: StepsAsked): Promise<Map<string, Stretch>> {
  const { level, since, until, most, mostDays } = asked;
  const rows = await db.rows<StepsRow>(
    `SELECT p.series_id AS id, p.kind, p.rolled, p.rolled_end AS "rolledEnd", p.points, p.chunks, p.chunks_end AS "chunksEnd"
       FROM hub.${levels[level].reader}($1, $2, $3, $4, $5) p`,
    [[...since.keys()], [...since.values()], until, most, mostDays],
  );
  return new Map(rows.map((row) => [row.id, stretchOf(row, asked)]));
}

function stretchOf(row: StepsRow, { since, until, most }: StepsAsked): Stretch {
  const earliest = microsOf(since.get(row.id)!) - (row.kind === 'COUNTER' ? dayMicros : 0);
  const to = microsOf(until);
  const open = openSamples(row.points, null);
  // Where one of them was cut, the others are worth no more than up to there.
  const openEnd = open.at.length === most ? open.at.at(-1)! + 1 : to;
  const ends = [row.rolledEnd, row.chunksEnd].flatMap((end) => (end === null ? [] : [microsOf(end)]));
  const end = Math.min(openEnd, to, ...ends);
  const samples = mergeColumns(packedSamples(row.chunks, earliest, to), open);
  const days = daysOf(row.rolled).map(([start, data]) => ({ start, rollup: decodeRollup(data, start) }));
  return {
    kind: row.kind,
    days: days.filter(({ start }) => start < end),
    samples: slice(samples, 0, placeOf(samples, end)),
    next: end < to ? microsText(end === openEnd ? end - 1 : end) : null,
  };
}
