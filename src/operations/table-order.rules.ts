export interface Referring {
  name: string;
  /** Names of the tables its foreign keys lead to, itself left out. */
  refersTo: string[];
}

export type TableOrder<T> = { kind: 'ok'; tables: T[] } | { kind: 'refused'; circle: string[] };

/** Every table after those it refers to, else as given. */
export function orderTables<T extends Referring>(tables: readonly T[]): TableOrder<T> {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const ordered = new Set<T>();
  const place = (table: T, above: string[]): string[] | undefined => {
    if (above.includes(table.name)) return [...above.slice(above.indexOf(table.name)), table.name];
    if (ordered.has(table)) return undefined;
    for (const name of table.refersTo) {
      const target = byName.get(name);
      const circle = target && place(target, [...above, table.name]);
      if (circle) return circle;
    }
    ordered.add(table);
    return undefined;
  };
  for (const table of tables) {
    const circle = place(table, []);
    if (circle) return { kind: 'refused', circle };
  }
  return { kind: 'ok', tables: [...ordered] };
}
