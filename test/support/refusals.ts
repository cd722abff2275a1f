import { errorCodes, type ErrorCode } from '../../src/kernel/errors';
import type { Hub } from './hub';
import type { Reply } from './wire';
import { codesOf } from './wire';

/** What no caller may read: SQL, tables, columns and constraints by their names, stacks, paths of the program. */
const inner =
  /\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE)\b|\b(hub|private)\.\w|relation "|column "|violates|_(check|fkey|key)\b|node_modules|\.[jt]s\b|\bat \S+ \(/;

export const documentedCodes = Object.keys(errorCodes);

/** A refusal as it is promised: the status of its code, the code, and words that say nothing of the inside. */
export function expectRefusal(reply: Reply, code: ErrorCode, status: number = errorCodes[code][0]): void {
  expect({ codes: codesOf(reply), status: reply.status, text: reply.text.slice(0, 300) }).toEqual({
    codes: [code],
    status,
    text: reply.text.slice(0, 300),
  });
  expectDiscretion(reply);
}

export function expectDiscretion({ errors, text }: Reply): void {
  for (const { message, extensions } of errors) {
    expect(documentedCodes).toContain(extensions?.['code']);
    expect(message.length).toBeGreaterThan(0);
    expect(message).not.toMatch(inner);
    expect(message.length).toBeLessThanOrEqual(1000);
  }
  expect(text).not.toMatch(/stack|node_modules/i);
}

/** How many rows every table of the hub has. */
export async function rowCounts(hub: Hub): Promise<Record<string, number>> {
  const tables = await hub.sql<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c
      WHERE c.relnamespace IN ('hub'::regnamespace, 'private'::regnamespace) AND c.relkind = 'r' ORDER BY 1`,
  );
  const counts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*)::int AS rows FROM ${name}`);
  const found = await hub.sql<{ name: string; rows: number }>(counts.join(' UNION ALL '));
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}
