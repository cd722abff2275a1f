import { postgresEpoch } from '../../kernel/instant';
import type { Db } from '../../kernel/postgres/session';
import { wordsOf } from '../chunks/sample-columns';

const rowSize = 2 + 4 * 4 + 8 + 8 + 8 + 2;
const head = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const end = -1;

/** Rows of private.sample as COPY takes them in binary: each column with its length before it. */
export class NewRows {
  private readonly bytes: Buffer;
  private readonly words: Uint32Array;
  private at: number;
  count = 0;

  /** Of up to so many of the values. */
  constructor(values: Float64Array, most: number) {
    this.words = wordsOf(values);
    this.bytes = Buffer.allocUnsafe(head.length + most * rowSize + 2);
    this.at = head.copy(this.bytes);
  }

  /** The instant in microseconds since 1970, the value by its words: what is no number may have bits of its own. */
  add(series: number, micros: number, place: number, flag: number): void {
    const { bytes, words } = this;
    let at = bytes.writeInt16BE(4, this.at);
    at = writeWhole(bytes, series, bytes.writeInt32BE(8, at));
    at = writeWhole(bytes, micros - postgresEpoch, bytes.writeInt32BE(8, at));
    at = bytes.writeInt32BE(8, at);
    at = bytes.writeUInt32BE(words[place * 2 + 1]!, at);
    at = bytes.writeUInt32BE(words[place * 2]!, at);
    this.at = bytes.writeInt16BE(flag, bytes.writeInt32BE(2, at));
    this.count += 1;
  }

  done(): Buffer {
    return this.bytes.subarray(0, this.bytes.writeInt16BE(end, this.at));
  }
}

/** A whole number as 64 bits. */
function writeWhole(bytes: Buffer, value: number, at: number): number {
  const high = Math.floor(value / 2 ** 32);
  return bytes.writeUInt32BE(value - high * 2 ** 32, bytes.writeInt32BE(high, at));
}

export const copyRows = (db: Db, rows: NewRows): Promise<void> =>
  db.copy('COPY private.sample (series_number, at, value, flag) FROM STDIN (FORMAT binary)', rows.done());
