import type { PoolClient } from 'pg';
import type { SampleColumns } from '../chunks/sample-columns';
import type { MetricKind } from '../monitoring.values';
import { levels, type Level } from './levels';
import { allLevels, rollUp } from './roll-up';
import type { Rollup } from './rollup';
import { encodeRollup } from './codec/rollup-codec';
import type { StepBuilder } from './step-builder';

const names = Object.keys(levels) as Level[];

/** The steps of one series and day as they are kept. */
export interface RolledDay {
  number: string;
  day: string;
  kind: MetricKind;
  data: Record<Level, Buffer>;
}

type DayOf = Omit<RolledDay, 'data'>;

export const rollDay = (of: DayOf, dayStart: number, samples: SampleColumns): RolledDay =>
  encoded(of, dayStart, rollUp(of.kind, dayStart, samples));

/** The same of a day whose samples were taken in pieces. */
export const rollBuilt = (of: DayOf, builder: StepBuilder): RolledDay =>
  encoded(of, builder.dayStart, allLevels(builder.done()));

function encoded(of: DayOf, dayStart: number, rolled: Record<Level, Rollup>): RolledDay {
  const data = Object.fromEntries(names.map((level) => [level, Buffer.from(encodeRollup(rolled[level], dayStart))]));
  return { ...of, data: data as Record<Level, Buffer> };
}

/** In place of those that are there. */
export async function keepRollups(client: PoolClient, days: readonly RolledDay[]): Promise<void> {
  if (days.length === 0) return;
  const months = [...new Set(days.map(({ day }) => `${day.slice(0, 7)}-01`))];
  for (const level of names) {
    const { table } = levels[level];
    await client.query(`SELECT private.ensure_month($1, m::timestamptz) FROM unnest($2::text[]) m`, [table, months]);
    await client.query(
      `INSERT INTO private.${table} AS r (series_number, day, is_counter, data)
       SELECT * FROM unnest($1::bigint[], $2::date[], $3::boolean[], $4::bytea[])
       ON CONFLICT (series_number, day) DO UPDATE SET is_counter = EXCLUDED.is_counter, data = EXCLUDED.data`,
      [
        days.map(({ number }) => number),
        days.map(({ day }) => day),
        days.map(({ kind }) => kind === 'COUNTER'),
        days.map(({ data }) => data[level]),
      ],
    );
  }
}
