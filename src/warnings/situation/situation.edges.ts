import { toOne } from '../../kernel/reading/edges';
import type { WholeList } from '../../kernel/reading/whole-list';
import { warningStates } from '../life/warning-life.values';
import { severities } from '../../sharing/sharing.values';
import { warnings } from '../warnings.collection';
import { warningAges, type SituationGrouping } from './situation.values';

/** How open warnings w come into groups: what is joined to them, what they are grouped by, and in which order the groups stand. */
interface Grouping {
  join?: string;
  by: Partial<Record<'region_id' | 'sector' | 'level' | 'cause_id' | 'age', string>>;
  /** Over the groups o, with the regions r. */
  place: string;
}

/** The system with the highest level among those that the subject of a warning is or carries, as far as the viewer sees them. */
const carried = `LEFT JOIN LATERAL (
  SELECT s.sector, s.effective_level AS level FROM information_system s
   WHERE s.status <> 'RETIRED' AND s.id IN (
     SELECT w.system_id
     UNION ALL SELECT c.system_id FROM information_system_device c WHERE c.device_id = w.device_id
     UNION ALL SELECT c.system_id FROM interface i JOIN information_system_device c ON c.device_id = i.device_id WHERE i.id = w.interface_id
     UNION ALL SELECT c.system_id FROM device d JOIN information_system_device c ON c.device_id = d.id WHERE d.site_id = w.site_id
     UNION ALL SELECT c.system_id FROM link l JOIN information_system_device c ON c.device_id IN (l.a_device_id, l.b_device_id) WHERE l.id = w.link_id)
   ORDER BY s.effective_level DESC, s.sector NULLS LAST, s.id LIMIT 1) s ON true`;

/** The first warning on the way from one to what causes it that the viewer sees; chains are short. */
const rooted = `LEFT JOIN LATERAL (
  WITH RECURSIVE up AS (
    SELECT w.id, w.caused_by_id, 0 AS step
    UNION ALL SELECT c.id, c.caused_by_id, u.step + 1 FROM up u JOIN warning c ON c.id = u.caused_by_id WHERE u.step < 32
  ) SELECT u.id FROM up u ORDER BY u.step DESC LIMIT 1) root ON true`;

const ageSql = `CASE WHEN w.raised_at > now() - interval '1 hour' THEN 'UNDER_AN_HOUR' WHEN w.raised_at > now() - interval '1 day' THEN 'UNDER_A_DAY'
  WHEN w.raised_at > now() - interval '7 days' THEN 'UNDER_A_WEEK' ELSE 'OLDER' END`;

const groupings: Record<SituationGrouping, Grouping> = {
  REGION: { by: { region_id: 'w.region_id' }, place: 'r.sort_key' },
  SECTOR: { join: carried, by: { sector: 's.sector' }, place: 'hub.sort_key(o.sector)' },
  LEVEL: { join: carried, by: { level: 's.level' }, place: `to_char(9 - o.level, 'FM0')` },
  CAUSE: { join: rooted, by: { cause_id: 'root.id' }, place: `to_char(1000000000 - o.count, 'FM0000000000')` },
  AGE: { by: { age: ageSql }, place: `array_position('{${warningAges.join()}}'::text[], o.age)::text` },
};
const types = { region_id: 'uuid', sector: 'text', level: 'int', cause_id: 'uuid', age: 'text' } as const;

const counted = [
  ...warningStates.filter((state) => state !== 'CLEARED').map((state) => ['state', state] as const),
  ...severities.map((severity) => ['severity', severity] as const),
];

/** A row for each group, from the open warnings that the viewer sees. */
function groups({ by: grouping }: { by: SituationGrouping }): string {
  const { join = '', by, place } = groupings[grouping];
  const columns = Object.entries(types).map(([name, type]) => {
    const sql = by[name as keyof typeof types];
    return `${sql ?? `NULL::${type}`} AS ${name}`;
  });
  const counts = counted.map(
    ([column, value]) => `count(*) FILTER (WHERE w.${column} = '${value}')::int AS ${value.toLowerCase()}`,
  );
  return `(SELECT o.*, ${place} AS place, coalesce(o.region_id, o.cause_id) AS ref
             FROM (SELECT ${columns.join(', ')}, count(*)::int AS count, min(w.raised_at) AS oldest_raised_at, ${counts.join(', ')}
                     FROM warning w ${join} WHERE w.cleared_at IS NULL GROUP BY ${Object.values(by).join(', ')}) o
             LEFT JOIN region r ON r.id = o.region_id) t`;
}

export const causeOfGroup = toOne('causeId', warnings);

/** In the order that each grouping has; what it says nothing of comes last. */
export const warningSituation: WholeList<{ by: SituationGrouping }> = {
  name: 'warningSituation',
  target: {
    typeName: 'WarningSituationRow',
    columns: {
      ...{ regionId: 't.region_id', sector: 't.sector', level: 't.level', causeId: 't.cause_id', age: 't.age' },
      ...{ count: 't.count', oldestRaisedAt: 't.oldest_raised_at' },
      ...Object.fromEntries(counted.map(([, value]) => [value.toLowerCase(), `t.${value.toLowerCase()}`])),
    },
  },
  from: groups,
  order: ['place', 'sector', 'ref'],
  atMost: 10_000,
};
