import { postgresEpoch } from '../../kernel/instant';
import { setWhole } from '../../kernel/postgres/binary-arrays';
import type { Db } from '../../kernel/postgres/session';
import { wordsOf } from '../chunks/sample-columns';

const rowSize = 2 + 4 * 4 + 8 + 8 + 8 + 2;
const head = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const end = -1;

/** Rows of private.sample as COPY takes them in binary: each column with its length before it. */
export class NewRows {
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private readonly words: Uint32Array;
  private at: number;
  count = 0;

  /** Of up to so many of the values. */
  constructor(values: Float64Array, most: number) {
    this.words = wordsOf(values);
    this.bytes = Buffer.allocUnsafe(head.length + most * rowSize + 2);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
    this.at = head.copy(this.bytes);
  }

  /** The instant in microseconds since 1970, the value by its words: what is no number may have bits of its own. */
  add(series: number, micros: number, place: number, flag: number): void {
    const { view, words, at } = this;
    view.setInt16(at, 4);
    view.setInt32(at + 2, 8);
    setWhole(view, at + 6, series);
    view.setInt32(at + 14, 8);
    setWhole(view, at + 18, micros - postgresEpoch);
    view.setInt32(at + 26, 8);
    view.setUint32(at + 30, words[place * 2 + 1]!);
    view.setUint32(at + 34, words[place * 2]!);
    view.setInt32(at + 38, 2);
    view.setInt16(at + 42, flag);
    this.at = at + rowSize;
    this.count += 1;
  }

  done(): Buffer {
    this.view.setInt16(this.at, end);
    return this.bytes.subarray(0, this.at + 2);
  }
}

export const copyRows = (db: Db, rows: NewRows): Promise<void> =>
  db.copy('COPY private.sample (series_number, at, value, flag) FROM STDIN (FORMAT binary)', rows.done());
