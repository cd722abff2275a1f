/** What was learned of a series up to an instant, in microseconds since 1970. */
export interface Learned {
  upTo: number;
  state: Uint8Array;
  /** Up to where what was learned is kept in the database too; NaN: nothing is. */
  keptUpTo: number;
}

/** What a process has in mind of series, by slice: at most so many, those first forgotten that were looked at longest ago. */
export class WorkingSet {
  private readonly slices = new Map<number, Map<number, Learned>>();
  private count = 0;

  constructor(private readonly most = 32_768) {}

  get size(): number {
    return this.count;
  }

  /** Of a series that was judged up to an instant. Another process may have gone on since: what it judged is then learned here too. */
  find(slice: number, number: number, upTo: number): Learned | undefined {
    const learned = this.slices.get(slice)?.get(number);
    return learned && learned.upTo <= upTo ? learned : undefined;
  }

  /** When the transaction that judged them is over. */
  put(slice: number, learned: Map<number, Learned>): void {
    this.forget(slice);
    this.slices.set(slice, learned);
    this.count += learned.size;
    for (const oldest of this.slices.keys()) {
      if (this.count <= this.most) return;
      this.forget(oldest);
    }
  }

  private forget(slice: number): void {
    this.count -= this.slices.get(slice)?.size ?? 0;
    this.slices.delete(slice);
  }
}
