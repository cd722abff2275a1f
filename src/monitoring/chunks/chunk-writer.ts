import { pack, packedSize } from './bit-packing';

const usualSize = 1 << 16;
/** Room for more than this is given back after a chunk that needed it. */
const mostKept = 1 << 22;
const longestVarint = 8;

/** A chunk under way. */
export class ChunkWriter {
  private buffer = Buffer.allocUnsafe(usualSize);
  private view = viewOf(this.buffer);
  private end = 0;

  /** What `write` writes. It ends before the next one begins: they share the room. */
  of(write: (out: this) => void): Uint8Array {
    this.end = 0;
    write(this);
    const bytes = Uint8Array.prototype.slice.call(this.buffer, 0, this.end);
    if (this.buffer.length > mostKept) this.resize(usualSize);
    return bytes;
  }

  byte(value: number): void {
    this.reserve(1);
    this.buffer[this.end++] = value;
  }

  /** A whole number from 0 up to 2^53, seven bits a byte, the lowest first. */
  varint(value: number): void {
    this.reserve(longestVarint);
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.buffer[this.end++] = (rest & 0x7f) | 0x80;
    this.buffer[this.end++] = rest;
  }

  /** A whole number under 2^52, of either sign: 0, -1, 1, -2 … are written as 0, 1, 2, 3 … */
  signed(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  packed(values: Uint32Array, count: number, width: number): void {
    const size = packedSize(count, width);
    this.reserve(size);
    pack(values, count, width, this.view, this.end);
    this.end += size;
  }

  /** Writes the shortest of several ways, and tries no further one once it takes no more than `enough` bytes. */
  shortestOf(ways: readonly (() => void)[], enough: number): void {
    const start = this.end;
    let least = Infinity;
    for (const write of ways) {
      const from = this.end;
      write();
      const size = this.end - from;
      if (size < least) {
        this.buffer.copyWithin(start, from, this.end);
        least = size;
      }
      this.end = start + least;
      if (least <= enough) return;
    }
  }

  private reserve(size: number): void {
    if (this.end + size > this.buffer.length) this.resize(Math.max(this.buffer.length * 2, this.end + size));
  }

  private resize(size: number): void {
    const other = Buffer.allocUnsafe(size);
    this.buffer.copy(other, 0, 0, Math.min(this.end, size));
    this.buffer = other;
    this.view = viewOf(other);
  }
}

const viewOf = ({ buffer, byteOffset, length }: Buffer): DataView => new DataView(buffer, byteOffset, length);
