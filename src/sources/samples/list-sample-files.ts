import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** CSV files among the paths; folders are walked by name. */
export async function listSampleFiles(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const status = await stat(path).catch(() => null);
    if (!status) throw new Error(`There is no file or folder "${path}".`);
    found.push(...(status.isDirectory() ? await within(path) : [path]));
  }
  return found;
}

async function within(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.csv'))
    .sort()
    .map((entry) => join(folder, entry));
}
