import { HashSlots } from './hash-slots';
import { NamedSeries, type LabelSet } from './label-set';

/** Bytes are kept in blocks of this size, so that room grows without being copied. */
const blockBits = 18;
const blockSize = 1 << blockBits;
/** What an entry costs beside its bytes and its text: the objects that hold them. */
const entryBytes = 128;

/** Longer ones are read anew each time. */
export const mostKeptBytes = 1 << 16;

/** Label sets by the bytes they came in: an open-addressed table over blocks of bytes, which only grows. */
export class LabelGeneration {
  bytes = 0;
  private readonly slots = new HashSlots();
  private blocks: DataView[] = [];
  /** Where the next bytes go: the block's number in the upper bits. */
  private free = 0;
  /** The entry asked for last. */
  private last = 0;
  // Entry 0 is none.
  private readonly sets: (LabelSet | null)[] = [null];
  private readonly starts = [0];
  private readonly lengths = [0];

  get size(): number {
    return this.sets.length - 1;
  }

  /** What was added after the entry asked for last: a sender's series come in one order, request after request. */
  next(view: DataView, from: number, to: number): LabelSet | null {
    const entry = this.last + 1;
    if (entry === this.sets.length || !this.holds(entry, view, from, to)) return null;
    this.last = entry;
    return this.sets[entry]!;
  }

  find(hash: number, view: DataView, from: number, to: number): LabelSet | null {
    const { slots } = this;
    for (let slot = slots.first(hash); slot >= 0; slot = slots.following(slot, hash)) {
      const entry = slots.entryAt(slot);
      if (this.holds(entry, view, from, to)) return this.sets[(this.last = entry)]!;
    }
    return null;
  }

  /** An entry that is not there yet, of at most `mostKeptBytes`. */
  add(hash: number, view: DataView, from: number, to: number, set: LabelSet): void {
    const length = to - from;
    this.starts.push(this.copied(view, from, length));
    this.lengths.push(length);
    this.last = this.sets.push(set) - 1;
    this.slots.add(hash, this.last);
    this.bytes += length + sizeOf(set) + entryBytes;
  }

  private holds(entry: number, view: DataView, from: number, to: number): boolean {
    if (this.lengths[entry] !== to - from) return false;
    const start = this.starts[entry]!;
    const block = this.blocks[start >>> blockBits]!;
    let kept = start & (blockSize - 1);
    let at = from;
    for (const last = to - 4; at <= last; at += 4, kept += 4)
      if (view.getInt32(at, true) !== block.getInt32(kept, true)) return false;
    for (; at < to; at += 1, kept += 1) if (view.getUint8(at) !== block.getUint8(kept)) return false;
    return true;
  }

  private copied(view: DataView, from: number, length: number): number {
    const end = this.blocks.length << blockBits;
    if (this.free + length >= end) {
      this.blocks.push(new DataView(new ArrayBuffer(blockSize)));
      this.free = end;
    }
    const start = this.free;
    const bytes = new Uint8Array(view.buffer, view.byteOffset + from, length);
    new Uint8Array(this.blocks[start >>> blockBits]!.buffer).set(bytes, start & (blockSize - 1));
    this.free = start + length;
    return start;
  }
}

function sizeOf(set: LabelSet): number {
  const text = set instanceof NamedSeries ? set.key : set.example;
  // V8 keeps a text in one byte a character as long as none needs two.
  return /[^\u0000-\u00ff]/.test(text) ? text.length * 2 : text.length;
}
