import type { Pool } from 'pg';
import type { Collection, Row } from './kernel/reading/collection';
import { Loaders, type Batch, type ToMany, type ToOne } from './kernel/reading/edges';
import { HubError } from './kernel/errors';
import { findPage, type Connection, type ListArgs } from './kernel/reading/page';
import type { Withheld } from './kernel/reading/withheld';
import type { Registry } from './kernel/registry';
import { Session, type Credential, type Db, type Identity } from './kernel/postgres/session';

export interface ContextOptions {
  registry: Registry;
  api: Pool;
  /** Connections as the user the program connects as: only that one may stop a statement of another connection. */
  canceller: Pool;
  credential: Credential;
  /** The address that the request comes from; null where it is not known. */
  peer: string | null;
  deadline: number;
  signal?: AbortSignal | undefined;
  onStatement?: ((text: string) => void) | undefined;
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

  async list<R extends Row>(of: Collection<R>, args: ListArgs): Promise<Connection<R>> {
    return this.counted(findPage((await this.read()).session, of, args, fewOwners(this.viewer, of)));
  }

  async byId<R extends Row>(of: Collection<R>, uuid: string): Promise<R | null> {
    return this.countedOne((await this.read()).loaders.byId(of, uuid));
  }

  async one<R extends Row>(edge: ToOne<R>, row: object): Promise<R | null> {
    return this.countedOne((await this.read()).loaders.one(edge, row));
  }

  async many<R extends Row>(edge: ToMany<R>, row: Row, args: ListArgs): Promise<Connection<R>> {
    return this.counted((await this.read()).loaders.many(edge, row, args));
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
    try {
      const result = await work(session);
      await session.commit();
      return result;
    } catch (error) {
      await session.rollback();
      throw error;
    }
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

/** The owners whose records a viewer sees, where they are few enough to go through one by one. */
const fewOwners = ({ reach }: Identity, { dataset }: Collection): readonly string[] | null =>
  dataset === 'INVENTORY' ? reach.inventory : dataset === 'SAMPLES' ? reach.samples : null;

async function enter(
  options: ContextOptions,
  mode: 'read' | 'write',
): Promise<{ session: Session; identity: Identity }> {
  const session = await Session.open(options.api, options.canceller, { mode, ...options });
  try {
    const identity = await session.enter(options.credential, options.peer);
    if (identity) return { session, identity };
  } catch (error) {
    await session.rollback();
    throw error;
  }
  await session.rollback();
  throw new HubError(
    'UNAUTHENTICATED',
    'No key in force matches: check that it is whole, not expired and not revoked.',
  );
}
