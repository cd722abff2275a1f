import type { Collection } from './collection';
import type { Identity } from '../postgres/identity';
import { rowsToRead, type PagePlan } from './page-plan';
import { selectList } from './projection';

/** So many index ranges are merged for a page; beyond it one walk through the order is cheaper. */
const mostOwners = 32;

/** The owners whose records a viewer sees, as SQL, where they are few enough to go through one by one. */
export function fewOwners(
  { inventoryOwners, samplesOwners, warningsOwners }: Identity,
  { dataset }: Collection,
): string | null {
  if (dataset === 'INVENTORY' && inventoryOwners <= mostOwners) return 'hub.inventory_owners()';
  if (dataset === 'WARNINGS' && warningsOwners <= mostOwners) return 'hub.warnings_owners()';
  return dataset === 'SAMPLES' && samplesOwners <= mostOwners ? 'hub.samples_owners()' : null;
}

/**
 * The page for a viewer who sees the records of few owners: one range of the index for each, merged. Without it Postgres may walk through
 * everybody's records in order until it has met enough of theirs. A record that two columns tie to owners comes by the first that does.
 */
export function narrowPageSql(of: Collection, columns: readonly string[], plan: PagePlan, owners: string): string {
  const { window, order, where, projection } = plan;
  const size = rowsToRead(window, projection);
  const branch = (column: string, i: number): string => {
    const earlier = columns.slice(0, i).map((other) => ` AND (t.${other} = ANY (${owners})) IS NOT TRUE`);
    return `SELECT r.* FROM unnest(${owners}) AS o(id) CROSS JOIN LATERAL (
      SELECT ${selectList(of, projection, order)}, ${order.mergeKeysSql('t')} FROM ${of.table} t
       WHERE t.${column} = o.id${earlier.join('')} AND ${where} ORDER BY ${order.orderSql('t', window.backward)} LIMIT ${size}) r`;
  };
  return `SELECT x.* FROM (${columns.map(branch).join(' UNION ALL ')}) x ORDER BY ${order.mergeOrderSql('x', window.backward)} LIMIT ${size}`;
}
