import { columnsOf, tableOf } from '../entity';
import type { FilterFields } from './filter';
import type { Prefix } from '../ids';
import type { OrderFields } from './keyset';

/** Which agreements cover a record; the directory is open to every key. */
export type Dataset =
  'DIRECTORY' | 'KEYS' | 'SHARING' | 'INVENTORY' | 'SAMPLES' | 'WARNINGS' | 'INCIDENTS' | 'ADVISORIES';

/** A row as the hub reads it: its id with the type prefix, foreign ids bare. */
export interface Row {
  id: string;
}

/** Where a record stands. */
export interface Place {
  collection: Collection;
  uuid: string;
}

/** What is read of the rows of one GraphQL type. R is their shape. */
export interface RowSource<R extends object = object> {
  typeName: string;
  /** property -> SQL over `t` */
  columns: Record<string, string>;
  /** never set: carries the row's type */
  row?: R;
}

/**
 * All records of one type as lists, edges and node(id) see them: the table, what is selected, what lists can be narrowed and ordered by.
 * R is the row's shape; nothing here knows GraphQL classes.
 */
export interface Collection<R extends Row = Row> extends RowSource<R> {
  table: string;
  prefix: Prefix;
  dataset: Dataset;
  filters: FilterFields;
  orders: OrderFields;
  /** Properties that an agreement may withhold, each with the name it has there. The rows then say what is withheld of them. */
  masks: Readonly<Record<string, string>>;
  /** Columns that hold the organizations by which a viewer sees a record, where that is all it takes. */
  ownedBy: readonly string[] | null;
}

export interface CollectionOptions {
  typeName: string;
  prefix: Prefix;
  dataset: Dataset;
  entity: new () => object;
  /** Expressions over `t` for properties that are not plain columns. */
  expressions?: Record<string, string>;
  masks?: Readonly<Record<string, string>>;
  filters: FilterFields;
  orders: OrderFields;
}

/** Of these datasets the rule speaks of nothing but owners; a record of the others may be open to a viewer for other reasons too. */
const ownersOf: Partial<Record<Dataset, readonly string[]>> = {
  INVENTORY: ['owner_id'],
  SAMPLES: ['owner_id', 'writer_id'],
  WARNINGS: ['owner_id', 'writer_id'],
};

const internal = new Set(['sortKey', 'partyIds', 'severityRank']);

export function collection<R extends Row>(options: CollectionOptions): Collection<R> {
  const plain = columnsOf(options.entity)
    .filter(({ property }) => !internal.has(property))
    .map(({ property, column }) => [property, `t.${column}`]);
  return {
    typeName: options.typeName,
    prefix: options.prefix,
    dataset: options.dataset,
    table: tableOf(options.entity),
    columns: {
      ...Object.fromEntries(plain),
      ...options.expressions,
      id: `'${options.prefix}_' || t.id`,
      ...(options.masks && { withheldFields: 't.withheld' }),
    },
    filters: options.filters,
    orders: options.orders,
    masks: options.masks ?? {},
    ownedBy: ownersOf[options.dataset] ?? null,
  };
}
