import type { Collection } from './collection';
import type { Identity } from '../postgres/session';
import type { Plan } from './plan';
import { selectList } from './projection';

/** The owners whose records a viewer sees, where they are few enough to go through one by one. */
export const fewOwners = (
  { inventory, samples }: Identity['reach'],
  { dataset }: Collection,
): readonly string[] | null => (dataset === 'INVENTORY' ? inventory : dataset === 'SAMPLES' ? samples : null);

/**
 * The page for a viewer who sees the records of few owners: one range of the index for each, merged. Without it Postgres may walk through
 * everybody's records in order until it has met enough of theirs. A record that two columns tie to owners comes by the first that does.
 */
export function narrowPageSql(
  of: Collection,
  columns: readonly string[],
  plan: Plan,
  owners: readonly string[],
): string {
  const { window, order, where, projection, sql } = plan;
  const seen = sql.bind(owners, 'uuid[]');
  const size = window.size + 1;
  const branch = (column: string, i: number): string => {
    const earlier = columns.slice(0, i).map((other) => ` AND (t.${other} = ANY (${seen})) IS NOT TRUE`);
    return `SELECT r.* FROM unnest(${seen}) AS o(id) CROSS JOIN LATERAL (
      SELECT ${selectList(of, projection, order)}, ${order.mergeKeysSql('t')} FROM ${of.table} t
       WHERE t.${column} = o.id${earlier.join('')} AND ${where} ORDER BY ${order.orderSql('t', window.backward)} LIMIT ${size}) r`;
  };
  return `SELECT x.* FROM (${columns.map(branch).join(' UNION ALL ')}) x ORDER BY ${order.mergeOrderSql('x', window.backward)} LIMIT ${size}`;
}
