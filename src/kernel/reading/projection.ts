import { madeOnce } from '../made-once';
import type { Row, RowSource } from './collection';
import type { ToOne } from './edges';
import type { KeysetOrder } from './keyset';

/** What is read of a record: some of its columns, and of the records that edges lead to. */
export interface Projection {
  /** Equal for what reads the same. */
  name: string;
  columns: readonly string[];
  joins: readonly Join[];
  /** What cursors are made of is read as well. */
  withKeys: boolean;
}
/** A record beside the row that leads to it: its columns come as `as.column`, and `as` says whether it is there. */
export interface Join {
  as: string;
  edge: ToOne<Row>;
  projection: Projection;
}

export const wholeOf = madeOnce((of: RowSource): Projection => ({
  name: 'whole',
  columns: Object.keys(of.columns),
  joins: [],
  withKeys: true,
}));

/** The columns of a projection over `t`, those that its joins are found by among them; in a list with an order, and the values that its cursors need. */
export function selectList(of: RowSource, projection: Projection = wholeOf(of), order?: KeysetOrder): string {
  const columns = columnsOf(of)(projection);
  return order && projection.withKeys ? `${columns}, ${order.keySql('t')} AS "$key"` : columns;
}

const columnsOf = madeOnce((of: RowSource) =>
  madeOnce(({ columns, joins }: Projection): string => {
    const read = new Set([...columns, ...joins.map(({ edge }) => edge.key)]);
    return [...read].map((property) => `${of.columns[property]!} AS "${property}"`).join(', ');
  }),
);

/** The rows of a query that reads the projection's own columns, with what its edges lead to beside them, ordered over their alias x; `beside`: columns that the rows have besides. */
export function withJoined(rows: string, projection: Projection, beside: readonly string[], order?: string): string {
  if (projection.joins.length === 0) return rows;
  const { columns, laterals } = joinedOf(projection);
  const own = [...(order && projection.withKeys ? ['$key'] : []), ...beside].map((name) => `, x."${name}"`);
  return `SELECT ${columns}${own.join('')} FROM (${rows}) x${laterals}${order ? ` ORDER BY ${order}` : ''}`;
}

const joinedOf = madeOnce((projection: Projection) => {
  const joined = joinsOf('x', projection);
  const own = projection.columns.map((name) => `x."${name}"`);
  return {
    columns: [...own, ...joined.flatMap(({ columns }) => columns)].join(', '),
    laterals: joined.map(({ lateral }) => lateral).join(''),
  };
});

function joinsOf(of: string, { joins }: Projection): { columns: string[]; lateral: string }[] {
  return joins.flatMap(({ as, edge: { target, key }, projection }) => [
    {
      columns: [`${as}."$there" AS "${as}"`, ...projection.columns.map((name) => `${as}."${name}" AS "${as}.${name}"`)],
      lateral: ` LEFT JOIN LATERAL (SELECT ${['true AS "$there"', selectList(target, projection)].filter(Boolean).join(', ')} FROM ${target.table} t WHERE t.id = ${of}."${key}") ${as} ON true`,
    },
    ...joinsOf(as, projection),
  ]);
}
