/** What is wrong with a row, and in which field where it is in one. */
export interface RowFault {
  field: string | null;
  reason: string;
}

/** Reads the fields of one row. The first that does not fit is noted, and the row is refused for it in the end. */
export abstract class RowReader {
  private first: RowFault | null = null;

  /** What a field holds; null, undefined or '' where that is nothing. */
  protected abstract value(field: string): unknown;

  get fault(): RowFault | null {
    return this.first;
  }

  refuse(field: string | null, reason: string): null {
    this.first ??= { field, reason };
    return null;
  }

  text(field: string, most: number): string {
    return this.optionalText(field, most) ?? this.refuse(field, 'is missing') ?? '';
  }

  optionalText(field: string, most: number): string | null {
    const value = this.value(field) ?? '';
    if (value === '') return null;
    if (typeof value !== 'string') return this.refuse(field, 'is not a text');
    if (isLonger(value, most)) return this.refuse(field, `is longer than ${most} characters`);
    return value.isWellFormed() && !value.includes('\0')
      ? value
      : this.refuse(field, 'holds a character that no text can');
  }
}

/** Counted as Postgres does, by code point. */
const isLonger = (text: string, most: number): boolean => text.length > most && [...text].length > most;
