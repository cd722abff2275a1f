/** A text in JSON; most of ours need no escape. */
export function text(value: string | null): string {
  if (value === null) return 'null';
  return /["\\\u0000-\u001f]/.test(value) ? JSON.stringify(value) : `"${value}"`;
}

export const flag = (value: string | null): string => (value === 't' ? 'true' : 'false');
/** A number as Postgres writes it, which JSON takes as it is unless it is none. */
export const number = (value: string | null): string => value ?? 'null';
/** '2026-03-08 00:00:00+00' of a connection in UTC. */
export const instant = (value: string | null): string =>
  value === null ? 'null' : `"${value.slice(0, 10)}T${value.slice(11, -3)}Z"`;

/** Rows under the parent that their first cell names. */
export function under<R extends (string | null)[]>(rows: R[]): (parent: string | null) => R[] {
  const groups = new Map<string | null, R[]>();
  for (const row of rows) {
    const group = groups.get(row[0]!);
    if (group) group.push(row);
    else groups.set(row[0]!, [row]);
  }
  return (parent) => groups.get(parent) ?? [];
}
