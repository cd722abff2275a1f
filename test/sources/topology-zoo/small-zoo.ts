import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ImportItem } from '../../../src/sources/import-item';
import { readTopologyZoo } from '../../../src/sources/topology-zoo/read-topology-zoo';

/** A number, a text, or a word that is written as it stands. */
export type Value = number | string | { written: string };
export type Fields = Record<string, Value>;

export const node = (id: Value, changes: Fields = {}): string =>
  list('node', { id, label: `Place ${typeof id === 'number' ? id : '?'}`, Internal: 1, ...changes });
export const edge = (source: Value, target: Value, changes: Fields = {}): string =>
  list('edge', { source, target, ...changes });
export const network = (rows: readonly string[], label: Value = 'Small'): string =>
  `graph [\n  Network "SMALL"\n  label ${written(label)}\n${rows.join('\n')}\n]\n`;

const list = (key: string, fields: Fields): string =>
  `  ${key} [ ${Object.entries(fields)
    .map(([name, value]) => `${name} ${written(value)}`)
    .join(' ')} ]`;

function written(value: Value): string {
  if (typeof value === 'object') return value.written;
  return typeof value === 'number' ? String(value) : `"${value}"`;
}

export interface Taken {
  /** `Site Small:0`, in the order they come. */
  order: string[];
  of: (type: string) => Record<string, unknown>[];
  /** `a.gml: node 5 (line 7): Internal: is missing` */
  refused: string[];
}

/** Reads files of these contents, named by these names, in this order. */
export async function readFiles(
  contents: Record<string, string | Buffer>,
  onFile?: (folder: string) => void,
): Promise<Taken> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zoo-test-'));
  try {
    for (const [name, content] of Object.entries(contents)) writeFileSync(path.join(folder, name), content);
    const files = Object.keys(contents).map((name) => path.join(folder, name));
    const items: ImportItem[] = [];
    const options = { owner: 'NMC', onFile: () => onFile?.(folder) };
    for await (const item of readTopologyZoo(files, options)) items.push(item);
    return taken(items, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const readNetwork = (...rows: string[]): Promise<Taken> => readFiles({ 'a.gml': network(rows) });

function taken(items: readonly ImportItem[], folder: string): Taken {
  const records = items.flatMap((item) => ('refused' in item ? [] : [item]));
  const refusals = items.flatMap((item) => ('refused' in item ? [item.refused] : []));
  const of = (type: string) =>
    records.filter((item) => item.type === type).map(({ record }) => record as Record<string, unknown>);
  return {
    order: records.map(({ type, record }) => `${type} ${(record as { externalId: string }).externalId}`),
    of,
    refused: refusals.map(({ place, field, reason }) =>
      [place.file, place.position, field, reason].filter(Boolean).join(': ').replaceAll(`${folder}${path.sep}`, ''),
    ),
  };
}
