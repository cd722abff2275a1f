/** What was learned of a series up to an instant, in microseconds since 1970. */
export interface Learned {
  upTo: number;
  state: Uint8Array;
  /** Up to where what was learned is kept in the database too; NaN: nothing is. */
  keptUpTo: number;
}

interface Slice {
  learned: Map<number, Learned>;
  /** When it was looked at last, in milliseconds. */
  at: number;
}

/** A slice that nobody has looked at for so long makes room for another. */
const idleMs = 5 * 60_000;

/**
 * What a process has in mind of series, by slice: of so many at most. Slices are gone through in turns, so where there is no room for all, those that are in
 * stay, and the others are learned again from what is kept: to forget the oldest each time would be to forget all of them.
 */
export class WorkingSet {
  private readonly slices = new Map<number, Slice>();
  private count = 0;

  constructor(private readonly most = 65_536) {}

  get size(): number {
    return this.count;
  }

  /** Of a series that was judged up to an instant. Another process may have gone on since: what it judged is then learned here too. */
  find(slice: number, number: number, upTo: number): Learned | undefined {
    const learned = this.slices.get(slice)?.learned.get(number);
    return learned && learned.upTo <= upTo ? learned : undefined;
  }

  /** When the transaction that judged them is over. */
  put(slice: number, learned: Map<number, Learned>, at = performance.now()): void {
    this.forget(slice);
    for (const [idle, { at: lookedAt }] of this.slices) {
      if (this.count + learned.size <= this.most || at - lookedAt < idleMs) break;
      this.forget(idle);
    }
    if (this.count + learned.size > this.most) return;
    this.slices.set(slice, { learned, at });
    this.count += learned.size;
  }

  private forget(slice: number): void {
    this.count -= this.slices.get(slice)?.learned.size ?? 0;
    this.slices.delete(slice);
  }
}
