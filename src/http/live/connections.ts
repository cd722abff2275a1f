import { HubError } from '../../kernel/errors';

/** How many connections may follow through this process, in all and by one key. */
export class Connections {
  private readonly byKey = new Map<string, number>();
  private all = 0;

  constructor(
    private readonly most: number,
    private readonly mostOfKey: number,
  ) {}

  /** Counts one more; gives what counts it off again. */
  take(keyId: string): () => void {
    const mine = this.byKey.get(keyId) ?? 0;
    if (this.all >= this.most)
      throw new HubError('UNAVAILABLE', `All ${this.most} connections for subscriptions are taken: try again later.`);
    if (mine >= this.mostOfKey)
      throw new HubError(
        'RATE_LIMITED',
        `A key may hold ${this.mostOfKey} connections for subscriptions open: put several in one, or close one.`,
      );
    this.all += 1;
    this.byKey.set(keyId, mine + 1);
    let isTaken = true;
    return () => {
      if (isTaken) this.giveBack(keyId);
      isTaken = false;
    };
  }

  private giveBack(keyId: string): void {
    const left = this.byKey.get(keyId)! - 1;
    this.all -= 1;
    if (left === 0) this.byKey.delete(keyId);
    else this.byKey.set(keyId, left);
  }
}
