import type { Thing } from './suppression.rules';

type Things = ReadonlyMap<string, Thing>;

/** Everything that `next` leads to from these, nearest first, they themselves left out unless something leads back. */
export function walk(from: readonly string[], next: (id: string) => readonly string[]): Set<string> {
  const met = new Set<string>();
  const queue = [...from];
  for (const id of queue)
    for (const other of next(id)) {
      if (met.has(other)) continue;
      met.add(other);
      queue.push(other);
    }
  return met;
}

/** Of each thing that fails by itself, it and all that fails with it for needing it; what several bring down is of the first. */
export function groupsOf(things: Things, tops: readonly string[]): Map<string, string[]> {
  const needers = reverse(things, ({ needs }) => needs);
  const taken = new Set<string>(tops);
  const groups = new Map<string, string[]>();
  for (const top of tops) {
    const isNew = (id: string) => !taken.has(id);
    const members = walk([top], (id) => (needers.get(id) ?? []).filter(isNew));
    for (const id of members) taken.add(id);
    groups.set(top, [top, ...members]);
  }
  return groups;
}

/** How a network hangs together once some of it fails. */
export class Paths {
  /** by each thing that does not work because it, or what it needs, is down: what fails by itself */
  readonly groupOf = new Map<string, string>();
  private readonly leadsTo: ReadonlyMap<string, string[]>;
  private readonly needers: ReadonlyMap<string, string[]>;
  private readonly placed: ReadonlySet<string>;
  private readonly reached: ReadonlySet<string>;

  constructor(
    private readonly things: Things,
    private readonly groups: ReadonlyMap<string, readonly string[]>,
  ) {
    for (const [top, members] of groups) for (const id of members) this.groupOf.set(id, top);
    this.leadsTo = reverse(things, ({ ways }) => ways);
    this.needers = reverse(things, ({ needs }) => needs);
    this.placed = this.reachable(() => true);
    this.reached = this.reachable((id) => !this.groupOf.has(id));
  }

  isLink(id: string): boolean {
    return this.things.get(id)?.kind === 'LINK';
  }

  members(top: string): readonly string[] {
    return this.groups.get(top) ?? [];
  }

  /** Whether a path that works leads up to what fails. */
  isReached(top: string): boolean {
    return this.members(top).some((id) => {
      const { isRoot, ways } = this.things.get(id)!;
      return isRoot || ways.some((way) => this.reached.has(way));
    });
  }

  /** The links among these that end on a failing thing or on what fails with it. */
  linksOf(top: string, links: ReadonlySet<string>): Set<string> {
    const ways = this.members(top).flatMap((id) => this.things.get(id)!.ways);
    return new Set(ways.filter((way) => links.has(way)));
  }

  /** What this leads to and no working path reaches, with all that fails with it. What never had a path has none to lose. */
  cutOff(id: string): string[] {
    const isCutOff = (other: string) => this.placed.has(other) && !this.reached.has(other);
    return (this.leadsTo.get(id) ?? []).filter(isCutOff).map((other) => this.groupOf.get(other) ?? other);
  }

  /** What needs this, or is in one circle of needs with what does; save what needs something that is down already. */
  hanging(id: string): string[] {
    return (this.needers.get(id) ?? [])
      .map((other) => [other, this.groupOf.get(other) ?? other] as const)
      .filter(([other, top]) => other === top || this.needs(top, other))
      .flatMap(([, top]) => (this.reached.has(top) ? [] : [top]));
  }

  private needs(id: string, other: string): boolean {
    return walk([id], (met) => this.things.get(met)?.needs ?? []).has(other);
  }

  private reachable(works: (id: string) => boolean): Set<string> {
    const roots = [...this.things.values()].flatMap(({ id, isRoot }) => (isRoot && works(id) ? [id] : []));
    const met = walk(roots, (id) => (this.leadsTo.get(id) ?? []).filter(works));
    for (const root of roots) met.add(root);
    return met;
  }
}

function reverse(things: Things, of: (thing: Thing) => readonly string[]): Map<string, string[]> {
  const back = new Map<string, string[]>();
  for (const thing of things.values())
    for (const id of of(thing)) {
      const list = back.get(id);
      if (list) list.push(thing.id);
      else back.set(id, [thing.id]);
    }
  return back;
}
