import { hashOfBytes } from './hash';
import { LabelGeneration, mostKeptBytes } from './label-generation';
import type { LabelSet } from './label-set';

const usualMost = 128 * 1024 * 1024;
/** Places within a generation are 31 bits. */
const utmost = 2 ** 30;

/**
 * Label sets by the bytes they came in, so that one known is not read again: about 110,000 series of eight labels.
 * When the younger half is full, it becomes the older, and what was not asked for meanwhile goes.
 */
export class KnownLabels {
  private young = new LabelGeneration();
  private old = new LabelGeneration();
  private readonly half: number;

  constructor({ mostBytes = usualMost }: { mostBytes?: number } = {}) {
    this.half = Math.min(mostBytes, utmost) / 2;
  }

  /** About how much memory the label sets take. */
  get bytes(): number {
    return this.young.bytes + this.old.bytes;
  }

  get size(): number {
    return this.young.size + this.old.size;
  }

  find(view: DataView, from: number, to: number): LabelSet | null {
    const next = this.young.next(view, from, to);
    if (next) return next;
    const hash = hashOfBytes(view, from, to);
    const young = this.young.find(hash, view, from, to);
    if (young || this.old.size === 0) return young;
    const old = this.old.find(hash, view, from, to);
    if (old) this.add(hash, view, from, to, old);
    return old;
  }

  /** Remembers what `find` has not found. */
  keep(view: DataView, from: number, to: number, set: LabelSet): void {
    if (to - from <= mostKeptBytes) this.add(hashOfBytes(view, from, to), view, from, to, set);
  }

  private add(hash: number, view: DataView, from: number, to: number, set: LabelSet): void {
    if (this.young.bytes >= this.half) {
      this.old = this.young;
      this.young = new LabelGeneration();
    }
    this.young.add(hash, view, from, to, set);
  }
}
