import type { RefusedItem } from '../import-item';
import { netboxModels, type ModelUse } from './netbox-models';
import { readRow, type ReadRow } from './netbox-row.rules';
import type { NetboxRow } from './netbox-world';
import { readArrayElements, type ArrayElement } from './read-array-elements';

export interface ModelCount {
  model: string;
  rows: number;
  use: ModelUse | 'NOT_TAKEN';
}

interface DumpOptions {
  regions?: boolean;
  onProgress?: (bytes: number, total: number) => void;
  onCounted?: (counts: readonly ModelCount[]) => void;
}

/** The rows of the models that are read, and what is wrong with those that are no rows. The others are counted. */
export async function* readDumpRows(path: string, options: DumpOptions): AsyncGenerator<NetboxRow | RefusedItem> {
  const counts = new Map<string, number>();
  for await (const element of readArrayElements(path, options.onProgress)) {
    const read = readElement(path, element);
    count(counts, 'row' in read ? read.row.model : 'notRead' in read ? read.notRead : read.model.split(' ')[0]!);
    if ('row' in read) yield read.row;
    else if ('fault' in read) yield refusal(path, element, read);
  }
  options.onCounted?.(countsOf(counts, options.regions ?? true));
}

function readElement(path: string, { text, fault, head, number, line, offset }: ArrayElement): ReadRow {
  if (text === null) return withoutText(head, fault!);
  try {
    return readRow(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : '';
    throw new Error(`${path}: row ${number} (line ${line}, byte ${offset}) is not JSON: ${reason}.`, { cause: error });
  }
}

/** A row that is too long to be read still says at its beginning what it is, as dumpdata writes it. */
function withoutText(head: string, fault: string): ReadRow {
  const [, model = '', pk] = /^\{\s*"model"\s*:\s*"([\w.]{1,100})"(?:\s*,\s*"pk"\s*:\s*(\d{1,15})\b)?/.exec(head) ?? [];
  if (model !== '' && !netboxModels.has(model)) return { notRead: model };
  return { model: pk ? `${model} pk ${pk}` : model, fault };
}

function refusal(
  file: string,
  { number, line }: ArrayElement,
  { model, fault }: { model: string; fault: string },
): RefusedItem {
  const where = `row ${number} (line ${line})`;
  const position = model.includes(' pk ') ? model : [model, where].filter(Boolean).join(', ');
  return { refused: { place: { file, position }, field: null, reason: fault } };
}

const mostModels = 1000;

function count(counts: Map<string, number>, model: string): void {
  const name = model === '' ? '(no model)' : model.slice(0, 100);
  const key = counts.has(name) || counts.size < mostModels ? name : '(other models)';
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function countsOf(counts: ReadonlyMap<string, number>, regions: boolean): ModelCount[] {
  const useOf = (model: string) =>
    (model === 'dcim.region' && !regions ? undefined : netboxModels.get(model)?.use) ?? 'NOT_TAKEN';
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([model, rows]) => ({ model, rows, use: useOf(model) }));
}
