import { madeOnce } from '../../kernel/made-once';
import type { Collection } from '../../kernel/reading/collection';
import type { Db } from '../../kernel/postgres/session';
import type { ViewFilter } from '../view/view-filter';

/** Which of many records the viewer sees and its filter lets through, as they stand: a statement for each type that is among them, all at once. Keys are public ids. */
export async function findSeen(
  db: Db,
  { regions, severities, markings, classes, types }: ViewFilter,
  records: readonly { collection: Collection; uuid: string }[],
): Promise<Set<string>> {
  const idsOf = new Map<Collection, string[]>();
  for (const { collection, uuid } of records) {
    const ids = idsOf.get(collection);
    if (ids) ids.push(uuid);
    else if (types.includes(collection.typeName)) idsOf.set(collection, [uuid]);
  }
  const seen = new Set<string>();
  const find = async ([of, ids]: [Collection, string[]]) => {
    const rows = await db.cells(seenSql(of), [`{${ids.join()}}`, regions, severities, markings, classes]);
    for (const { cells } of rows) seen.add(`${of.prefix}_${cells[0]!}`);
  };
  await Promise.all([...idsOf].map(find));
  return seen;
}

/** Of what a type has not it takes the parameter all the same: all are asked in one way. */
const seenSql = madeOnce((of: Collection): string => {
  const conditions = ['t.id = ANY ($1::uuid[])'];
  const isPlaced = !['DIRECTORY', 'SHARING', 'KEYS'].includes(of.dataset);
  const isMarked = of.dataset === 'INCIDENTS';
  conditions.push(`($2::uuid[] IS NULL${isPlaced ? ' OR t.region_id = ANY ($2)' : ' OR true'})`);
  conditions.push(`($3::text[] IS NULL${isMarked ? ' OR t.severity = ANY ($3)' : ' OR true'})`);
  conditions.push(`($4::text[] IS NULL${isMarked ? ' OR t.tlp = ANY ($4)' : ' OR true'})`);
  conditions.push(`($5::text[] IS NULL${of.typeName === 'Incident' ? ' OR t.class = ANY ($5)' : ' OR true'})`);
  return `SELECT t.id FROM hub.${of.table} t WHERE ${conditions.join(' AND ')}`;
});
