import type { ImportedType, ImportItem } from '../import-item';
import { RowReader } from '../row-reader.rules';
import { textIn, wholeIn, type Capture, type LibrenmsRow } from './librenms-capture.rules';

/** What becomes of a row; what is left out on purpose says what it is, in the plural. */
export type LibrenmsItem = ImportItem | { notTaken: string };

export class LibrenmsReader extends RowReader {
  constructor(
    readonly row: LibrenmsRow,
    readonly capture: Capture,
  ) {
    super();
  }

  protected value(field: string): unknown {
    const value = this.row.fields[field];
    return typeof value === 'string' ? textIn(this.row, field) : value;
  }

  /** The record, or the refusal where a field did not fit. */
  give(type: ImportedType, owner: string, record: object): ImportItem {
    const place = { file: this.capture.file, position: this.row.position };
    return this.fault ? { refused: { place, ...this.fault } } : { type, owner, record, place };
  }

  optionalWhole(field: string): number | null {
    const isThere = (this.row.fields[field] ?? '') !== '';
    return wholeIn(this.row, field) ?? (isThere ? this.refuse(field, 'is not a whole number from 0') : null);
  }

  whole(field: string): number {
    return this.optionalWhole(field) ?? this.refuse(field, 'is missing') ?? 0;
  }

  /** The flags of a database: 0 or 1. */
  flag(field: string): boolean {
    return Number(this.row.fields[field] ?? 0) !== 0;
  }
}
