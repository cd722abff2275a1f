import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportItem } from '../import-item';
import { incidentFromVeris } from './veris.rules';

const maxFileBytes = 1_000_000;

/** VERIS documents, one a file; folders are walked by name. */
export async function* readVeris(paths: string[], owner: string, onFile: () => void): AsyncGenerator<ImportItem> {
  for (const path of paths) {
    for await (const file of jsonFiles(path)) {
      yield await readIncident(file, owner);
      onFile();
    }
  }
}

export async function countVeris(paths: string[]): Promise<number> {
  let count = 0;
  for (const path of paths) for await (const file of jsonFiles(path)) count += file ? 1 : 0;
  return count;
}

async function* jsonFiles(path: string): AsyncGenerator<string> {
  const found = await stat(path).catch(() => null);
  if (!found) throw new Error(`There is no file or folder "${path}".`);
  if (!found.isDirectory()) return void (yield path);
  for (const entry of (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* jsonFiles(join(path, entry.name));
    else if (entry.name.endsWith('.json')) yield join(path, entry.name);
  }
}

async function readIncident(file: string, owner: string): Promise<ImportItem> {
  const refuse = (position: string, reason: string): ImportItem => ({
    refused: { place: { file, position }, field: null, reason },
  });
  const { size } = await stat(file);
  if (size > maxFileBytes) return refuse('the file', `it has ${size} bytes: an incident has ${maxFileBytes} at most.`);
  const document = parse(await readFile(file, 'utf8'));
  if (document instanceof Error) return refuse('the file', `it is not JSON: ${document.message}.`);
  const result = incidentFromVeris(document);
  if ('refused' in result) return refuse(result.refused.path || 'the document', result.refused.reason);
  const { references, ...incident } = result.ok;
  return {
    type: 'Incident',
    owner,
    record: { ...incident, links: references },
    place: { file, position: result.ok.externalId },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
