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
/** A record beside the row that leads to it: its columns come as `as.column`. It reads its id, which is null where there is none. */
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

/** The columns of a projection over `t`; in a list with an order, and the values that its cursors need. */
export function selectList(
  of: RowSource,
  { columns, withKeys }: Projection = wholeOf(of),
  order?: KeysetOrder,
): string {
  const selected = columns.map((property) => `${of.columns[property]!} AS "${property}"`);
  if (order && withKeys) selected.push(`${order.keySql('t')} AS "$key"`);
  return selected.join(', ');
}

/** The rows of a query that reads the projection's own columns, with what its edges lead to beside them, ordered over their alias x. */
export function withJoined(rows: string, projection: Projection, beside: readonly string[], order?: string): string {
  if (projection.joins.length === 0) return rows;
  const own = [...projection.columns, ...(order && projection.withKeys ? ['$key'] : []), ...beside];
  const joined = joinsOf('x', projection);
  const select = [...own.map((name) => `x."${name}"`), ...joined.map(({ columns }) => columns)].join(', ');
  const from = joined.map(({ lateral }) => lateral).join('');
  return `SELECT ${select} FROM (${rows}) x${from}${order ? ` ORDER BY ${order}` : ''}`;
}

function joinsOf(of: string, { joins }: Projection): { columns: string; lateral: string }[] {
  return joins.flatMap(({ as, edge: { target, key }, projection }) => [
    {
      columns: projection.columns.map((name) => `${as}."${name}" AS "${as}.${name}"`).join(', '),
      lateral: ` LEFT JOIN LATERAL (SELECT ${selectList(target, projection)} FROM ${target.table} t WHERE t.id = ${of}."${key}") ${as} ON true`,
    },
    ...joinsOf(as, projection),
  ]);
}
