import type { ImportedType, ImportItem } from '../import-item';
import { textIn, wholeIn, type Capture, type LibrenmsRow } from './librenms-capture.rules';

/** What becomes of a row; what is left out on purpose says what it is, in the plural. */
export type LibrenmsItem = ImportItem | { notTaken: string };

export interface Fault {
  field: string | null;
  reason: string;
}

/** Reads the fields of one row. The first that does not fit is noted, and the row is refused for it in the end. */
export class RowReader {
  private found: Fault | null = null;

  constructor(
    readonly row: LibrenmsRow,
    readonly capture: Capture,
  ) {}

  get fault(): Fault | null {
    return this.found;
  }

  refuse(field: string | null, reason: string): null {
    this.found ??= { field, reason };
    return null;
  }

  /** The record, or the refusal where a field did not fit. */
  give(type: ImportedType, owner: string, record: object): ImportItem {
    const place = { file: this.capture.file, position: this.row.position };
    return this.found ? { refused: { place, ...this.found } } : { type, owner, record, place };
  }

  text(field: string, most: number): string {
    return this.optionalText(field, most) ?? this.refuse(field, 'is missing') ?? '';
  }

  optionalText(field: string, most: number): string | null {
    const value = this.row.fields[field] ?? '';
    if (typeof value !== 'string') return this.refuse(field, 'is not a text');
    const text = textIn(this.row, field);
    if (text !== null && isLonger(text, most)) return this.refuse(field, `is longer than ${most} characters`);
    return text === null || (text.isWellFormed() && !text.includes('\0'))
      ? text
      : this.refuse(field, 'holds a character that no text can');
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

/** Counted as Postgres does, by code point. */
const isLonger = (text: string, most: number): boolean => text.length > most && [...text].length > most;
