import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files at the paths; folders are walked by name, for files of this ending. */
export async function listFiles(paths: readonly string[], ending: string): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const status = await stat(path).catch(() => null);
    if (!status) throw new Error(`There is no file or folder "${path}".`);
    found.push(...(status.isDirectory() ? await within(path, ending) : [path]));
  }
  return found;
}

async function within(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((entry) => entry.endsWith(ending))
    .sort()
    .map((entry) => join(folder, entry));
}
