import { readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';
import { listFiles } from './files';

/** One import, re-export, `require` or `import()`; it leads to a `file` of the repository or to a `package`. */
export interface Import {
  readonly line: number;
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly names: readonly string[];
  readonly file?: string;
  readonly package?: string;
}

/** `lines` runs from the name to the closing brace, decorators left out; `bodyLines` is the body alone. */
export interface FunctionSize {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
  readonly bodyLines: number;
  readonly isMethod: boolean;
}

export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly functions: readonly FunctionSize[];
}

/** The TypeScript files of a repository by path, relative to its root and written with forward slashes. */
export type SourceTree = ReadonlyMap<string, SourceFile>;

export function readSourceTree(root: string, folders: readonly string[]): SourceTree {
  const paths = folders.flatMap((folder) => listFiles(root, folder)).filter((path) => path.endsWith('.ts'));
  return new Map(paths.map((path) => [path, readSourceFile(root, path)]));
}

/** Ways round along value imports, each ending where it began: at least one for every knot of files. */
export function findCycles(tree: SourceTree): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  const walk = (path: string, trail: string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path]);
    if (trail.includes(path) || done.has(path)) return;
    for (const target of valueTargets(tree, path)) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of tree.keys()) walk(path, []);
  return cycles;
}

/** The file itself and every file of the tree that loading it loads too. */
export function loadedBy(tree: SourceTree, path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const target of valueTargets(tree, path)) loadedBy(tree, target, seen);
  return seen;
}

function valueTargets(tree: SourceTree, path: string): string[] {
  const imports = tree.get(path)?.imports ?? [];
  return imports.flatMap(({ typeOnly, file }) => (!typeOnly && file !== undefined && tree.has(file) ? [file] : []));
}

function readSourceFile(root: string, path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const imports: Import[] = [];
  const functions: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    const found = readImport(node);
    if (found) imports.push({ ...found, ...destination(root, path, found.specifier), line: lineOf(node) });
    if (ts.isFunctionLike(node) && 'body' in node && node.body) functions.push(measure(node, node.body));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { path, lines: text.trimEnd().split('\n').length, imports, functions };
}

type RawImport = Pick<Import, 'specifier' | 'typeOnly' | 'names'>;

function readImport(node: ts.Node): RawImport | undefined {
  if (ts.isImportDeclaration(node)) return readClause(node);
  if (ts.isExportDeclaration(node)) return raw(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node))
    return raw(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
  if (ts.isExternalModuleReference(node)) return raw(node.expression);
  if (ts.isCallExpression(node) && loadsModule(node.expression)) return raw(node.arguments[0]);
  return undefined;
}

function readClause({ importClause: clause, moduleSpecifier }: ts.ImportDeclaration): RawImport | undefined {
  const bindings = clause?.namedBindings;
  const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [];
  const named = elements.map((element) => (element.propertyName ?? element.name).text);
  const allTypes = !clause?.name && elements.length > 0 && elements.every((element) => element.isTypeOnly);
  const others = [clause?.name && 'default', bindings && ts.isNamespaceImport(bindings) && '*'];
  const names = [...named, ...others.filter((name) => typeof name === 'string')];
  return raw(moduleSpecifier, clause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes, names);
}

function raw(specifier: ts.Node | undefined, typeOnly = false, names: string[] = []): RawImport | undefined {
  return specifier && ts.isStringLiteralLike(specifier) ? { specifier: specifier.text, typeOnly, names } : undefined;
}

function loadsModule(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

function destination(root: string, from: string, specifier: string): Pick<Import, 'file' | 'package'> {
  if (!specifier.startsWith('.')) return { package: packageName(specifier) };
  const base = posix.join(posix.dirname(from), specifier);
  const candidates = [base, `${base}.ts`, base.replace(/\.js$/, '.ts'), posix.join(base, 'index.ts')];
  const file = candidates.find((path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile());
  return file === undefined ? {} : { file };
}

function packageName(specifier: string): string {
  if (builtinModules.includes(specifier)) return `node:${specifier}`;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function measure(node: ts.SignatureDeclaration, body: ts.Node): FunctionSize {
  const firstWord = ts.canHaveModifiers(node) ? ts.getModifiers(node)?.[0] : undefined;
  const signature = firstWord ?? node.name ?? node;
  return {
    name: functionName(node),
    line: lineOf(signature),
    lines: lastLineOf(body) - lineOf(signature) + 1,
    bodyLines: lastLineOf(body) - lineOf(body) + 1,
    isMethod: ts.isMethodDeclaration(node),
  };
}

function functionName(node: ts.SignatureDeclaration): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  const named = node.name ?? ('name' in node.parent ? (node.parent.name as ts.Node | undefined) : undefined);
  return named?.getText() ?? 'anonymous function';
}

function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1;
}

function lastLineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getEnd()).line + 1;
}
