import type { Pool, PoolClient } from 'pg';
import { send, type Answer, type Statement } from './batch';
import type { CellRow } from './cells';
import { connect, isPipelined, processOf, toldByItsStatements, tooLate } from './connections';
import { beginReading, beginWriting, enterSql, settingsOfWriting } from './scope-statements';
import { fromPostgres } from './database-errors';
import type { Credential, Identity } from './identity';
import { linger, takeLingering } from './lingering';
import { HubError } from '../errors';
import { longestEnd, shortWork, type SessionOptions } from './session-options';
import { hasPreparedEnough, preparedName } from './prepared-names';

/** What a statement runs on: the one connection of a scoped transaction. Resolvers and stores see this and never a pool. */
export interface Db {
  rows<T extends object>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** The same as Postgres sends them. */
  cells(text: string, values?: readonly unknown[]): Promise<CellRow[]>;
  /** COPY FROM STDIN of rows in its binary form, in the role that may add samples and do nothing else. */
  copy(text: string, rows: Buffer): Promise<void>;
}

/** One transaction on one pooled connection, under the scope that its first statement resolved. */
export class Session implements Db {
  private ended = false;
  private cancelled = false;
  private committing = false;
  private released = false;
  /** The last statement sent: a connection that is no pipeline takes the next when it is done. */
  private last: Promise<unknown> = Promise.resolve();
  private begun: Promise<unknown> = this.last;
  private running = 0;
  private timer: NodeJS.Timeout;

  private constructor(
    private readonly client: PoolClient,
    private readonly pool: Pool,
    private readonly options: SessionOptions,
    private readonly canceller: Pool,
    private readonly time: number,
  ) {
    this.timer = setTimeout(() => this.cancel(), time);
  }

  static async open(pool: Pool, canceller: Pool, options: SessionOptions): Promise<Session> {
    const lingering = options.signal?.aborted ? null : takeLingering(pool);
    const client = lingering ?? (await connect(pool, options.signal));
    const session = new Session(client, pool, options, canceller, Math.max(1, options.deadline - Date.now()));
    // One that lingered has its listener still.
    if (!lingering) client.on('error', toldByItsStatements);
    options.signal?.addEventListener('abort', session.leave, { once: true });
    try {
      await session.begin(lingering ? ['ROLLBACK'] : []);
    } catch (error) {
      await session.rollback();
      throw error;
    }
    return session;
  }

  /** In a pipeline its answer is awaited with that of the first statement, `enter`. */
  private async begin(before: string[]): Promise<void> {
    const isReading = this.options.mode === 'read';
    const begun = [...before, isReading ? beginReading : beginWriting].map((command) => this.run(command));
    if (!isReading) begun.push(this.run(settingsOfWriting, [String(this.time)]));
    this.begun = Promise.all(begun);
    if (!isPipelined(this.client)) return void (await this.begun);
    this.begun.catch(() => undefined);
  }

  /** Resolves the key, used from an address, to its scope; null where no key in force matches, or not from there. An unknown address lies nowhere. */
  async enter({ keyId, secretHash }: Credential, peer: string | null = null): Promise<Identity | null> {
    const entering = this.rows<Omit<Identity, 'keyId'>>(enterSql, [keyId, secretHash, peer]);
    const [[identity]] = await Promise.all([entering, this.begun]);
    return identity ? { ...identity, keyId } : null;
  }

  async rows<T extends object>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    return (await this.cells(text, values)).map((row) => row.toObject() as T);
  }

  async cells(text: string, values: readonly unknown[] = []): Promise<CellRow[]> {
    if (this.ended) throw tooLate();
    this.options.onStatement?.(text, values);
    const answer = this.inTurn(() => {
      if (this.ended) throw tooLate();
      return this.send({ text, values });
    });
    return (await answer).rows;
  }

  async copy(text: string, rows: Buffer): Promise<void> {
    if (this.ended) throw tooLate();
    this.options.onStatement?.(text, []);
    await Promise.all([
      this.run('SET LOCAL ROLE hub_ingest'),
      this.run(text, [], rows),
      this.run('SET LOCAL ROLE hub_api'),
    ]);
  }

  /** A command, of the transaction itself as a rule; what was done. */
  private async run(text: string, values: readonly unknown[] = [], copied?: Buffer): Promise<string> {
    return (await this.inTurn(() => this.send({ text, values, copied }))).command;
  }

  private send = (statement: Statement): Promise<Answer> =>
    send(this.client, { ...statement, name: preparedName(this.client, statement.text) });

  private async inTurn(work: () => Promise<Answer>): Promise<Answer> {
    const turn = isPipelined(this.client) ? work() : this.last.then(work, work);
    this.last = turn;
    this.running += 1;
    try {
      return await turn;
    } catch (error) {
      // However the statement went down then: by the cancel itself, or with the connection.
      throw this.cancelled ? tooLate() : fromPostgres(error);
    } finally {
      this.running -= 1;
    }
  }

  /** An error inside the transaction makes COMMIT answer ROLLBACK: that is told, never taken for success. */
  async commit(): Promise<void> {
    if (this.ended) throw new HubError('DEADLINE_EXCEEDED', 'The request was ended before its change could be kept.');
    this.ended = true;
    this.committing = true;
    try {
      const command = await this.run('COMMIT');
      if (command !== 'COMMIT') throw new HubError('CONFLICT', 'The change could not be kept: send it again.');
      this.release();
    } catch (error) {
      this.release(error instanceof HubError && error.code === 'CONFLICT' ? undefined : true);
      throw error;
    }
  }

  async rollback(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    const isOfUse = this.running === 0 && isPipelined(this.client) && !hasPreparedEnough(this.client);
    if (this.options.mode === 'write' || !isOfUse) return this.end();
    if (this.pool.waitingCount > 0) {
      // Who waits has it at once, and begins in the message that ends this transaction; where that fails, what it sends tells.
      this.run('ROLLBACK').catch(() => undefined);
      return this.release();
    }
    this.stopWatching();
    linger(this.pool, this.client, (isBroken) => (isBroken ? this.release(true) : void this.endLate()));
  }

  /** After nobody came for it: a server that does not answer does not keep the connection. */
  private endLate(): Promise<void> {
    this.timer = setTimeout(() => this.release(true), longestEnd);
    return this.end();
  }

  private async end(): Promise<void> {
    this.ended = true;
    try {
      await this.run('ROLLBACK');
      this.release();
    } catch {
      // A connection that can not even roll back is of no further use: destroying it rolls back on the server.
      this.release(true);
    }
  }

  /** Nobody waits for the answers any more: what is short ends by itself, and leaves the connection of use; what is not is cancelled. */
  private readonly leave = (): void => {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.cancel(), shortWork);
    if (!this.ended) void this.end();
  };

  /** Stops whatever runs, on the server too, and gives the connection up. */
  private cancel(): void {
    if (this.released || this.committing) return;
    this.ended = true;
    this.cancelled = true;
    // Nobody waits for it: where the server does not hear of it, statement_timeout ends the statement.
    this.canceller.query('SELECT pg_cancel_backend($1)', [processOf(this.client)]).catch(() => undefined);
    this.release(true);
    // A pipeline would wait for the answers to all that it has sent.
    if (isPipelined(this.client)) this.client.connection.stream.destroy();
  }

  private release(destroy = hasPreparedEnough(this.client)): void {
    if (this.released) return;
    this.released = true;
    this.stopWatching();
    this.client.release(destroy);
    this.client.off('error', toldByItsStatements);
  }

  private stopWatching(): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.leave);
  }
}
