import { RowReader } from '../row-reader.rules';
import type { GmlEntry, GmlValue } from './gml.rules';

/** A node, an edge or the graph. */
export class ZooRow extends RowReader {
  private readonly entries: readonly GmlEntry[];
  readonly line: number;

  constructor({ value, line }: GmlEntry) {
    super();
    this.line = line;
    this.entries = Array.isArray(value) ? value : [];
    if (!Array.isArray(value)) this.refuse(null, 'is not a list');
  }

  whole(field: string, least: number): number | null {
    const value = this.value(field);
    if (value === undefined) return null;
    return Number.isSafeInteger(value) && (value as number) >= least
      ? (value as number)
      : this.refuse(field, `is not a whole number${least === 0 ? ' from 0' : ''}`);
  }

  id(field: string): number | null {
    return this.whole(field, Number.MIN_SAFE_INTEGER) ?? this.refuse(field, 'is missing');
  }

  /** GML has no truth values: 1 and 0 stand for them. */
  flag(field: string): boolean | null {
    const value = this.value(field);
    if (value === undefined) return null;
    return value === 0 || value === 1 ? value === 1 : this.refuse(field, 'is neither 0 nor 1');
  }

  degrees(field: string, most: number): number | null {
    const value = this.value(field);
    if (value === undefined) return null;
    return typeof value === 'number' && Math.abs(value) <= most
      ? value
      : this.refuse(field, `is not a number from -${most} to ${most}`);
  }

  protected value(field: string): GmlValue | undefined {
    const [entry, another] = this.entries.filter(({ key }) => key === field);
    if (another) this.refuse(field, `stands twice, in line ${entry!.line} and in line ${another.line}`);
    return typeof entry?.value === 'string' ? entry.value.trim() : entry?.value;
  }
}

/** The toolset that drew the Zoo writes "None" where it knows of no text. */
export const unlessNone = (text: string | null): string | null => (text === 'None' ? null : text);
