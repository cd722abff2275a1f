import { instantTexts } from './instant';
import type { JsonBytes, Piece } from './json-bytes';
import { JsonList } from './json-list';

type Numbers = readonly number[] | Float64Array;

/** A list that stands more than once in an answer is made into JSON once. */
abstract class ColumnList<T> extends JsonList<T> {
  private piece: Piece | null = null;

  constructor(protected readonly column: Numbers) {
    super();
  }

  writeTo(out: JsonBytes): void {
    if (this.piece && out.again(this.piece)) return;
    this.piece = out.piece(() => this.writeNew(out));
  }

  protected abstract writeNew(out: JsonBytes): void;
}

/** Instants, from milliseconds since 1970. */
export class InstantList extends ColumnList<string> {
  protected writeNew(out: JsonBytes): void {
    const textOf = instantTexts();
    writeList(out, this.column, (ms) => `"${textOf(ms)}"`, writeInstants(textOf));
  }

  *[Symbol.iterator](): Iterator<string> {
    const textOf = instantTexts();
    for (const ms of this.column) yield textOf(ms);
  }
}

/** Numbers; what is none is null. */
export class NumberList extends ColumnList<number | null> {
  protected writeNew(out: JsonBytes): void {
    writeList(out, this.column, JSON.stringify, writeHundredths);
  }

  *[Symbol.iterator](): Iterator<number | null> {
    for (const number of this.column) yield Number.isNaN(number) ? null : number;
  }
}

/** Makes lists of columns; of one that is the same to the bit as the one before, the same list. */
export function sharing<T>(make: (column: Float64Array) => T): (column: Float64Array) => T {
  let known: { column: Float64Array; list: T } | null = null;
  return (column) => {
    if (!known || !bytesOf(known.column).equals(bytesOf(column))) known = { column, list: make(column) };
    return known.list;
  };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float64Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Writes a value from a place on and gives the place behind it; the place itself where it is not one of the values it can write. */
type WriteAscii = (value: number, bytes: Buffer, at: number) => number;

const longestValue = 32;
const comma = 0x2c;

function writeList(out: JsonBytes, values: Numbers, textOf: (value: number) => string, write: WriteAscii): void {
  out.values(values.length * longestValue + 2, (bytes, start) => {
    let at = start;
    bytes[at++] = 0x5b;
    for (let i = 0; i < values.length; i += 1) {
      if (i > 0) bytes[at++] = comma;
      const value = values[i]!;
      const behind = write(value, bytes, at);
      at = behind === at ? at + bytes.write(textOf(value), at, 'latin1') : behind;
    }
    bytes[at++] = 0x5d;
    return at;
  });
}

const zero = 0x30;
const mostHundredths = 2 ** 31;

/** Numbers of two decimals at most. */
const writeHundredths: WriteAscii = (value, bytes, start) => {
  const hundredths = Math.round(value * 100);
  if (hundredths / 100 !== value || Math.abs(hundredths) >= mostHundredths) return start;
  let at = start;
  if (hundredths < 0) bytes[at++] = 0x2d;
  const size = Math.abs(hundredths) | 0;
  const whole = (size / 100) | 0;
  const rest = size - whole * 100;
  let unit = 1;
  while (whole / unit >= 10) unit *= 10;
  for (; unit >= 1; unit = (unit / 10) | 0) bytes[at++] = zero + (((whole / unit) | 0) % 10);
  if (rest === 0) return at;
  bytes[at++] = 0x2e;
  bytes[at++] = zero + ((rest / 10) | 0);
  if (rest % 10 !== 0) bytes[at++] = zero + (rest % 10);
  return at;
};

const hour = 3_600_000;
const minutesAt = '"2026-11-22T08:'.length;

/** Whole seconds of the hour that was written last: all but minutes and seconds is copied. */
function writeInstants(textOf: (ms: number) => string): WriteAscii {
  let from = NaN;
  let template = Buffer.alloc(0);
  return (ms, bytes, at) => {
    const start = Math.floor(ms / hour) * hour;
    const seconds = (ms - start) / 1000;
    if (!Number.isInteger(seconds)) return at;
    if (start !== from) [from, template] = [start, Buffer.from(`"${textOf(start)}"`)];
    for (let i = 0; i < template.length; i += 1) bytes[at + i] = template[i]!;
    const minute = (seconds / 60) | 0;
    const second = seconds - minute * 60;
    bytes[at + minutesAt] = zero + ((minute / 10) | 0);
    bytes[at + minutesAt + 1] = zero + (minute % 10);
    bytes[at + minutesAt + 3] = zero + ((second / 10) | 0);
    bytes[at + minutesAt + 4] = zero + (second % 10);
    return at + template.length;
  };
}
