import type { ActAs } from '../directory/act-as';
import type { ImportedRecord, ImportedType, ImportItem, Place } from './import-item';
import { keyOf, SeenRecords } from './seen-records';
import { OwnerRefused, writeImported, type Written } from './write-imported';

export interface ImportTotals {
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
}
/** What every import is told. */
export interface ImportFlags {
  /** Code of the organization that owns what has no other owner. */
  owner: string;
  /** Name of the system of record. */
  source: string;
}

export type Refused = { place: Place; field: string | null; reason: string };
export type TellRefused = (refused: Refused) => void;

const batchSize = 500;
/** Of all owners together: many owners of a few records each are written before their batches are full. */
const mostWaiting = 5000;

/**
 * Writes items as they come, in batches of one type and owner, a transaction each; what is refused is told by its place, the rest goes in:
 * a record, all records of an owner that can not be written for, a second record of one key. Any other error ends the import.
 */
export async function importItems(
  items: AsyncIterable<ImportItem>,
  source: string,
  act: ActAs,
  tell: TellRefused,
): Promise<ImportTotals> {
  const run = new ImportRun(source, act, tell);
  for await (const item of items) await run.take(item);
  await run.flush();
  return run.totals;
}

/** Adds what one part of an import came to. */
export function addTotals(totals: ImportTotals, part: ImportTotals): void {
  for (const name of Object.keys(totals) as (keyof ImportTotals)[]) totals[name] += part[name];
}

const isRevised = (type: ImportedType): boolean => type === 'Incident' || type === 'Maintenance';

class ImportRun {
  readonly totals: ImportTotals = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  private type: ImportedType | null = null;
  private readonly waiting = new Map<string, ImportedRecord[]>();
  private count = 0;
  private readonly seen = new SeenRecords();

  constructor(
    private readonly source: string,
    private readonly act: ActAs,
    private readonly tell: TellRefused,
  ) {}

  async take(item: ImportItem): Promise<void> {
    if ('refused' in item) return this.refuse(item.refused);
    if (item.type !== this.type) await this.flush();
    this.type = item.type;
    if (isRevised(item.type)) await this.makeWayFor(item);
    else if (this.isSecond(item)) return;
    const batch = this.waiting.get(item.owner) ?? [];
    this.waiting.set(item.owner, batch);
    batch.push(item);
    this.count += 1;
    if (batch.length >= batchSize) await this.write(item.owner);
    if (this.count >= mostWaiting) await this.flush();
  }

  async flush(): Promise<void> {
    for (const owner of this.waiting.keys()) await this.write(owner);
  }

  private isSecond(item: ImportedRecord): boolean {
    const first = this.seen.earlier(item);
    if (!first) return false;
    const { field, value } = keyOf(item.record);
    const at = first.file === item.place.file ? first.position : `${first.file}: ${first.position}`;
    this.refuse({
      place: item.place,
      field,
      reason: `"${String(value)}" stands twice in this import, first at ${at}.`,
    });
    return true;
  }

  /** A second document of an incident, or notice of a maintenance, is its revision, and updates what the first one wrote. */
  private async makeWayFor({ owner, record }: ImportedRecord): Promise<void> {
    const key = keyOf(record).value;
    if (this.waiting.get(owner)?.some((earlier) => keyOf(earlier.record).value === key)) await this.write(owner);
  }

  private async write(owner: string): Promise<void> {
    const batch = this.waiting.get(owner) ?? [];
    this.waiting.delete(owner);
    this.count -= batch.length;
    const left: ImportedRecord[][] = [batch];
    for (let part = left.pop(); part; part = left.pop()) left.push(...(await this.writePart(owner, part)));
  }

  /** A batch is all or nothing: answers what of it is to be sent again, the last first. */
  private async writePart(owner: string, batch: readonly ImportedRecord[]): Promise<ImportedRecord[][]> {
    const sent = { owner, source: this.source, records: batch.map(({ record }) => record) };
    try {
      const written = await this.act((db, viewer) => writeImported(db, viewer, this.type!, sent));
      return this.without(written, batch);
    } catch (error) {
      if (!(error instanceof OwnerRefused)) throw error;
      return this.withoutOwner(error, batch);
    }
  }

  private without(written: Written, batch: readonly ImportedRecord[]): ImportedRecord[][] {
    this.totals.created += written.created;
    this.totals.updated += written.updated;
    this.totals.unchanged += written.unchanged;
    if (written.refused.length === 0) return [];
    for (const { index, field, message } of written.refused)
      this.tell({ place: batch[index]!.place, field, reason: message });
    // A record may be refused for several of its fields.
    const refused = new Set(written.refused.map(({ index }) => index));
    this.totals.refused += refused.size;
    const rest = batch.filter((_, i) => !refused.has(i));
    return rest.length > 0 ? [rest] : [];
  }

  private withoutOwner({ field, message }: OwnerRefused, batch: readonly ImportedRecord[]): ImportedRecord[][] {
    const half = Math.ceil(batch.length / 2);
    if (field === 'code' && batch.length > 1) return [batch.slice(half), batch.slice(0, half)];
    for (const { place } of batch) this.refuse({ place, field, reason: message });
    return [];
  }

  private refuse(refused: Refused): void {
    this.totals.refused += 1;
    this.tell(refused);
  }
}
