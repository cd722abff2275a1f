import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { upsertDocument, type Outcome } from '../inventory-builders';
import type { Random } from '../random';
import { answerOrUnsure, ask, type Unsure } from './unsure';

/** Names that a device may have now, null where it may not be there: one, but of those that nobody answered for. */
export interface Fate {
  owner: string;
  externalId: string;
  names: (string | null)[];
}

export interface Desk {
  owner: string;
  key: string;
}

const ofEach = 8;

/** Writes devices of several owners by the API and by SQL, some in transactions that stay open or are undone, whatever is killed meanwhile. */
export class RenamedDevices {
  readonly fates: Fate[] = [];
  /** Ids that were answered, by owner; those that nobody answered for are found where they are kept. */
  readonly ids = new Map<string, string>();
  acknowledged = 0;
  unanswered = 0;
  private count = 0;
  private isOver = false;
  private readonly writing: Promise<unknown>;

  constructor(
    private readonly url: string,
    private readonly owner: Pool,
    desks: readonly Desk[],
    private readonly random: Random,
  ) {
    this.writing = Promise.all(desks.flatMap((desk) => [this.writeOn(desk), this.writeOn(desk)]));
    // Whoever waits is told.
    this.writing.catch(() => undefined);
  }

  /** When so many more are acknowledged. */
  async more(count: number): Promise<void> {
    const reached = async (wanted: number) => {
      while (this.acknowledged < wanted && !this.isOver) await pause(5);
    };
    await Promise.race([reached(this.acknowledged + count), this.writing]);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.writing;
  }

  private async writeOn(desk: Desk): Promise<void> {
    const mine = Array.from({ length: ofEach }, () => this.another(desk));
    while (!this.isOver) {
      const at = this.random.whole(mine.length);
      const fate = mine[at]!;
      const name = this.random.chance(0.15) ? null : `${desk.owner} ${++this.count}`;
      const answer = await answerOrUnsure(() => this.write(desk, fate, name));
      if (answer === 'unanswered') {
        this.unanswered += 1;
        fate.names.push(name);
        // It may still come about: nobody writes it any more.
        mine[at] = this.another(desk);
      } else if (answer === 'kept') {
        this.acknowledged += 1;
        fate.names = [name];
      }
      await pause(answer === 'kept' ? this.random.whole(10) : 50);
    }
  }

  private another({ owner }: Desk): Fate {
    const fate = { owner, externalId: `x${++this.count}`, names: [null] };
    this.fates.push(fate);
    return fate;
  }

  private write(desk: Desk, fate: Fate, name: string | null): Promise<'kept' | 'undone' | Unsure> {
    const isThere = fate.names[0] !== null;
    if (name === null) return this.inTransaction('DELETE FROM device WHERE external_id = $1', [fate.externalId]);
    if (!isThere || this.random.chance(0.6)) return this.send(desk, fate, name);
    return this.inTransaction('UPDATE device SET name = $2 WHERE external_id = $1', [fate.externalId, name]);
  }

  private async send({ owner, key }: Desk, { externalId }: Fate, name: string): Promise<'kept'> {
    const input = { owner, source: 'netbox', records: [{ externalId, name, role: 'ROUTER' }] };
    const { sent } = await ask<{ sent: Outcome }>(this.url, key, upsertDocument('Devices'), { input });
    if (sent.refused.length > 0) throw new Error(JSON.stringify(sent.refused));
    this.ids.set(sent.ids[0]!, owner);
    return 'kept';
  }

  /** Held open for a while, and now and then undone. */
  private async inTransaction(text: string, values: unknown[]): Promise<'kept' | 'undone'> {
    const client = await this.owner.connect();
    // A connection that breaks fails what is asked of it.
    client.on('error', () => undefined);
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await client.query(text, values);
      if (this.random.chance(0.3)) await pause(this.random.whole(100));
      const isUndone = this.random.chance(0.3);
      await client.query(isUndone ? 'ROLLBACK' : 'COMMIT');
      return isUndone ? 'undone' : 'kept';
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      client.removeAllListeners('error');
      client.release(broken);
    }
  }
}
