import { setTimeout as pause } from 'node:timers/promises';
import { roads } from './subscribers';
import { answerOrUnsure, ask } from './unsure';

const content = '... on Device { id name owner { code } updatedAt }';
const filter = { types: ['Device'] };
const change = `cursor operation nodeId node { ${content} }`;
const asking = `query($after: Cursor, $filter: ChangeFilter) {
  changes(after: $after, filter: $filter, first: 20) { changes { ${change} } endCursor hasMore }
}`;
const following = `subscription($after: Cursor, $filter: ChangeFilter) { changes(after: $after, filter: $filter) { ${change} } }`;
const listing = `query($after: String) {
  devices(first: 100, after: $after) { nodes { id name owner { code } updatedAt } pageInfo { endCursor hasNextPage } }
}`;

interface Kept {
  id: string;
  owner: { code: string };
}
interface Told {
  cursor: string;
  operation: string;
  nodeId: string;
  node: Kept | null;
}
interface Page {
  changes: Told[];
  endCursor: string;
  hasMore: boolean;
}

export const consumerRoads = ['pages', 'WebSocket', 'server-sent events'] as const;

/** Follows devices by one road, and goes on from the cursor that it keeps with its replica whenever that breaks. */
export class LastingConsumer {
  readonly replica = new Map<string, string>();
  /** Ids that anything was told of. */
  readonly told = new Set<string>();
  /** Owners of what it was shown. */
  readonly owners = new Set<string>();
  deliveries = 0;
  breaks = 0;
  private cursor: string | null = null;
  private isOver = false;
  private readonly running: Promise<void>;

  constructor(
    readonly road: (typeof consumerRoads)[number],
    private readonly url: string,
    private readonly key: string,
  ) {
    this.running = this.run();
    // Whoever waits is told.
    this.running.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  /** What the ordinary list shows to the same key, and is not held so; and what is held besides. */
  async differences(): Promise<string[]> {
    await Promise.race([this.running, Promise.resolve()]);
    const listed = await answerOrUnsure(() => this.list());
    if (typeof listed === 'string') return [`the list is ${listed}`];
    const lacking = [...listed].filter(([id, node]) => this.replica.get(id) !== node).map(([, node]) => `not ${node}`);
    const besides = [...this.replica].filter(([id]) => !listed.has(id)).map(([, node]) => `still ${node}`);
    return [...lacking, ...besides];
  }

  private async list(): Promise<Map<string, string>> {
    const listed = new Map<string, string>();
    for (let after: string | null = null; ;) {
      const { devices }: Listed = await ask<Listed>(this.url, this.key, listing, { after });
      for (const node of devices.nodes) listed.set(node.id, JSON.stringify(node));
      if (!devices.pageInfo.hasNextPage) return listed;
      after = devices.pageInfo.endCursor;
    }
  }

  private async run(): Promise<void> {
    while (!this.isOver) await (this.road === 'pages' ? this.readPage() : this.follow(this.road));
  }

  private async readPage(): Promise<void> {
    const answer = await answerOrUnsure(() =>
      ask<{ changes: Page }>(this.url, this.key, asking, { after: this.cursor, filter }),
    );
    if (typeof answer === 'string') return this.rest();
    answer.changes.changes.forEach((one) => this.take(one));
    this.cursor = answer.changes.endCursor;
    if (!answer.changes.hasMore) await pause(30);
  }

  /** Until it breaks. */
  private async follow(road: keyof typeof roads): Promise<void> {
    const variables = { after: this.cursor, filter };
    const told = roads[road]<{ changes: Told }>({ url: this.url }, this.key, following, variables);
    let taken = 0;
    const takeAll = () => {
      for (; taken < told.data.length; taken += 1) this.take(told.data[taken]!.changes);
    };
    while (!this.isOver && !told.closed && !told.isComplete && told.errors.length === 0) {
      await pause(10);
      takeAll();
    }
    takeAll();
    await told.stop();
    const strange = told.errors.filter(({ extensions }) => extensions && extensions['code'] !== 'UNAVAILABLE');
    if (strange.length > 0) throw new Error(`After ${placeIn(variables.after)}: ${JSON.stringify(strange)}`);
    await this.rest();
  }

  private rest(): Promise<void> {
    this.breaks += 1;
    return pause(50);
  }

  private take({ cursor, operation, nodeId, node }: Told): void {
    this.deliveries += 1;
    this.told.add(nodeId);
    if (node) this.owners.add(node.owner.code);
    if (operation === 'DELETED' || operation === 'WITHDRAWN') this.replica.delete(nodeId);
    // Null where it is gone since: that is told next.
    else if (node) this.replica.set(nodeId, JSON.stringify(node));
    this.cursor = cursor;
  }
}

/** What a cursor holds behind its signature, for who reads of a failure. */
const placeIn = (cursor: string | null): string => {
  const [common = '', ...place] = cursor?.slice(22).split(':') ?? [];
  return [Buffer.from(common, 'base64url').toString(), ...place].join(' ');
};

interface Listed {
  devices: { nodes: Kept[]; pageInfo: { endCursor: string | null; hasNextPage: boolean } };
}
