import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readAnnotatedTree } from './support/annotated-tree';
import type { Mention } from './support/annotated-tree';
import { foldersOf, linesWith, listFiles } from './support/files';
import { moduleOf, rankOf } from './support/module-order';
import { COLUMNS, outsideDiet, PLAIN, roleOf, VOCABULARY } from './support/roles';
import { findCycles, readSourceTree } from './support/source-tree';
import type { Import, SourceFile } from './support/source-tree';

/** What is long on purpose, and why: a path for a file that is a table of data, `path#name` for a function. */
const LONG_ON_PURPOSE: Readonly<Record<string, string>> = {};

const FILE_LINES = 200;
const FUNCTION_LINES = 40;
const LISTED_FUNCTION_LINES = 60;
const RESOLVER_METHOD_LINES = 12;

const root = join(__dirname, '..');
const tree = readSourceTree(root, ['src', 'migrations']);
const files = [...tree.values()];

describe('arrows', () => {
  test('every module has its place in the order', () => {
    const homeless = new Set(files.map(({ path }) => moduleOf(path)).filter((name) => rankOf(name) < 0));
    expectNone(
      [...homeless].map((name) => `${name}: give it a row in test/support/module-order.ts, or move its files`),
    );
  });

  test('a module imports only what comes before it', () => {
    expectNoImport(({ file, typeOnly, names }, { path }) => {
      if (file === undefined || !tree.has(file) || rankOf(moduleOf(file)) <= rankOf(moduleOf(path))) return undefined;
      if (file === 'src/context.ts' && typeOnly && names.every((name) => name === 'Context')) return undefined;
      return `${moduleOf(path)} comes before ${moduleOf(file)}: the code belongs to the later one`;
    });
  });

  test('a relative import leads to a file, and never into the tests', () => {
    expectNoImport(({ file, specifier }) => {
      if (specifier.startsWith('.') && file === undefined) return 'there is no such file';
      return file?.startsWith('test/') ? 'the tests import the sources, never the other way' : undefined;
    });
  });

  test('no files import each other in a circle', () => {
    expectNone(findCycles(tree).map((cycle) => cycle.join('\n      -> ')));
  });
});

describe('roles', () => {
  test('*.rules.ts imports other rules, values of the kernel, plain data', () => {
    expectNoImport(({ file, package: name, typeOnly }) => {
      if (name) return name.startsWith('node:') && PLAIN.packages.has(name) ? undefined : 'a rule needs no package';
      if (typeOnly || file === undefined) return undefined;
      const loaded = outsideDiet(tree, file, PLAIN);
      return loaded && `a rule decides on plain values, and this loads ${loaded}`;
    }, 'rules');
  });

  test('*.entity.ts imports typeorm and values of the kernel', () => {
    expectNoImport(({ file, package: name, typeOnly }) => {
      const isShared = file?.endsWith('-record.entity.ts') || (file !== undefined && moduleOf(file) === 'kernel');
      const mayImport = file !== undefined && (isShared || (typeOnly && roleOf(file) !== 'entity'));
      const isValue = mayImport && !outsideDiet(tree, file, COLUMNS);
      return name === 'typeorm' || isValue ? undefined : 'an entity is columns and ids: typeorm and kernel values only';
    }, 'entity');
  });

  test('*.type.ts imports type-graphql, other types, scalars, plain values', () => {
    expectNoImport(({ file, package: name, typeOnly }) => {
      if (name) return VOCABULARY.packages.has(name) ? undefined : 'a type describes the API with type-graphql alone';
      if (typeOnly || file === undefined || moduleOf(file) === 'kernel') return undefined;
      // A type takes the inputs of its lists from the collection that declares them.
      if (['type', 'collection'].includes(roleOf(file))) return undefined;
      const loaded = outsideDiet(tree, file, VOCABULARY);
      return loaded && `a type describes the API, and this loads ${loaded}`;
    }, 'type');
  });

  test('*.store.ts imports no resolver and no type-graphql', () => {
    expectNoImport(({ file, package: name }) => {
      const isApi = name === 'type-graphql' || (file !== undefined && roleOf(file) === 'resolver');
      return isApi ? 'a store knows rows, not the API' : undefined;
    }, 'store');
  });

  test('*.resolver.ts imports neither pg nor typeorm', () => {
    expectNoImport(({ package: name }) => {
      return name === 'pg' || name === 'typeorm' ? 'SQL belongs in a store, called from here' : undefined;
    }, 'resolver');
  });
});

