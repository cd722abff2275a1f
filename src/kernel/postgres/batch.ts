import pg, { Query, type PoolClient } from 'pg';
import { madeOnce } from '../made-once';
import { CellRow, Heading, type Fields } from './cells';
import { isPipelined } from './connections';

/** A statement and, where the connection keeps it prepared, its name there. */
export interface Statement {
  text: string;
  values: readonly unknown[];
  name?: string | undefined;
  /** What COPY FROM STDIN is to take, all of it: sent without waiting to be asked for it. */
  copied?: Buffer | undefined;
}

export interface Answer {
  rows: CellRow[];
  /** What was done, as the server says it: SELECT 3, COMMIT. */
  command: string;
}

type Sent = string | Buffer | null;
/** pg's types leave it out. */
const { prepareValue } = (pg as unknown as { utils: { prepareValue(value: unknown): Sent } }).utils;

/** What pg has of a connection to the server: its types do not name it. */
interface Wire {
  stream: { cork(): void; uncork(): void; destroy(): void };
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
  parse(statement: { text: string; name: string }): void;
  bind(values: { statement: string; values: readonly Sent[] }): void;
  describe(portal: { type: 'P'; name: '' }): void;
  execute(portal: object): void;
  sendCopyFromChunk(bytes: Buffer): void;
  endCopyFrom(): void;
  sync(): void;
}

/** What pg knows a query by. */
const PgQuery = Query as unknown as new (config: { text: string }) => object;

/** A prepared statement has the same columns each time: once they are known they are not asked for. */
const headingsOn = madeOnce((_wire: Wire) => new Map<string, Heading>());
const none = new Heading([]);

class Asked {
  readonly name: string;
  readonly text: string;
  private readonly values: readonly Sent[];
  private readonly copied: Buffer | undefined;
  readonly answer: Promise<Answer>;
  readonly rows: CellRow[] = [];
  heading = none;
  resolve!: (answer: Answer) => void;
  reject!: (error: Error) => void;

  constructor({ text, values, name = '', copied }: Statement) {
    this.name = name;
    this.text = text;
    this.copied = copied;
    this.values = values.map((value) => prepareValue(value));
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  send(wire: Wire): void {
    const { name, text, values } = this;
    if (!name || !(wire.parsedStatements[name] ?? wire.submittedNamedStatements[name])) {
      wire.parse({ text, name });
      if (name) wire.submittedNamedStatements[name] = text;
    }
    wire.bind({ statement: name, values });
    const known = headingsOn(wire).get(name);
    if (known) this.heading = known;
    else wire.describe({ type: 'P', name: '' });
    wire.execute({});
    if (!this.copied) return;
    wire.sendCopyFromChunk(this.copied);
    wire.endCopyFrom();
  }

  describe(wire: Wire, fields: Fields): void {
    this.heading = new Heading(fields);
    if (this.name) headingsOn(wire).set(this.name, this.heading);
  }
}

/**
 * Statements that are sent in one message and answered in one: pg ends each with a Sync, upon which Postgres sends what it has, and this program
 * is woken, each time. Where one fails Postgres passes over those behind it: they fail of the same error. pg calls the handlers with what
 * the server sends, and keeps the name as prepared that `name` and `text` have when the server says so.
 */
class Batch extends PgQuery {
  private readonly asked: Asked[] = [];
  private place = 0;
  private wire: Wire | undefined;
  name = '';
  text = '';

  constructor() {
    super({ text: '' });
  }

  put(statement: Statement): Promise<Answer> {
    const asked = new Asked(statement);
    this.asked.push(asked);
    return asked.answer;
  }

  sendOn(client: PoolClient): void {
    client.query(this as unknown as Query);
  }

  submit(wire: Wire): null {
    this.wire = wire;
    wire.stream.cork();
    try {
      for (const asked of this.asked) asked.send(wire);
      wire.sync();
    } finally {
      wire.stream.uncork();
    }
    this.goTo(0);
    return null;
  }

  handleRowDescription({ fields }: { fields: Fields }): void {
    this.current.describe(this.wire!, fields);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    const { rows, heading } = this.current;
    rows.push(new CellRow(heading, fields));
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { rows, resolve } = this.current;
    resolve({ rows, command: text });
    this.goTo(this.place + 1);
  }

  handleError(error: Error): void {
    for (const { name, reject } of this.asked.slice(this.place)) {
      delete this.wire?.submittedNamedStatements[name];
      reject(error);
    }
  }

  /** What is copied has been sent already. */
  handleCopyInResponse(): void {}

  /** Each statement has its answer already. */
  handleReadyForQuery(): void {}

  private get current(): Asked {
    return this.asked[this.place]!;
  }

  private goTo(place: number): void {
    this.place = place;
    this.name = this.asked[place]?.name ?? '';
    this.text = this.asked[place]?.text ?? '';
  }
}

const gathering = new WeakMap<PoolClient, Batch>();

/** Sends a statement together with all that are sent on the connection in the same turn of the program; a connection that is no pipeline by itself. */
export function send(client: PoolClient, statement: Statement): Promise<Answer> {
  const gathered = gathering.get(client);
  if (gathered) return gathered.put(statement);
  const batch = new Batch();
  const answer = batch.put(statement);
  if (!isPipelined(client)) batch.sendOn(client);
  else {
    gathering.set(client, batch);
    setImmediate(() => {
      gathering.delete(client);
      batch.sendOn(client);
    });
  }
  return answer;
}
