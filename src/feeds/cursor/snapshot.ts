/** What a transaction saw of others, as Postgres writes it: all below xmin, none from xmax on, and between them those that do not run. */
export class Snapshot {
  readonly xmin: bigint;
  readonly xmax: bigint;
  private readonly running: ReadonlySet<string>;

  constructor(readonly text: string) {
    const [xmin = '', xmax = '', running = ''] = text.split(':');
    this.xmin = BigInt(xmin);
    this.xmax = BigInt(xmax);
    this.running = new Set(running.split(','));
  }

  sees(xid: string): boolean {
    const id = BigInt(xid);
    return id < this.xmin || (id < this.xmax && !this.running.has(xid));
  }
}
