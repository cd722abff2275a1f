/** Rows gathered under the parents asked for, in the parents' order. */
export function groupUnder<R>(parents: readonly string[], rows: readonly R[], parentOf: (row: R) => string): R[][] {
  const groups = new Map<string, R[]>(parents.map((parent) => [parent, []]));
  for (const row of rows) groups.get(parentOf(row))?.push(row);
  return parents.map((parent) => groups.get(parent)!);
}
