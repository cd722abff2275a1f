import type { ContextOptions, DeliveryTerms } from './context-options';
import { refuseReader } from './directory/refuse-reader';
import type { Question } from './feeds/live/question';
import type { Collection, Row } from './kernel/reading/collection';
import type { Batch, ToAll, ToAny, ToMany, ToOne } from './kernel/reading/edges';
import { Loaders } from './kernel/reading/loaders';
import { HubError } from './kernel/errors';
import { fewOwners } from './kernel/reading/narrow-page';
import { findPage, type Connection, type ListArgs } from './kernel/reading/page';
import { asObjects, type Reading } from './kernel/reading/row-form';
import { readRoot, type WholeList } from './kernel/reading/whole-list';
import type { Withheld } from './kernel/reading/withheld';
import type { Registry } from './kernel/registry';
import type { KeyLimits } from './monitoring/push/series-limits';
import { keepBeside, keepWork } from './kernel/postgres/keep-work';
import { begin, enter } from './kernel/postgres/enter';
import type { Db, Session } from './kernel/postgres/session';
import { isSameIdentity, type Identity } from './kernel/postgres/identity';

interface State {
  reading: Promise<ReturnType<typeof readingBy>> | null;
  closed: boolean;
  delivered: number;
  withheld: Withheld[];
}

const readingBy = (session: Session) => ({ session, loaders: new Loaders(session) });

/**
 * What a resolver has: the viewer, the edges, and for a mutation one writing transaction. All reading of an operation runs in one
 * read-only transaction on one connection, so that an answer shows one moment; a write ends it, and the next read begins anew.
 */
export class Context {
  /** By reference: Apollo hands a shallow copy of the context to the resolvers. */
  private readonly state: State = { reading: null, closed: false, delivered: 0, withheld: [] };
  /** The data of the answer, where it is written already; by reference for the same reason. */
  readonly written: { data: Buffer | null } = { data: null };
  /** Whether a subscription would be followed, and the one that was asked for; by reference for the same reason. */
  readonly following: { isOffered: boolean; asked: Question | null } = { isOffered: false, asked: null };
  /** The wire's limit on cost puts its estimate here. */
  requestedCost = 1;
  readonly now = (): Date => (this.options.clock ?? (() => new Date()))();
  readonly feedHorizonDays = (): number => this.options.feedHorizonDays;
  readonly beside = <T>(work: (db: Db) => Promise<T>): Promise<T> => keepBeside(this.options, work);
  readonly delivery = (): DeliveryTerms => this.options.delivery;
  readonly limits = (): KeyLimits => this.options.limitsOf(this.viewer.clientId);

  private constructor(
    private readonly options: ContextOptions,
    readonly viewer: Identity,
    private readonly identity: Promise<Identity>,
  ) {}

  /** Resolves the key before anything of the request is looked at; who it is assumed to be is to be confirmed before the answer goes out. */
  static async open(options: ContextOptions): Promise<Context> {
    const { session, identity } = await begin(options, 'read');
    const context = new Context(options, options.assumed ?? (await identity), identity);
    context.state.reading = Promise.resolve(readingBy(session));
    return context;
  }

  /** Who the key is; null where it opens nothing or is not who it was assumed to be. What has been read is worth nothing then. */
  async confirmed(): Promise<Identity | null> {
    const identity = await this.identity.catch(() => null);
    return identity && isSameIdentity(identity, this.viewer) ? identity : null;
  }

  get registry(): Registry {
    return this.options.registry;
  }

  get delivered(): number {
    return this.state.delivered;
  }

  /** Counts records that go out, for the cost of the answer. */
  readonly deliver = (records: number): void => void (this.state.delivered += records);

  /** Keeps what the answer is to say about withheld fields. */
  readonly withhold = (withheld: Withheld): void => void this.state.withheld.push(withheld);

  get withheld(): readonly Withheld[] {
    return this.state.withheld;
  }

  async db(): Promise<Db> {
    return (await this.read()).session;
  }

  async list<R extends Row>(of: Collection<R>, args: ListArgs): Promise<Connection<R>> {
    return this.page(of, args, asObjects(of));
  }

  async page<R>(of: Collection, args: ListArgs, reading: Reading<R>): Promise<Connection<R>> {
    return this.deliverPage(await findPage(await this.db(), of, args, fewOwners(this.viewer, of), reading));
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
    return this.deliverPage(await (await this.read()).loaders.many(edge, row, args));
  }

  async all<R extends object, A>(edge: ToAll<R, A>, row: Row, args: A): Promise<R[]> {
    return this.deliverList(await (await this.read()).loaders.all(edge, row, args));
  }

  async rows<A>(list: WholeList<A>, args: A): Promise<object[]> {
    return this.deliverList(await readRoot((await this.read()).session, list, args, asObjects(list.target)));
  }

  async any(edge: ToAny, row: Row): Promise<Row[]> {
    return this.deliverList(await (await this.read()).loaders.any(edge, row));
  }

  async batch<V, A>(edge: Batch<V, A>, key: string, args: A): Promise<V> {
    return (await this.read()).loaders.batch(edge, key, args);
  }

  /** One root field of a mutation: all of it is kept, or nothing. */
  async write<T>(work: (db: Db) => Promise<T>): Promise<T> {
    refuseReader(this.viewer);
    return this.keep(work);
  }

  /** The same of what a client keeps for itself, whatever its role. */
  async keep<T>(work: (db: Db) => Promise<T>): Promise<T> {
    // Not sent: the request is attempted again without assuming.
    if (!(await this.confirmed())) throw new HubError('UNAUTHENTICATED', 'The key has changed: send it again.');
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

  /** What an operation reads by. */
  async read(): Promise<ReturnType<typeof readingBy>> {
    this.refuseIfClosed();
    this.state.reading ??= enter(this.options, 'read').then(({ session }) => readingBy(session));
    return this.state.reading;
  }

  /** A page costs at least 1: an empty one was looked for too. */
  deliverPage<R>(page: Connection<R>): Connection<R> {
    this.deliver(Math.max(1, page.nodes.length));
    return page;
  }

  deliverList<R>(list: R[]): R[] {
    this.deliver(list.length);
    return list;
  }

  private async countedOne<R>(row: Promise<R | null> | null): Promise<R | null> {
    const found = row ? await row : null;
    if (found) this.deliver(1);
    return found;
  }
}
