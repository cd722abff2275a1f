import { HubError } from '../../kernel/errors';
import { filterSql, type FilterInput } from '../../kernel/reading/filter';
import type { Db } from '../../kernel/postgres/session';
import { Sql } from '../../kernel/postgres/sql';
import { series } from '../monitoring.collection';
import { mostSeries } from '../monitoring.values';

export interface SeriesAsked {
  id: string;
  writerId: string;
}

/** All series that fit a filter, of those that the viewer sees. For one who sees few owners' series, `owners` names them. */
export async function seriesAsked(db: Db, filter: FilterInput | null, owners: string | null): Promise<SeriesAsked[]> {
  const sql = new Sql();
  const conditions = [
    filter ? filterSql(series, filter, 't', sql) : 'true',
    // By the indexes of both: else a partner's few series are looked for among all.
    ...(owners ? [`(t.owner_id = ANY (${owners}) OR t.writer_id = ANY (${owners}))`] : []),
  ];
  const rows = await db.rows<SeriesAsked>(
    `SELECT t.id, t.writer_id AS "writerId" FROM series t WHERE ${conditions.join(' AND ')} LIMIT ${mostSeries + 1}`,
    sql.values,
  );
  if (rows.length <= mostSeries) return rows;
  throw new HubError('TOO_COMPLEX', `completeness looks at ${mostSeries} series at most: narrow the filter.`);
}

/** The device that each series measures, itself or by an interface; none of those whose device the viewer does not see. */
export async function devicesOfSeries(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ id: string; deviceId: string }>(
    `SELECT t.id, d.id AS "deviceId" FROM unnest($1::uuid[]) AS a(id) JOIN series t ON t.id = a.id
       LEFT JOIN interface i ON i.id = t.interface_id JOIN device d ON d.id = coalesce(t.device_id, i.device_id)`,
    [ids],
  );
  return new Map(rows.map(({ id, deviceId }) => [id, deviceId]));
}
