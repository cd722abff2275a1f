import { madeOnce } from '../../kernel/made-once';
import type { Collection } from '../../kernel/reading/collection';
import type { Db } from '../../kernel/postgres/session';
import type { FedTypes } from '../fed-types';
import type { ViewFilter } from '../view/view-filter';

/** Which of many records the viewer sees and its filter lets through, as they stand: one statement for all types. Keys are public ids. */
export async function findSeen(
  db: Db,
  fed: FedTypes,
  { regions, severities, markings, classes, types }: ViewFilter,
  records: readonly { collection: Collection; uuid: string }[],
): Promise<Set<string>> {
  if (records.length === 0) return new Set();
  const idsOf = new Map<Collection, string[]>(fed.collections.map((of) => [of, []]));
  for (const { collection, uuid } of records)
    if (types.includes(collection.typeName)) idsOf.get(collection)!.push(uuid);
  const rows = await db.rows<{ id: string }>(seenSql(fed), [
    ...[regions, severities, markings, classes],
    ...fed.collections.map((of) => idsOf.get(of)!),
  ]);
  return new Set(rows.map(({ id }) => id));
}

const seenSql = madeOnce((fed: FedTypes): string => fed.collections.map(seenOf).join(' UNION ALL '));

function seenOf(of: Collection, i: number): string {
  const conditions = [`t.id = ANY ($${i + 5}::uuid[])`];
  if (!['DIRECTORY', 'SHARING', 'KEYS'].includes(of.dataset))
    conditions.push('($1::uuid[] IS NULL OR t.region_id = ANY ($1))');
  if (of.dataset === 'INCIDENTS')
    conditions.push(
      '($2::text[] IS NULL OR t.severity = ANY ($2))',
      '($3::text[] IS NULL OR t.tlp = ANY ($3))',
      of.typeName === 'Incident' ? '($4::text[] IS NULL OR t.class = ANY ($4))' : '',
    );
  return `SELECT '${of.prefix}_' || t.id AS id FROM hub.${of.table} t WHERE ${conditions.filter(Boolean).join(' AND ')}`;
}