/** Migrations are left out: each is one SQL text, read from top to bottom and never changed. */
describe('sizes', () => {
  const sources = files.filter(({ path }) => path.startsWith('src/'));
  const fileSizes = sources.map(({ path, lines }) => ({ key: path, at: path, lines }));
  const functionSizes = sources.flatMap(({ path, functions }) =>
    functions.map((size) => ({ ...size, path, key: `${path}#${size.name}`, at: `${path}:${size.line} ${size.name}` })),
  );
  const isListed = ({ key }: { key: string }) => key in LONG_ON_PURPOSE;

  test(`a file has at most ${FILE_LINES} lines`, () => {
    expectShort(
      fileSizes.filter((size) => !isListed(size)),
      FILE_LINES,
    );
  });

  test(`a function has at most ${FUNCTION_LINES} lines`, () => {
    expectShort(
      functionSizes.filter((size) => !isListed(size)),
      FUNCTION_LINES,
    );
    expectShort(functionSizes, LISTED_FUNCTION_LINES);
  });

  test(`the body of a resolver's method has at most ${RESOLVER_METHOD_LINES} lines`, () => {
    const methods = functionSizes.filter(({ path, isMethod }) => isMethod && roleOf(path) === 'resolver');
    expectShort(
      methods.map(({ at, bodyLines }) => ({ at, lines: bodyLines })),
      RESOLVER_METHOD_LINES,
    );
  });

  test('what is listed as long on purpose still is', () => {
    const long = [...tooLong(fileSizes, FILE_LINES), ...tooLong(functionSizes, FUNCTION_LINES)].map(({ key }) => key);
    const idle = Object.keys(LONG_ON_PURPOSE).filter((key) => !long.includes(key));
    expectNone(idle.map((key) => `${key}: take it off the list`));
  });
});

describe('names', () => {
  const everything = ['src', 'migrations', 'test'].flatMap((folder) => listFiles(root, folder));
  const paths = everything.filter((path) => path.endsWith('.ts'));

  test('files and folders are in kebab-case', () => {
    const isKebab = (part: string) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(part);
    expectNone(paths.filter((path) => !path.split(/[./]/).every(isKebab)));
  });

  test('nothing is a barrel, and nothing is called utils, helpers or manager', () => {
    const vague = /(^|[-./])(utils?|helpers?|managers?)(?=[-./])/;
    expectNone(paths.filter((path) => basename(path) === 'index.ts' || vague.test(path)));
  });

  test('no statement goes past a view that withholds, by naming the schema of its table', () => {
    const database = readFileSync(join(root, 'schema/database.sql'), 'utf8');
    const shown = [...database.matchAll(/CREATE VIEW shown\.(\w+)/g)].map(([, name]) => name);
    expect(shown).toContain('device');
    const past = new RegExp(`\\bhub\\.(${shown.join('|')})\\b`);
    expectNone(
      files
        .map(({ path }) => path)
        .filter((path) => path.startsWith('src/'))
        .flatMap((path) => linesWith(root, path, past)),
    );
  });

  test('no file mentions a path of one machine', () => {
    const places = ['home', 'root', 'tmp', 'work', 'Users'].join('|');
    const machinePath = new RegExp(`(?<![\\w.~*)}\\]-])/(${places})/[\\w.]`);
    const notOurs = new Set(['node_modules', '.git', 'dist', '.data', 'coverage']);
    const isText = (path: string) => /\.(ts|js|mjs|md|sql|graphql|ya?ml)$|^\.ci\/|^package\.json$/.test(path);
    const texts = listFiles(root, '.', notOurs).filter(isText);
    expectNone(texts.flatMap((path) => linesWith(root, path, machinePath)));
  });
});

describe('the annotated tree of README.md', () => {
  const folders = foldersOf('src', listFiles(root, 'src'));

  test('names every folder of src', () => {
    const { folders: named, mentions } = readAnnotatedTree(join(root, 'README.md'));
    const known = new Set([...named, ...mentions.map(({ under, name }) => `${under}/${name}`)]);
    expectNone([...folders].filter((path) => !known.has(path)).map((path) => `${path}/ is missing in the tree`));
  });

  test('names no folder that does not exist', () => {
    const { folders: named, mentions } = readAnnotatedTree(join(root, 'README.md'));
    const isReal = ({ under, name }: Mention) =>
      folders.has(`${under}/${name}`) || folders.has(`src/${name}`) || existsSync(join(root, name));
    const lines = named.filter((path) => !folders.has(path)).map((path) => `${path}/`);
    const words = mentions
      .filter((mention) => !isReal(mention))
      .map(({ under, name }) => `${name}/, named at ${under}/`);
    expectNone([...lines, ...words]);
  });
});

/** Fails with every import that `faultOf` has a sentence for, in the files of one role or in all. */
function expectNoImport(faultOf: (edge: Import, from: SourceFile) => string | undefined, role?: string): void {
  const judged = files.filter(({ path }) => role === undefined || roleOf(path) === role);
  const faults = judged.flatMap((from) =>
    from.imports.flatMap((edge) => {
      const fault = faultOf(edge, from);
      return fault ? [`${from.path}:${edge.line} -> ${edge.file ?? edge.specifier}\n      ${fault}`] : [];
    }),
  );
  expectNone(faults);
}

function expectNone(faults: readonly string[]): void {
  if (faults.length > 0) throw new Error([`${faults.length} found:`, ...faults].join('\n  - '));
}

function expectShort(sizes: readonly { at: string; lines: number }[], limit: number): void {
  expectNone(tooLong(sizes, limit).map(({ at, lines }) => `${at}: ${lines} lines, ${limit} at most`));
}

function tooLong<T extends { lines: number }>(sizes: readonly T[], limit: number): T[] {
  return sizes.filter(({ lines }) => lines > limit).toSorted((a, b) => b.lines - a.lines);
}
