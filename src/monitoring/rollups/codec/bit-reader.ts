import { DamagedChunk } from '../../chunks/damaged-chunk';
import { lengthBits, mostOnes, powers } from './bit-writer';

const { clz32 } = Math;

/** Reading reaches so far, or less, beyond what it needs. */
const spare = 16;
const longestNumber = 53;
const mostAtOnce = 25;

/** Bits from the first on. It believes nothing: whatever is read lies within the bytes, or they are damaged. */
export class BitReader {
  private readonly view: DataView;
  private readonly end: number;
  private at = 0;

  constructor(bytes: Uint8Array) {
    const copy = new Uint8Array(bytes.length + spare);
    copy.set(bytes);
    this.view = new DataView(copy.buffer);
    this.end = bytes.length * 8;
  }

  /** 0 to 25. */
  bits(width: number): number {
    const value = this.peek() & ((1 << width) - 1);
    this.skip(width);
    return value;
  }

  /** 0 to 53. */
  long(width: number): number {
    if (width <= 25) return this.bits(width);
    const low = this.bits(25);
    return (
      low + (width <= 50 ? this.bits(width - 25) * 2 ** 25 : this.bits(25) * 2 ** 25 + this.bits(width - 50) * 2 ** 50)
    );
  }

  small(): number {
    const length = onesOf(this.peek());
    if (length > 24) throw new DamagedChunk('a number in it is too long');
    this.skip(length + 1);
    return this.bits(length) + (1 << length) - 1;
  }

  number(): number {
    const length = this.bits(lengthBits);
    if (length > longestNumber) throw new DamagedChunk('a number in it is too long');
    return length <= 1 ? length : this.long(length - 1) + powers[length - 1]!;
  }

  signed(): number {
    return unfolded(this.number());
  }

  likely(width: number): number {
    const word = this.peek();
    const ones = onesOf(word);
    const size = ones + 1 + width;
    if (size <= mostAtOnce && ones < mostOnes) {
      this.skip(size);
      return (ones << width) | ((word >>> (ones + 1)) & ((1 << width) - 1));
    }
    return this.longLikely(ones, width);
  }

  /** No more than the rest of the last byte is left, and that is 0. */
  finish(): void {
    const left = this.end - this.at;
    if (left >= 8 || this.peek() !== 0) throw new DamagedChunk(`${left} bits are left over`);
  }

  private longLikely(ones: number, width: number): number {
    if (ones >= mostOnes) {
      this.skip(mostOnes);
      return this.number();
    }
    this.skip(ones + 1);
    return ones * powers[width]! + this.long(width);
  }

  /** The next 25 bits, or more. */
  private peek(): number {
    return this.view.getInt32(this.at >>> 3, true) >>> (this.at & 7);
  }

  private skip(width: number): void {
    this.at += width;
    if (this.at > this.end) throw new DamagedChunk('it ends too early');
  }
}

/** How many ones a word begins with. */
const onesOf = (word: number): number => (word === 0xffff_ffff ? 32 : 31 - clz32(~word & (word + 1)));

export const unfolded = (value: number): number => ((value & 1) === 0 ? value / 2 : -(value + 1) / 2);
