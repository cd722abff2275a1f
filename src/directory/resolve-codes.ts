import { HubError } from '../kernel/errors';
import type { Refusal } from '../kernel/writing/refusal';
import type { Db } from '../kernel/postgres/session';

/** What has codes: a table, or a query in parentheses, with code and id. */
export interface CodedTable {
  typeName: string;
  table: string;
}

type Code = string | null | undefined;

/** A code in a batch; where there is none, nothing is asked. */
export interface CodeAsked {
  index: number;
  field: string;
  target: CodedTable;
  code: Code;
  put: (id: string) => void;
}

interface NamedCodes {
  target: CodedTable;
  codes: readonly Code[];
}

/** The ids behind those of the codes that there are. */
export async function idsByCode(db: Db, { table }: CodedTable, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.rows<{ code: string; id: string }>(
    `SELECT t.code, t.id FROM ${table} t WHERE t.code = ANY ($1::text[])`,
    [[...new Set(codes)]],
  );
  return new Map(rows.map(({ code, id }) => [code, id]));
}

/** Finds the records of a batch's codes, one statement for each kind of them, and puts their ids where they are asked for. */
export async function resolveCodes(db: Db, asked: readonly CodeAsked[]): Promise<Refusal[]> {
  const given = asked.filter(isGiven);
  const refusals: Refusal[] = [];
  for (const target of new Set(given.map((entry) => entry.target))) {
    const own = given.filter((entry) => entry.target === target);
    const ids = await idsByCode(
      db,
      target,
      own.map(({ code }) => code),
    );
    for (const { code, put } of own) if (ids.has(code)) put(ids.get(code)!);
    refusals.push(...own.filter(({ code }) => !ids.has(code)).map(unknown));
  }
  return refusals;
}

/** The ids of what each field of one write names by code, each once; the first code that nothing has is refused in its field's name. */
export async function idsOf<F extends string>(db: Db, named: Record<F, NamedCodes>): Promise<Record<F, string[]>> {
  const fields = Object.keys(named) as F[];
  const found = Object.fromEntries(fields.map((field) => [field, [] as string[]])) as Record<F, string[]>;
  const asked = fields.flatMap((field) => {
    const { target, codes } = named[field];
    return [...new Set(codes)].map((code) => ({
      ...{ index: 0, field, target, code },
      put: (id: string) => void found[field].push(id),
    }));
  });
  const [refused] = await resolveCodes(db, asked);
  if (refused) throw new HubError('BAD_USER_INPUT', refused.message);
  return found;
}

type Given = CodeAsked & { code: string };

const isGiven = (entry: CodeAsked): entry is Given => entry.code != null;

const unknown = ({ index, field, target, code }: Given): Refusal => ({
  ...{ index, field, code: 'UNKNOWN_REFERENCE' },
  message: `${field}: there is no ${target.typeName} with the code "${code.slice(0, 63)}".`,
});
