import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Every file below a folder, sorted, relative to the root; none where the folder is missing. */
export function listFiles(root: string, folder: string, skipped: ReadonlySet<string> = new Set()): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !skipped.has(entry.name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? listFiles(root, path, skipped) : [path];
    })
    .sort();
}

/** A folder and every folder below it that holds one of these files: empty ones do not count, git has none. */
export function foldersOf(folder: string, paths: readonly string[]): Set<string> {
  const above = (path: string): string[] =>
    path.startsWith(`${folder}/`) ? [path, ...above(posix.dirname(path))] : [];
  return new Set([folder, ...paths.flatMap((path) => above(posix.dirname(path)))]);
}

/** The lines of a file that match, as `path:line text`. */
export function linesWith(root: string, path: string, pattern: RegExp): string[] {
  const lines = readFileSync(join(root, path), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    pattern.test(line) ? [`${path}:${index + 1} ${line.trim().slice(0, 100)}`] : [],
  );
}
