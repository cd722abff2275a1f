import { hash } from 'node:crypto';
import type { ImportedRecord, ImportedType, Place } from './import-item';

/** With some 160 bytes each, at most 160 MB. What comes after so many of one type is not compared with what comes later still. */
const mostKept = 1_000_000;

/**
 * Where each record of a type first stood in an import, for otherwise a second one overwrites it, and every later import says "updated".
 * What was before is forgotten when the type changes.
 */
export class SeenRecords {
  private type: ImportedType | null = null;
  private places = new Map<string, Place>();

  constructor(private readonly most = mostKept) {}

  /** The place where the same record stood before; null where this is its first. */
  earlier({ type, owner, record, place }: ImportedRecord): Place | null {
    if (type !== this.type) [this.type, this.places] = [type, new Map()];
    const hash = hashOf([owner, keyOf(record).value]);
    const first = this.places.get(hash) ?? null;
    if (!first && this.places.size < this.most) this.places.set(hash, place);
    return first;
  }
}

/** What tells a record of a type from the others: its key in the source, or a code in the directory. */
export function keyOf(record: object): { field: string; value: unknown } {
  const { externalId, code } = record as { externalId?: unknown; code?: unknown };
  return externalId === undefined ? { field: 'code', value: code } : { field: 'externalId', value: externalId };
}

/** 16 bytes, which no two keys have in common by chance. */
const hashOf = (key: readonly unknown[]): string =>
  hash('sha256', JSON.stringify(key), 'buffer').toString('latin1', 0, 16);
