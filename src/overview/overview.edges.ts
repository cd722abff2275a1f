import { lifecycleStatuses } from '../inventory/inventory-record.values';
import type { WholeList } from '../kernel/reading/whole-list';
import { severities } from '../sharing/sharing.values';
import { warningStates } from '../warnings/life/warning-life.values';
import type { OverviewGrouping } from './overview.values';

type Column = 'region_id' | 'status' | 'severity' | 'state';
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
  OPEN_WARNINGS_BY_STATE: { counts: 'open_warning_count', by: ['state'] },
  OPEN_WARNINGS_BY_REGION_AND_STATE: { counts: 'open_warning_count', by: ['region_id', 'state'] },
  OPEN_WARNINGS_BY_REGION_AND_SEVERITY: { counts: 'open_warning_count', by: ['region_id', 'severity'] },
};
const types: Record<Column, string> = { region_id: 'uuid', status: 'text', severity: 'text', state: 'text' };

/** A row for each group, by the counters of one grouping. */
function groups({ by: grouping }: { by: OverviewGrouping }): string {
  const { counts, by } = counted[grouping];
  const has = (column: Column) => by.includes(column);
  const columns = (Object.keys(types) as Column[]).map((column) =>
    has(column) ? `c.${column}` : `NULL::${types[column]} AS ${column}`,
  );
  const placed = has('region_id') ? 'r.sort_key, r.id' : 'NULL::text AS sort_key, NULL::uuid';
  return `(SELECT o.*, ${placed} AS region, ${placeAmong(lifecycleStatuses, 'status')} AS status_place,
                  ${placeAmong(severities, 'severity')} AS severity_place, ${placeAmong(warningStates, 'state')} AS state_place
             FROM (SELECT ${columns.join(', ')}, sum(c.n)::int AS count FROM ${counts} c
                    GROUP BY ${by.map((column) => `c.${column}`).join(', ')} HAVING sum(c.n) <> 0) o
             ${has('region_id') ? 'LEFT JOIN region r ON r.id = o.region_id' : ''}) t`;
}

const placeAmong = (values: readonly string[], column: Column): string =>
  `array_position('{${values.join()}}'::text[], o.${column})`;

/** By region in the order of names, those in none last, then by status, severity and state. */
export const overview: WholeList<{ by: OverviewGrouping }> = {
  name: 'overview',
  target: {
    typeName: 'OverviewRow',
    columns: {
      ...{ regionId: 't.region_id', status: 't.status', severity: 't.severity', warningState: 't.state' },
      count: 't.count',
    },
  },
  from: groups,
  order: ['sort_key', 'region', 'status_place', 'severity_place', 'state_place'],
  atMost: 10_000,
};
