import type { Thing } from '../../../src/warnings/life/suppression.rules';

type Things = ReadonlyMap<string, Thing>;

/** What plain words say of a topology, by trying every path; slow, and written without a look at the rule. */
export class PathOracle {
  constructor(private readonly things: Things) {}

  /** All that a thing needs, and that needs, and so on. */
  needsOf(id: string, met = new Set<string>()): Set<string> {
    for (const need of this.things.get(id)!.needs)
      if (this.things.has(need) && !met.has(need)) this.needsOf(need, met.add(need));
    return met;
  }

  /** Down, or in need of something that is. */
  isBroken(id: string, down: ReadonlySet<string>): boolean {
    return down.has(id) || [...this.needsOf(id)].some((need) => down.has(need));
  }

  /** Whether some path to a root has nothing broken on it; the thing itself is not asked. */
  hasPath(id: string, down: ReadonlySet<string>, tried = new Set<string>()): boolean {
    const { isRoot, ways } = this.things.get(id)!;
    if (isRoot) return true;
    tried.add(id);
    return ways.some((way) => !tried.has(way) && !this.isBroken(way, down) && this.hasPath(way, down, tried));
  }

  /** A thing with all that needs it. */
  withNeeders(id: string): string[] {
    return [...this.things.keys()].filter((other) => other === id || this.needsOf(other).has(id));
  }

  /** What fails by itself: it needs nothing that is down, save what needs it in turn. */
  failsByItself(id: string, down: ReadonlySet<string>): boolean {
    return [...this.needsOf(id)].every((need) => !down.has(need) || this.needsOf(need).has(id));
  }

  /** Whether a working path leads up to it, or to what it brings down. */
  isReached(id: string, down: ReadonlySet<string>): boolean {
    return this.withNeeders(id).some((member) => this.isPlaced(member) && this.hasPath(member, down));
  }

  isPlaced(id: string): boolean {
    return this.hasPath(id, new Set());
  }

  /** The links that are down and reached, and end on a thing or on what it brings down. */
  cutLinks(id: string, down: ReadonlySet<string>): string[] {
    const ends = new Set(this.withNeeders(id));
    return [...down].filter(
      (link) => this.isLink(link) && this.isReached(link, down) && this.ends(link).some((end) => ends.has(end)),
    );
  }

  /** Why something that is down is told and not held back; null where it should be held back. */
  whyTold(id: string, down: ReadonlySet<string>): string | null {
    if (!this.failsByItself(id, down)) return null;
    const isReached = this.isReached(id, down);
    if (this.isLink(id) && isReached) return this.endsOnTold(id, down) ? null : 'a link that a path leads up to';
    if (isReached) return 'a path leads up to it';
    if (!this.isLink(id) && this.cutLinks(id, down).length > 1) return 'its links fail with it';
    return this.isCutOff(id, down) ? null : 'no path to it is lost';
  }

  /** It had a path and has none; or it never had one, and so it is with something that it needs. */
  isCutOff(id: string, down: ReadonlySet<string>, asked = new Set<string>()): boolean {
    if (this.isPlaced(id)) return !this.hasPath(id, down);
    asked.add(id);
    const needs = this.things.get(id)!.needs.filter((need) => this.things.has(need) && !asked.has(need));
    return needs.some((need) => this.isCutOff(need, down, asked));
  }

  private endsOnTold(link: string, down: ReadonlySet<string>): boolean {
    const hosts = [...down].filter((other) => !this.isLink(other) && this.failsByItself(other, down));
    return hosts.some(
      (host) =>
        this.withNeeders(host).some((member) => this.ends(link).includes(member)) &&
        (this.isReached(host, down) || this.cutLinks(host, down).length > 1),
    );
  }

  private ends(link: string): readonly string[] {
    return this.things.get(link)!.ways;
  }

  private isLink(id: string): boolean {
    return this.things.get(id)?.kind === 'LINK';
  }
}
