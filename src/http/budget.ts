/** What each key has left to spend in this process: a bucket that fills again by the second. */
export class Budgets {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(
    readonly capacity: number,
    readonly restoreRate: number,
    private readonly now: () => number = () => Date.now(),
  ) {}

  available(client: string): number {
    const bucket = this.buckets.get(client);
    if (!bucket) return this.capacity;
    return Math.min(this.capacity, bucket.left + ((this.now() - bucket.at) / 1000) * this.restoreRate);
  }

  /** Takes an amount, or says how many seconds until it would be there. */
  take(client: string, amount: number): { waitSeconds: number } {
    const left = this.available(client) - amount;
    if (left < 0) return { waitSeconds: Math.ceil(-left / this.restoreRate) };
    this.buckets.set(client, { left, at: this.now() });
    if (this.buckets.size > 10_000) this.forgetFull();
    return { waitSeconds: 0 };
  }

  /** Gives back what an operation asked for and did not use. */
  giveBack(client: string, amount: number): void {
    this.buckets.set(client, { left: Math.min(this.capacity, this.available(client) + amount), at: this.now() });
  }

  private forgetFull(): void {
    for (const client of this.buckets.keys()) if (this.available(client) >= this.capacity) this.buckets.delete(client);
  }
}
