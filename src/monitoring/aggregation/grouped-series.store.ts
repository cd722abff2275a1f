import type { Db } from '../../kernel/postgres/session';
import { Sql } from '../../kernel/postgres/sql';
import { filterSql, type FilterInput } from '../../kernel/reading/filter';
import { series } from '../monitoring.collection';
import { mostGroups, type SeriesGrouping, type SeriesPlace } from './aggregation.values';

/** Which series, and what they are folded by; all in one group where nothing is said. */
export interface GroupedSeries {
  filter: FilterInput;
  by: SeriesGrouping | null;
}

/** What is true of all that were found stands in every row. */
export interface GroupRow {
  /** The label's value or the place's UUID; null where there is none, or none that the viewer sees. */
  key: string | null;
  seriesCount: number;
  metricId: string;
  /** All series, groups, and two metrics, the same one where there is only one. */
  found: number;
  groups: number;
  metric: string;
  otherMetric: string;
}

interface KeyedSeries {
  id: string;
  key: string | null;
}

/** What a group is known by, over the series `t`, what is joined to it for that, and the place among others of a group `g`. */
interface KeySql {
  key: string;
  joined?: string;
  order: string;
}

// Joined as the viewer sees them: two sites that are hidden are not told apart.
const ofSite = `
  LEFT JOIN interface i ON i.id = t.interface_id
  LEFT JOIN device d ON d.id = coalesce(t.device_id, i.device_id)
  LEFT JOIN site x ON x.id = coalesce(t.site_id, d.site_id)`;

const nameOf = (table: string): string => `(SELECT p.sort_key FROM ${table} p WHERE p.id = g.key::uuid)`;

const ofPlace: Record<SeriesPlace, KeySql> = {
  SITE: { key: 'x.id::text', joined: ofSite, order: nameOf('site') },
  REGION: { key: 't.region_id::text', order: nameOf('region') },
  ORGANIZATION: { key: 't.owner_id::text', order: nameOf('organization') },
};

function keySql(by: SeriesGrouping | null, sql: Sql): KeySql {
  if (by?.place) return ofPlace[by.place];
  if (by?.label == null) return { key: 'NULL::text', order: 'NULL::text' };
  // In the words of Prometheus an empty label is none.
  return { key: `nullif(t.labels ->> ${sql.bind(by.label, 'text')}, '')`, order: 'hub.sort_key(g.key)' };
}

/** The groups that series fall into, in the order of their names, none last; counted up to one series and one group more than there may be. */
export function findGroups(db: Db, { filter, by }: GroupedSeries, atMost: number): Promise<GroupRow[]> {
  const sql = new Sql();
  const { key, joined = '', order } = keySql(by, sql);
  return db.rows<GroupRow>(
    `WITH found AS MATERIALIZED (
       SELECT t.metric_id, ${key} AS key FROM ${series.table} t${joined} WHERE ${filterSql(series, filter, 't', sql)} LIMIT ${atMost + 1}
     ), grouped AS MATERIALIZED (
       SELECT f.key, m.id AS "metricId", f.n AS "seriesCount", (sum(f.n) OVER ())::int AS found, count(*) OVER () AS groups,
              min(m.name) OVER () AS metric, max(m.name) OVER () AS "otherMetric"
         FROM (SELECT o.key, o.metric_id, count(*) AS n FROM found o GROUP BY o.key, o.metric_id) f JOIN metric m ON m.id = f.metric_id
        LIMIT ${mostGroups + 1}
     )
     SELECT g.* FROM grouped g ORDER BY g.key IS NULL, ${order} COLLATE "C", g.key COLLATE "C"`,
    sql.values,
  );
}

const beforeAll = '00000000-0000-0000-0000-000000000000';

/** The same series, some at a time by their ids. */
export async function* inBatches(
  db: Db,
  { filter, by }: GroupedSeries,
  metricId: string,
  size: number,
): AsyncGenerator<KeyedSeries[]> {
  let after = beforeAll;
  for (let found: KeyedSeries[]; ; after = found.at(-1)!.id) {
    const sql = new Sql();
    const { key, joined = '' } = keySql(by, sql);
    const beyond = `t.metric_id = ${sql.bind(metricId, 'uuid')} AND t.id > ${sql.bind(after, 'uuid')}`;
    found = await db.rows<KeyedSeries>(
      `SELECT t.id, ${key} AS key FROM ${series.table} t${joined} WHERE ${beyond} AND ${filterSql(series, filter, 't', sql)} ORDER BY t.id LIMIT ${size}`,
      sql.values,
    );
    if (found.length > 0) yield found;
    if (found.length < size) return;
  }
}
