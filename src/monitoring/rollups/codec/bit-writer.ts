const { ceil, clz32, floor, min } = Math;
const usualSize = 1 << 13;
/** A power of two from here is many times faster than `**`. */
export const powers = Float64Array.from({ length: 54 }, (_, bits) => 2 ** bits);
/** Longer runs of ones than this are not written: the number follows in another form. */
export const mostOnes = 15;
export const lengthBits = 6;

/** Bits one after the other: the first is the lowest of the first byte. */
export class BitWriter {
  private view = new DataView(new ArrayBuffer(usualSize));
  /** Bits written: all whole words of 32 are in the view, the rest in `word`. */
  private end = 0;
  private word = 0;

  /** What `write` writes. It ends before the next one begins: they share the room. */
  of(write: (out: this) => void): Uint8Array {
    this.end = 0;
    this.word = 0;
    write(this);
    this.reserve();
    this.view.setInt32((this.end >>> 5) * 4, this.word, true);
    return new Uint8Array(this.view.buffer.slice(0, ceil(this.end / 8)));
  }

  /** The lowest bits of a number that has no higher ones: 0 to 32. */
  bits(value: number, width: number): void {
    const filled = this.end & 31;
    this.end += width;
    this.word |= value << filled;
    if (filled + width < 32) return;
    this.reserve();
    this.view.setInt32((this.end >>> 5) * 4 - 4, this.word, true);
    // A shift by 32 would be none.
    this.word = filled === 0 ? 0 : value >>> (32 - filled);
  }

  /** The same of up to 53. */
  long(value: number, width: number): void {
    if (width <= 32) return this.bits(value, width);
    this.bits(value % 2 ** 32, 32);
    this.bits(floor(value / 2 ** 32), width - 32);
  }

  /** A whole number under 2^32 that is mostly small: as many ones as its length, a zero, and its bits below the highest. */
  small(value: number): void {
    const length = 31 - clz32(value + 1);
    this.bits((1 << length) - 1, length + 1);
    this.bits((value + 1) & ((1 << length) - 1), length);
  }

  /** A whole number under 2^53 of which nothing is known: its length, and its bits below the highest. */
  number(value: number): void {
    const length = lengthOf(value);
    this.bits(length, lengthBits);
    if (length > 1) this.long(value - powers[length - 1]!, length - 1);
  }

  signed(value: number): void {
    this.number(folded(value));
  }

  /** A whole number under 2^53 that is likely to have about `width` bits: as many ones as it is too long, a zero, and its lowest bits. */
  likely(value: number, width: number): void {
    if (width <= 31 - mostOnes && value < mostOnes << width) {
      const ones = value >>> width;
      const rest = value & ((1 << width) - 1);
      this.bits((rest << (ones + 1)) | ((1 << ones) - 1), ones + 1 + width);
    } else this.longLikely(value, width);
  }

  private longLikely(value: number, width: number): void {
    const ones = floor(value / powers[width]!);
    this.bits((1 << min(ones, mostOnes)) - 1, min(ones + 1, mostOnes));
    if (ones < mostOnes) this.long(value - ones * powers[width]!, width);
    else this.number(value);
  }

  private reserve(): void {
    if ((this.end >>> 3) + 8 <= this.view.byteLength) return;
    const larger = new Uint8Array(this.view.byteLength * 2);
    larger.set(new Uint8Array(this.view.buffer));
    this.view = new DataView(larger.buffer);
  }
}

/** 0, -1, 1, -2 … as 0, 1, 2, 3 … */
export const folded = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1);

/** Bits of a whole number under 2^53. */
export const lengthOf = (value: number): number => (value < 2 ** 32 ? 32 - clz32(value) : 64 - clz32(value / 2 ** 32));
