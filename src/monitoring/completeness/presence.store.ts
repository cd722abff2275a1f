import { dayMicros, microsOf, microsText } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { eachInstants, instantsIn, type InstantsAsked } from './instants.store';
import type { Presence, Span } from './share.rules';
import { usualInterval } from './usual-interval.rules';

interface PresenceRow {
  id: string;
  interval: number | null;
  isStated: boolean;
  newest: Buffer | null;
  firstAt: string | null;
  lastAt: string | null;
  hasEnded: boolean | null;
  arrivedAt: string | null;
  lateAt: string | null;
  count: number;
  cutsFirst: boolean;
  cutsLast: boolean;
  asOf: string;
}

/** What is known of each series and how many samples it has in a range, of those that the viewer sees. */
export async function readPresence(db: Db, ids: readonly string[], range: Span): Promise<Presence[]> {
  if (ids.length === 0) return [];
  const rows = await db.rows<PresenceRow>(
    `SELECT p.series_id AS id, p.interval_seconds AS interval, p.is_stated AS "isStated", p.newest, p.first_at AS "firstAt", p.last_at AS "lastAt",
            p.has_ended AS "hasEnded", p.arrived_at AS "arrivedAt", p.late_at AS "lateAt", p.count, p.cuts_first AS "cutsFirst", p.cuts_last AS "cutsLast", now() AS "asOf"
       FROM hub.series_presence($1, $2, $3) p`,
    [ids, microsText(range.from), microsText(range.to)],
  );
  const found = rows.map(presenceOf);
  await countCutDays(db, rows, found, range);
  return found;
}

const presenceOf = ({ newest, ...row }: PresenceRow): Presence => ({
  ...{
    id: row.id,
    isStated: row.isStated,
    hasEnded: row.hasEnded ?? false,
    count: row.count,
    asOf: microsOf(row.asOf),
  },
  interval: row.interval ?? (newest ? usualInterval(instantsIn(newest)) : null),
  ...{ firstAt: microsOrNull(row.firstAt), lastAt: microsOrNull(row.lastAt) },
  ...{ arrivedAt: microsOrNull(row.arrivedAt), lateAt: microsOrNull(row.lateAt) },
});

const microsOrNull = (instant: string | null): number | null => (instant === null ? null : microsOf(instant));

/** Days that lie in the range in part count by their samples. */
async function countCutDays(
  db: Db,
  rows: readonly PresenceRow[],
  found: readonly Presence[],
  range: Span,
): Promise<void> {
  const first = { from: range.from, to: Math.min(range.to, startOfDay(range.from) + dayMicros) };
  const last = { from: startOfDay(range.to), to: range.to };
  const places: number[] = [];
  const asked: InstantsAsked[] = [];
  rows.forEach(({ id, cutsFirst, cutsLast }, place) => {
    for (const span of [...(cutsFirst ? [first] : []), ...(cutsLast ? [last] : [])]) {
      places.push(place);
      asked.push({ id, ...span, weight: Math.max(1440, dayMicros / 1_000_000 / (found[place]!.interval ?? 1)) });
    }
  });
  await eachInstants(db, asked, true, (n, at) => {
    const { from, to } = asked[n]!;
    found[places[n]!]!.count += countIn(at, from, to);
  });
}

const startOfDay = (at: number): number => Math.floor(at / dayMicros) * dayMicros;

const countIn = (at: Float64Array, from: number, to: number): number => {
  let count = 0;
  for (const instant of at) if (instant >= from && instant < to) count += 1;
  return count;
};
