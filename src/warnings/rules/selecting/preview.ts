import { HubError } from '../../../kernel/errors';
import type { Db } from '../../../kernel/postgres/session';
import { selectList } from '../../../kernel/reading/projection';
import type { Writer } from '../../../directory/find-writer';
import { series } from '../../../monitoring/monitoring.collection';
import { mostSelected } from '../warning-rule.values';
import { selectNumbers, type Selection } from './selection';

export interface SelectionFound {
  count: number;
  of: number;
  most: number;
  notice: string | null;
  examples: object[];
}

const mostExamples = 5;

/**
 * What a rule of the organization would select. Who writes for an organization below sees as much as that organization, but for what others share
 * with it: that is found when the rule looks, and not counted here.
 */
export async function previewSelection(db: Db, owner: Writer, selection: Selection): Promise<SelectionFound> {
  const [own] = await db.rows<{ isOwn: boolean }>('SELECT hub.viewer() = $1 AS "isOwn"', [owner.id]);
  const seen = own!.isOwn ? 'true' : `(t.owner_id = ANY (${below(owner)}) OR t.writer_id = ANY (${below(owner)}))`;
  let count = 0;
  const examples: number[] = [];
  for await (const numbers of selectNumbers(db, selection, seen)) {
    count += numbers.length;
    examples.push(...numbers.slice(0, mostExamples - examples.length));
    if (count > mostSelected) break;
  }
  const [all] = await db.rows<{ of: number }>(`SELECT count(*)::int AS of FROM series t WHERE ${seen}`);
  return {
    count,
    of: all!.of,
    most: mostSelected,
    notice: noticeOf(count, all!.of),
    examples: await rowsOf(db, examples),
  };
}

/** The id is a UUID that the database gave. */
const below = ({ id }: Writer): string =>
  `ARRAY(WITH RECURSIVE down AS (SELECT '${id}'::uuid AS id UNION SELECT o.id FROM organization o JOIN down d ON o.parent_id = d.id) SELECT d.id FROM down d)`;

function noticeOf(count: number, of: number): string | null {
  if (count === 0) return 'It selects no series: it watches nothing until there are some.';
  if (count > 1 && count === of) return 'It selects every series that the organization sees.';
  return null;
}

async function rowsOf(db: Db, numbers: readonly number[]): Promise<object[]> {
  return db.rows(`SELECT ${selectList(series)} FROM series t WHERE t.number = ANY ($1::bigint[]) ORDER BY t.number`, [
    numbers,
  ]);
}

export function refuseTooMany({ count }: SelectionFound): void {
  if (count > mostSelected)
    throw new HubError(
      'BAD_USER_INPUT',
      `select: it would select more than ${mostSelected} series, which is the most of one rule: narrow it, or keep one rule for each part.`,
    );
}
