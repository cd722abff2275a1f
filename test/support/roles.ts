import { loadedBy } from './source-tree';
import type { SourceTree } from './source-tree';

/** What a file may load, itself and through what it imports: packages, and files of these roles ('' has no suffix). */
export interface Diet {
  readonly packages: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
}

const pure = ['node:buffer', 'node:crypto', 'node:net', 'node:path', 'node:url', 'node:util', 'graphql', 'uuid'];

/** Plain values and decisions: no database, no network, no files, no API. */
export const PLAIN: Diet = { packages: new Set(pure), roles: new Set(['', 'rules', 'values']) };

/** What a table's columns are declared with: values, and the columns that every table shares. */
export const COLUMNS: Diet = {
  packages: new Set([...pure, 'typeorm']),
  roles: new Set(['', 'rules', 'values', 'entity']),
};

/** The API's vocabulary: scalars and the values that types show. */
export const VOCABULARY: Diet = {
  packages: new Set([...pure, 'type-graphql', 'graphql-scalars']),
  roles: new Set(['', 'rules', 'values']),
};

/** The `store` of `x.store.ts`; '' for a name without suffix. */
export function roleOf(path: string): string {
  return /\.([a-z-]+)\.ts$/.exec(path)?.[1] ?? '';
}

/** The first thing outside the diet that loading `path` brings in, as a phrase; nothing where all is well. */
export function outsideDiet(tree: SourceTree, path: string, diet: Diet): string | undefined {
  for (const loaded of loadedBy(tree, path)) {
    if (!diet.roles.has(roleOf(loaded))) return loaded;
    const used = tree.get(loaded)?.imports.flatMap(({ typeOnly, package: name }) => (name && !typeOnly ? [name] : []));
    const foreign = used?.find((name) => !diet.packages.has(name));
    if (foreign !== undefined) return `${foreign} (in ${loaded})`;
  }
  return undefined;
}
