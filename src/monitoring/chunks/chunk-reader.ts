import { packedSize, unpack } from './bit-packing';
import { DamagedChunk } from './damaged-chunk';

/** `unpack` reads so far, or less, beyond what it needs. */
const spare = 4;
const longestVarint = 8;

/** A chunk from its beginning on. It believes nothing: whatever is read lies within the chunk, or the chunk is damaged. */
export class ChunkReader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly end: number;
  private at = 0;

  constructor(chunk: Uint8Array) {
    this.end = chunk.length;
    this.bytes = new Uint8Array(this.end + spare);
    this.bytes.set(chunk);
    this.view = new DataView(this.bytes.buffer);
  }

  byte(): number {
    return this.bytes[this.skip(1)]!;
  }

  varint(): number {
    let value = 0;
    for (let i = 0, scale = 1; i < longestVarint; i += 1, scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80 && value <= Number.MAX_SAFE_INTEGER) return value;
    }
    throw new DamagedChunk('a number in it is too long');
  }

  signed(): number {
    const value = this.varint();
    return (value & 1) === 0 ? value / 2 : -Math.floor(value / 2) - 1;
  }

  packed(values: Uint32Array, count: number, width: number): void {
    unpack(values, count, width, this.view, this.skip(packedSize(count, width)));
  }

  finish(): void {
    if (this.at < this.end) throw new DamagedChunk(`${this.end - this.at} bytes are left over`);
  }

  private skip(size: number): number {
    const start = this.at;
    if (start + size > this.end) throw new DamagedChunk('it ends too early');
    this.at = start + size;
    return start;
  }
}
