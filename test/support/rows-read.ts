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
}

interface PlanNode {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** Each statement run again under the scope of the key. Small tables are cheapest read whole, which says nothing of large ones: so that is priced out, and done only where no index leads to the rows. */
export const rowsRead = (api: Pool, key: string, statements: readonly Statement[]): Promise<RowsRead[]> =>
  underScope(api, key, async (ask) => {
    await ask('SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off');
    const found: RowsRead[] = [];
    for (const statement of statements) found.push(await explained(ask, statement));
    return found;
  });

async function explained(ask: Ask, { text, values }: Statement): Promise<RowsRead> {
  const [row] = await ask<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF, BUFFERS OFF, FORMAT JSON) ${text}`,
    [...values],
  );
  const plan = row!['QUERY PLAN'][0].Plan;
  return { read: readBy(plan), given: plan['Actual Rows'], text };
}

/** Rows that scans of tables and indexes met, those among them that a condition threw away. */
function readBy(node: PlanNode): number {
  const met =
    node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  const own = /^(Seq|Index|Index Only|Bitmap Heap) Scan$/.test(node['Node Type']) ? met * node['Actual Loops'] : 0;
  return own + (node.Plans ?? []).reduce((sum, below) => sum + readBy(below), 0);
}
