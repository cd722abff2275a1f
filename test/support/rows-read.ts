import type { Pool } from 'pg';
import { underScope, type Ask } from './worlds/onlooker/under-scope';

export interface Statement {
  text: string;
  values: readonly unknown[];
}

/** What a statement has read for what it gave: counts, no clocks. */
export interface RowsRead {
  read: number;
  given: number;
  text: string;
  /** The hub's functions in its FROM: what those read within is not among `read`. */
  opaque: string[];
}

interface PlanNode {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Schema?: string;
  'Function Name'?: string;
  Plans?: PlanNode[];
}

/**
 * Each statement run again under the scope of the key, by the plan that a connection of the API's role keeps for any values. Small tables are
 * cheapest read whole, which says nothing of large ones: so that is priced out, and done only where no index leads to the rows.
 */
export const rowsRead = (api: Pool, key: string, statements: readonly Statement[]): Promise<RowsRead[]> =>
  underScope(api, key, async (ask) => {
    const [{ plan_cache_mode }] = (await ask('SHOW plan_cache_mode')) as [{ plan_cache_mode: string }];
    if (plan_cache_mode !== 'force_generic_plan')
      throw new Error(`Plans are ${plan_cache_mode}: give a pool of hub_api.`);
    await ask('SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off');
    const found: RowsRead[] = [];
    for (const statement of statements) found.push(await explained(ask, statement));
    return found;
  });

async function explained(ask: Ask, { text, values }: Statement): Promise<RowsRead> {
  const given = values.length > 0 ? `(${(await literals(ask, values)).join(', ')})` : '';
  await ask(`PREPARE explained AS ${text}`);
  const [row] = await ask<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, VERBOSE, TIMING OFF, SUMMARY OFF, BUFFERS OFF, FORMAT JSON) EXECUTE explained${given}`,
  );
  await ask('DEALLOCATE explained');
  const plan = row!['QUERY PLAN'][0].Plan;
  return { read: readBy(plan), given: plan['Actual Rows'], text, opaque: [...new Set(opaqueIn(plan))].sort() };
}

/** EXECUTE takes no bound values: as literals they are quoted by the database, of the texts that the driver sends. */
async function literals(ask: Ask, values: readonly unknown[]): Promise<string[]> {
  const quoted = values.map((_, n) => `quote_nullable($${n + 1}::text)`).join(', ');
  const [row] = await ask<{ all: string[] }>(`SELECT ARRAY[${quoted}] AS all`, [...values]);
  return row!.all;
}

/** Rows that scans of tables and indexes met, those among them that a condition threw away. */
function readBy(node: PlanNode): number {
  const met =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const own = /^(Seq|Index|Index Only|Bitmap Heap) Scan$/.test(node['Node Type']) ? met * node['Actual Loops'] : 0;
  return own + (node.Plans ?? []).reduce((sum, below) => sum + readBy(below), 0);
}

/** These read no table. */
const settings = ['inventory_owners', 'samples_owners', 'warnings_owners'];

function opaqueIn(node: PlanNode): string[] {
  const name = node.Schema === 'hub' && node['Node Type'] === 'Function Scan' ? node['Function Name'] : undefined;
  const below = (node.Plans ?? []).flatMap(opaqueIn);
  return name && !settings.includes(name) ? [name, ...below] : below;
}
