import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Db } from '../../../kernel/postgres/session';
import { Sql } from '../../../kernel/postgres/sql';
import { filterSql, type FilterInput } from '../../../kernel/reading/filter';
import type { LabelCondition } from '../../../monitoring/binding/binding.values';
import { Pattern } from '../../../monitoring/binding/pattern';
import { series } from '../../../monitoring/monitoring.collection';

/** Which series a rule looks at, of those that are seen under a scope. */
export interface Selection {
  metric: string | null;
  seriesFilter: FilterInput;
  conditions: readonly LabelCondition[];
  regionIds: readonly string[] | null;
  leastLevel: number | null;
}

interface Labelled {
  number: string;
  metric: string;
  labels: Record<string, string>;
}

/** So many are looked at while requests wait. */
const pageSize = 2000;

/** What is selected of some thousand series at a time, by their numbers: bounded in what it holds, whatever the labels are. */
export async function* selectNumbers(db: Db, selection: Selection, more = 'true'): AsyncGenerator<number[]> {
  const patterns = selection.conditions.filter(({ matches }) => matches !== null);
  const matchers = patterns.map(({ label, matches }) => [label, new Pattern(matches!)] as const);
  const size = matchers.length > 0 ? pageSize : 10 * pageSize;
  for (let after = '0', isLast = false; !isLast;) {
    const rows = await nextRows(db, selection, { after, more, size, isLabelled: matchers.length > 0 });
    isLast = rows.length < size;
    after = rows.at(-1)?.number ?? after;
    const found = rows.filter((row) =>
      matchers.every(([label, pattern]) =>
        pattern.match(label === '__name__' ? row.metric : (row.labels[label] ?? '')),
      ),
    );
    yield found.map(({ number }) => Number(number));
    await nextTurn();
  }
}

interface Page {
  after: string;
  more: string;
  size: number;
  isLabelled: boolean;
}

async function nextRows(db: Db, selection: Selection, { after, more, size, isLabelled }: Page): Promise<Labelled[]> {
  const sql = new Sql();
  const conditions = [`t.number > ${sql.bind(after, 'bigint')}`, more, ...selectionSql(selection, sql)];
  const columns = isLabelled ? 't.number, m.name AS metric, t.labels' : 't.number';
  return db.rows<Labelled>(
    `SELECT ${columns} FROM series t ${isLabelled ? 'JOIN metric m ON m.id = t.metric_id' : ''}
      WHERE ${conditions.join(' AND ')} ORDER BY t.number LIMIT ${sql.bind(size, 'int')}`,
    sql.values,
  );
}

/** What has to hold of a series t; patterns apart. */
function selectionSql({ metric, seriesFilter, conditions, regionIds, leastLevel }: Selection, sql: Sql): string[] {
  const found = [filterSql(series, seriesFilter, 't', sql)];
  if (metric !== null)
    found.push(`t.metric_id = (SELECT m.id FROM metric m WHERE m.name = ${sql.bind(metric, 'text')})`);
  if (regionIds !== null) found.push(`t.region_id = ANY (ARRAY(${withinSql(sql.bind(regionIds, 'uuid[]'))}))`);
  if (leastLevel !== null) found.push(carriesSql(sql.bind(leastLevel, 'int')));
  for (const { label, equals } of conditions)
    if (equals !== null)
      found.push(
        label === '__name__'
          ? `t.metric_id IN (SELECT m.id FROM metric m WHERE m.name = ${sql.bind(equals, 'text')})`
          : `coalesce(t.labels ->> ${sql.bind(label, 'text')}, '') = ${sql.bind(equals, 'text')}`,
      );
  return found;
}

const withinSql = (regions: string): string =>
  `WITH RECURSIVE down AS (SELECT r.id FROM region r WHERE r.id = ANY (${regions})
     UNION SELECT r.id FROM region r JOIN down d ON r.parent_id = d.id) SELECT d.id FROM down d`;

const carriesSql = (level: string): string =>
  `(t.system_id IN (SELECT y.id FROM information_system y WHERE y.effective_level >= ${level})
    OR coalesce(t.device_id, (SELECT i.device_id FROM interface i WHERE i.id = t.interface_id))
       IN (SELECT c.device_id FROM information_system_device c JOIN information_system y ON y.id = c.system_id WHERE y.effective_level >= ${level}))`;
