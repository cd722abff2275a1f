import { lifecycleStatuses } from '../inventory/inventory-record.values';
import { batch } from '../kernel/reading/edges';
import { groupUnder, type UnderParent } from '../kernel/reading/group-under';
import { severities } from '../sharing/sharing.values';
import { overviewGroupings, type OverviewGrouping } from './overview.values';

export interface OverviewCount {
  regionId: string | null;
  status: string | null;
  severity: string | null;
  count: number;
}

type Column = 'region_id' | 'status' | 'severity';
interface Counted {
  /** The counters, whose rows are seen by the rule of the records that they count. */
  counts: string;
  by: readonly Column[];
}

const counted: Record<OverviewGrouping, Counted> = {
  DEVICES_BY_REGION_AND_STATUS: { counts: 'device_count', by: ['region_id', 'status'] },
  SITES_BY_REGION_AND_STATUS: { counts: 'site_count', by: ['region_id', 'status'] },
  OPEN_INCIDENTS_BY_SEVERITY: { counts: 'open_incident_count', by: ['severity'] },
  OPEN_INCIDENTS_BY_REGION_AND_SEVERITY: { counts: 'open_incident_count', by: ['region_id', 'severity'] },
};
const types: Record<Column, string> = { region_id: 'uuid', status: 'text', severity: 'text' };

/** Nothing is read of what is not asked for: that condition holds for no row or for all. */
function rowsOf(grouping: OverviewGrouping): string {
  const { counts, by } = counted[grouping];
  const columns = (Object.keys(types) as Column[]).map((column) =>
    by.includes(column) ? `c.${column}` : `NULL::${types[column]} AS ${column}`,
  );
  return `SELECT '${grouping}' AS grouping, ${columns.join(', ')}, sum(c.n)::int AS count FROM ${counts} c
           WHERE '${grouping}' = ANY ($1::text[]) GROUP BY ${by.map((column) => `c.${column}`).join(', ')} HAVING sum(c.n) <> 0`;
}

const placeAmong = (values: readonly string[], column: Column): string =>
  `array_position('{${values.join()}}'::text[], o.${column})`;

const text = `
  SELECT o.grouping AS "$parent", o.region_id AS "regionId", o.status, o.severity, o.count
    FROM (${overviewGroupings.map(rowsOf).join('\n    UNION ALL ')}) o
    LEFT JOIN region r ON r.id = o.region_id
   ORDER BY r.sort_key NULLS LAST, r.id, ${placeAmong(lifecycleStatuses, 'status')}, ${placeAmong(severities, 'severity')}`;

/** By region in the order of names, those in none last, then by status and severity; one statement for all groupings asked for. */
export const overviewCounts = batch<OverviewCount[]>('Query.overview', async (db, groupings) =>
  groupUnder(groupings, await db.rows<OverviewCount & UnderParent>(text, [groupings])),
);
