import type { Random } from '../random';
import { Sight } from '../worlds/oracle/sight';
import type { Organization } from '../worlds/world/directory-model';
import { everything, idOf, type World } from '../worlds/world/things';
import type { FollowedFilter } from './followed-filter';

/** A change as a consumer is told of it, whatever the road. */
export interface Delivered {
  cursor: string;
  operation: string;
  nodeId: string;
  type: string;
  node: Record<string, unknown> | null;
  ranges: { series: string; from: string; to: string }[] | null;
}
export interface DeliveredPage {
  changes: Delivered[];
  endCursor: string;
  hasMore: boolean;
}

/** A way by which a feed is followed, from a cursor on or from the beginning. */
export interface FeedRoad {
  name: string;
  read: (cursor: string | null, filter: object | null, first: number) => Promise<DeliveredPage>;
  /** Records as they stand for this viewer, by their ids, with what `read` gives of them. */
  standing: (ids: readonly string[]) => Promise<(Record<string, unknown> | null)[]>;
}

interface Kept {
  cursor: string | null;
  records: Map<string, string>;
  ranges: Map<string, [from: number, to: number][]>;
}

/** Follows a feed as a partner would, with a replica of what it was told; judges at each delivery whether it may be told so. */
export class Consumer {
  readonly faults: string[] = [];
  deliveries = 0;
  private kept: Kept = { cursor: null, records: new Map(), ranges: new Map() };
  private backup: Kept = this.kept;
  /** Ids of all that its organization could see at any time. */
  private readonly everSeen = new Set<string>();
  private sight: Sight | null = null;

  constructor(
    readonly name: string,
    readonly organization: Organization,
    readonly road: FeedRoad,
    readonly filter: FollowedFilter,
  ) {}

  /** The world stands so now: what is told from here on is judged by it. */
  look(world: World): void {
    this.sight = new Sight(
      world,
      world.Organization.find(({ id }) => id === this.organization.id)!,
    );
    for (const thing of everything(world)) if (this.sight.sees(thing)) this.everSeen.add(idOf(thing));
  }

  /** Reads a page, and may lose what it had after some of it: a consumer that crashes goes on from where it wrote down last. */
  async readSome(random: Random): Promise<boolean> {
    if (random.chance(0.1)) this.backup = copyOf(this.kept);
    const page = await this.road.read(this.kept.cursor, this.filter.input, 1 + random.whole(60));
    const taken = random.chance(0.2) ? random.whole(page.changes.length + 1) : page.changes.length;
    for (const change of page.changes.slice(0, taken)) this.take(change);
    if (taken === page.changes.length) this.kept.cursor = page.endCursor;
    if (random.chance(0.05)) this.kept = copyOf(this.backup);
    return page.hasMore || taken < page.changes.length;
  }

  async settle(): Promise<void> {
    for (let pages = 0; pages < 2000; pages += 1) {
      const page = await this.road.read(this.kept.cursor, this.filter.input, 200);
      page.changes.forEach((change) => this.take(change));
      this.kept.cursor = page.endCursor;
      if (!page.hasMore) return;
    }
    throw new Error(`${this.name} comes to no end`);
  }

  private take(change: Delivered): void {
    this.deliveries += 1;
    this.judge(change);
    const { nodeId, node, operation, ranges } = change;
    this.kept.cursor = change.cursor;
    if (operation === 'WITHDRAWN' || operation === 'DELETED') {
      this.kept.records.delete(nodeId);
      this.kept.ranges.delete(nodeId);
    } else if (operation !== 'APPENDED') this.kept.records.set(nodeId, JSON.stringify(node));
    for (const { series, from, to } of ranges ?? [])
      this.kept.ranges.set(series, [...(this.kept.ranges.get(series) ?? []), [Date.parse(from), Date.parse(to)]]);
  }

  /** Against the oracle, which knows nothing of feeds. */
  private judge({ nodeId, node, operation, ranges }: Delivered): void {
    const sees = (id: string) => this.expected().has(id);
    if (operation === 'WITHDRAWN' || operation === 'DELETED') {
      if (node !== null || !this.everSeen.has(nodeId)) this.fault(`${operation} of ${nodeId}, which it never saw`);
    } else if (operation !== 'APPENDED' && (node === null || !sees(nodeId)))
      this.fault(`${operation} of ${nodeId}, which it does not see`);
    for (const { series } of ranges ?? []) if (!sees(series)) this.fault(`ranges of ${series}, which it does not see`);
  }

  private fault(what: string): void {
    this.faults.push(`${this.name}: ${what}`);
  }

  private expected(): Set<string> {
    const sight = this.sight!;
    const things = everything(sight.world).filter((thing) => sight.sees(thing) && this.filter.fits(thing));
    return new Set(things.map(idOf));
  }

  /** Whether the replica is what there is to see, no less and no more, with the content that the ordinary roads give. */
  async conclude(): Promise<void> {
    const expected = [...this.expected()].sort();
    const held = [...this.kept.records.keys()].sort();
    for (const id of expected) if (!this.kept.records.has(id)) this.fault(`lacks ${id}`);
    for (const id of held) if (!this.expected().has(id)) this.fault(`holds ${id}, which it does not see`);
    const standing = await this.road.standing(held);
    for (const [i, id] of held.entries())
      if (JSON.stringify(standing[i]) !== this.kept.records.get(id))
        this.fault(`holds ${id} as ${this.kept.records.get(id)}, not as ${JSON.stringify(standing[i])}`);
    this.concludeSamples();
  }

  private concludeSamples(): void {
    const { world } = this.sight!;
    for (const series of world.Series.filter((one) => this.expected().has(idOf(one)))) {
      const ranges = this.kept.ranges.get(idOf(series)) ?? [];
      const missed = series.samples.filter(
        ({ at }) => !ranges.some(([from, to]) => from <= at * 1000 && at * 1000 <= to),
      );
      if (missed.length > 0) this.fault(`was not told of ${missed.length} samples of ${idOf(series)}`);
    }
  }
}

const copyOf = ({ cursor, records, ranges }: Kept): Kept => ({
  cursor,
  records: new Map(records),
  ranges: new Map(ranges),
});
