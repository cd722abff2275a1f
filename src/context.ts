import type { Collection, Row } from './kernel/reading/collection';
import { Loaders, type Batch, type ToMany, type ToOne } from './kernel/reading/edges';
import { HubError } from './kernel/errors';
import { rawId } from './kernel/ids';
import { loadAtOnce } from './kernel/reading/at-once';
import { fewOwners } from './kernel/reading/narrow-page';
import { findPage, type Connection, type ListArgs } from './kernel/reading/page';
import type { Projection } from './kernel/reading/projection';
import type { Withheld } from './kernel/reading/withheld';
import type { Registry } from './kernel/registry';
import { keepWork } from './kernel/postgres/keep-work';
import { enter, type EnterOptions } from './kernel/postgres/enter';
import type { Db, Identity, Session } from './kernel/postgres/session';

export interface ContextOptions extends EnterOptions {
  registry: Registry;
  clock?: (() => Date) | undefined;
}

interface State {
  reading: Promise<{ session: Session; loaders: Loaders; identity: Identity }> | null;
  closed: boolean;
  delivered: number;
  withheld: Withheld[];
}

/**
 * What a resolver has: the viewer, the edges, and for a mutation one writing transaction. All reading of an operation runs in one
 * read-only transaction on one connection, so that an answer shows one moment; a write ends it, and the next read begins anew.
 */
export class Context {
  /** By reference: Apollo hands a shallow copy of the context to the resolvers. */
  private readonly state: State = { reading: null, closed: false, delivered: 0, withheld: [] };
  /** The wire's limit on cost puts its estimate here. */
  requestedCost = 1;

  private constructor(
    private readonly options: ContextOptions,
    readonly viewer: Identity,
  ) {}

  /** Resolves the key before anything of the request is looked at. */
  static async open(options: ContextOptions): Promise<Context> {
    const entered = await enter(options, 'read');
    const context = new Context(options, entered.identity);
    context.state.reading = Promise.resolve({ ...entered, loaders: new Loaders(entered.session) });
    return context;
  }

  get registry(): Registry {
    return this.options.registry;
  }

  now(): Date {
    return (this.options.clock ?? (() => new Date()))();
  }

  get actualCost(): number {
    return 1 + this.state.delivered;
  }

  /** Counts records that go out, for the cost of the answer. */
  deliver(records: number): void {
    this.state.delivered += records;
  }

  /** Keeps what the answer is to say about withheld fields. */
  withhold(withheld: Withheld): void {
    this.state.withheld.push(withheld);
  }

  get withheld(): readonly Withheld[] {
    return this.state.withheld;
  }

  async db(): Promise<Db> {
    return (await this.read()).session;
  }

  async list<R extends Row>(of: Collection<R>, args: ListArgs, projection?: Projection): Promise<Connection<R>> {
    return this.counted(findPage((await this.read()).session, of, args, fewOwners(this.viewer.reach, of), projection));
  }

  async byId<R extends Row>(of: Collection<R>, uuid: string): Promise<R | null> {
    return this.countedOne((await this.read()).loaders.byId(of, uuid));
  }

  /** The same where there must be one: a hidden record and a missing one are one answer. */
  async found<R extends Row>(of: Collection<R>, uuid: string): Promise<R> {
    const row = await this.byId(of, uuid);
    if (row) return row;
    throw new HubError('NOT_FOUND', 'There is no such record for this key.');
  }

  async one<R extends Row>(edge: ToOne<R>, row: object): Promise<R | null> {
    return this.countedOne((await this.read()).loaders.one(edge, row));
  }

  async many<R extends Row>(edge: ToMany<R>, row: Row, args: ListArgs): Promise<Connection<R>> {
    return this.counted((await this.read()).loaders.many(edge, row, args));
  }

  /** Records by many foreign ids at once, each read as far as the projection says. */
  async ones(of: Collection, uuids: readonly (string | null)[], projection: Projection): Promise<(Row | null)[]> {
    const { loaders } = await this.read();
    const found = await loadAtOnce(uuids, (some) => loaders.byIds(of, some, projection));
    this.deliver(found.filter((row) => row !== null).length);
    return found;
  }

  /** The pages that an edge leads to from many rows at once. */
  async pages(edge: ToMany<Row>, rows: readonly Row[], args: ListArgs, projection: Projection) {
    const { loaders } = await this.read();
    const parents = rows.map(({ id }) => rawId(id));
    const pages = await loadAtOnce(parents, (some) => loaders.pages(edge, some, args, projection));
    return Promise.all(pages.map((page) => this.counted(Promise.resolve(page!))));
  }

  async batch<V, A>(edge: Batch<V, A>, key: string, args: A): Promise<V> {
    return (await this.read()).loaders.batch(edge, key, args);
  }

  /** The same for a list: what is in it is counted. */
  async batchList<V, A>(edge: Batch<V[], A>, key: string, args: A): Promise<V[]> {
    const list = await this.batch(edge, key, args);
    this.deliver(list.length);
    return list;
  }

  /** One root field of a mutation: all of it is kept, or nothing. */
  async write<T>(work: (db: Db) => Promise<T>): Promise<T> {
    if (this.viewer.role === 'READER') {
      throw new HubError('FORBIDDEN', 'This key has the role READER: writing needs REPORTER, RESPONDER or STEWARD.');
    }
    await this.endReading();
    this.refuseIfClosed();
    const { session } = await enter(this.options, 'write');
    return keepWork(session, () => work(session));
  }

  /** Forgets what an attempt at the answer has read and counted: another one begins. */
  async beginAnew(delivered: number): Promise<void> {
    await this.endReading();
    this.state.delivered = delivered;
    this.state.withheld.length = 0;
  }

  /** Ends the request: a resolver that still runs, because another one's error was the answer, gets nothing any more. */
  async close(): Promise<void> {
    this.state.closed = true;
    await this.endReading();
  }

  private async endReading(): Promise<void> {
    const reading = this.state.reading;
    this.state.reading = null;
    // Who asked for a transaction that could not be opened has been told.
    const entered = await reading?.catch(() => null);
    await entered?.session.rollback();
  }

  private refuseIfClosed(): void {
    if (this.state.closed) throw new HubError('DEADLINE_EXCEEDED', 'The request has been answered already.');
  }

  private async read() {
    this.refuseIfClosed();
    this.state.reading ??= enter(this.options, 'read').then((entered) => ({
      ...entered,
      loaders: new Loaders(entered.session),
    }));
    return this.state.reading;
  }

  get delivered(): number {
    return this.state.delivered;
  }

  private async counted<R>(page: Promise<Connection<R>>): Promise<Connection<R>> {
    const connection = await page;
    // A page costs at least 1: an empty one was looked for too.
    this.deliver(Math.max(1, connection.nodes.length));
    return connection;
  }

  private async countedOne<R>(row: Promise<R | null> | null): Promise<R | null> {
    const found = row ? await row : null;
    if (found) this.deliver(1);
    return found;
  }
}
