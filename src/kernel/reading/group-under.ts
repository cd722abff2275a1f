/** Where the rows of a nested list hang: a condition over `t` (the row) and `p.parent` (the parent's UUID). */
export type Relation = string;

/** A row that names the parent it was found under. */
export interface UnderParent {
  $parent: string;
}

/** Rows gathered under the parents asked for, in the parents' order. */
export function groupUnder<R extends UnderParent>(parents: readonly string[], rows: readonly R[]): R[][] {
  const groups = new Map<string, R[]>(parents.map((parent) => [parent, []]));
  for (const row of rows) groups.get(row.$parent)?.push(row);
  return parents.map((parent) => groups.get(parent)!);
}
