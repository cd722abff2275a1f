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

export const wholeOf = (of: RowSource): Projection => ({
  name: 'whole',
  columns: Object.keys(of.columns),
  joins: [],
  withKeys: true,
});

/** The columns of a projection over `t`, those that its joins are found by among them; in a list with an order, and the values that its cursors need. */
export function selectList(
  of: RowSource,
  { columns, joins, withKeys }: Projection = wholeOf(of),
  order?: KeysetOrder,
): string {
  const read = new Set([...columns, ...joins.map(({ edge }) => edge.key)]);
  const selected = [...read].map((property) => `${of.columns[property]!} AS "${property}"`);
  if (order && withKeys) selected.push(`${order.keySql('t')} AS "$key"`);
  return selected.join(', ');
}

/** The rows of a query that reads the projection's own columns, with what its edges lead to beside them, ordered over their alias x; `beside`: columns that the rows have besides. */
export function withJoined(rows: string, projection: Projection, beside: readonly string[], order?: string): string {
  if (projection.joins.length === 0) return rows;
  const own = [...projection.columns, ...(order && projection.withKeys ? ['$key'] : []), ...beside];
  const joined = joinsOf('x', projection);
  const select = [...own.map((name) => `x."${name}"`), ...joined.flatMap(({ columns }) => columns)].join(', ');
  const from = joined.map(({ lateral }) => lateral).join('');
  return `SELECT ${select} FROM (${rows}) x${from}${order ? ` ORDER BY ${order}` : ''}`;
}

function joinsOf(of: string, { joins }: Projection): { columns: string[]; lateral: string }[] {
  return joins.flatMap(({ as, edge: { target, key }, projection }) => [
    {
      columns: [`${as}."$there" AS "${as}"`, ...projection.columns.map((name) => `${as}."${name}" AS "${as}.${name}"`)],
      lateral: ` LEFT JOIN LATERAL (SELECT ${['true AS "$there"', selectList(target, projection)].filter(Boolean).join(', ')} FROM ${target.table} t WHERE t.id = ${of}."${key}") ${as} ON true`,
    },
    ...joinsOf(as, projection),
  ]);
}
