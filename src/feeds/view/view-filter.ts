import { regions } from '../../directory/directory.collection';
import { idsByCode } from '../../directory/resolve-codes';
import { HubError } from '../../kernel/errors';
import type { Db } from '../../kernel/postgres/session';
import { severities } from '../../sharing/sharing.values';
import { sampleRange, wholeOfParts, type FedTypes } from '../fed-types';
import { refuseLong, type ChangeFilter } from './change-filter';

/** A filter as a view holds it: everything named, so that two of one meaning are one. */
export interface ViewFilter {
  /** Types of records. */
  types: string[];
  /** Types of entries of the log that tell of them. */
  entries: string[];
  /** UUIDs of all regions within those asked for. */
  regions: string[] | null;
  severities: string[] | null;
  markings: string[] | null;
  classes: string[] | null;
}

export async function viewFilter(db: Db, fed: FedTypes, filter: ChangeFilter): Promise<ViewFilter> {
  refuseLong(filter);
  const types = typesOf(fed, filter);
  const parts = Object.keys(wholeOfParts).filter((part) => types.includes(wholeOfParts[part]!));
  return {
    types,
    entries: [...types, ...parts, ...(types.includes('Series') ? [sampleRange] : [])],
    regions: filter.regions ? await regionsWithin(db, filter.regions) : null,
    severities: filter.leastSeverity ? severities.slice(severities.indexOf(filter.leastSeverity)) : null,
    markings: inOrder(filter.tlp),
    classes: inOrder(filter.classes),
  };
}

function typesOf(fed: FedTypes, { types, datasets }: ChangeFilter): string[] {
  const strange = types?.find((type) => !fed.has(type));
  if (strange !== undefined)
    throw new HubError(
      'BAD_USER_INPUT',
      `filter.types: feeds tell of no type "${strange.slice(0, 60)}", but of ${fed.names.join(', ')}.`,
    );
  return fed.collections
    .filter(({ typeName, dataset }) => types?.includes(typeName) !== false && datasets?.includes(dataset) !== false)
    .map(({ typeName }) => typeName);
}

const inOrder = (values: readonly string[] | null | undefined): string[] | null =>
  values ? [...new Set(values)].sort() : null;

async function regionsWithin(db: Db, codes: readonly string[]): Promise<string[]> {
  const known = await idsByCode(db, regions, codes);
  const strange = codes.find((code) => !known.has(code));
  if (strange !== undefined)
    throw new HubError('BAD_USER_INPUT', `filter.regions: there is no region with the code "${strange.slice(0, 63)}".`);
  const rows = await db.rows<{ id: string }>(
    `WITH RECURSIVE down AS (
       SELECT r.id FROM region r WHERE r.id = ANY ($1::uuid[]) UNION SELECT r.id FROM region r JOIN down d ON r.parent_id = d.id
     ) SELECT d.id FROM down d ORDER BY d.id`,
    [[...known.values()]],
  );
  return rows.map(({ id }) => id);
}
