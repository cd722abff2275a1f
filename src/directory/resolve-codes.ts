import type { Refusal } from '../kernel/writing/refusal';
import type { Db } from '../kernel/postgres/session';

/** What has codes: a table, or a query in parentheses, with code and id. */
export interface CodedTable {
  typeName: string;
  table: string;
}

export interface CodeAsked {
  index: number;
  field: string;
  target: CodedTable;
  code: string;
  put: (id: string) => void;
}

/** Finds organizations and regions by their codes, one statement for each of the two. */
export async function resolveCodes(db: Db, asked: CodeAsked[]): Promise<Refusal[]> {
  const targets = [...new Set(asked.map(({ target }) => target))];
  const refusals: Refusal[] = [];
  for (const target of targets)
    refusals.push(
      ...(await resolveIn(
        db,
        target,
        asked.filter((entry) => entry.target === target),
      )),
    );
  return refusals;
}

async function resolveIn(db: Db, target: CodeAsked['target'], asked: CodeAsked[]): Promise<Refusal[]> {
  const rows = await db.rows<{ code: string; id: string }>(
    `SELECT t.code, t.id FROM ${target.table} t WHERE t.code = ANY ($1::text[])`,
    [[...new Set(asked.map(({ code }) => code))]],
  );
  const ids = new Map(rows.map(({ code, id }) => [code, id]));
  return asked.flatMap(({ index, field, code, put }) => {
    const id = ids.get(code);
    if (id) put(id);
    return id
      ? []
      : [
          {
            index,
            field,
            code: 'UNKNOWN_REFERENCE' as const,
            message: `${field}: there is no ${target.typeName} with the code "${code.slice(0, 63)}".`,
          },
        ];
  });
}
