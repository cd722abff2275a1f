import { walk } from './paths.rules';
import type { Thing } from './suppression.rules';

/** What was read of a network so far. */
export interface Known {
  things: ReadonlyMap<string, Thing>;
  /** where reading began: what has changed, or is to be judged */
  starts: ReadonlySet<string>;
  failing: ReadonlySet<string>;
  /** devices and sites of which the links were not read yet, and how many those may be */
  unread: ReadonlyMap<string, number>;
}

export interface Explored {
  /** what is known well enough to be judged: where reading began, and all that no path to a root is known of */
  judged: Set<string>;
  /** what to read next, what leads on most likely first; nothing once the rest is known to be reached */
  next: string[];
}

/**
 * What lies around what fails, cut where it fails: each part is followed until it leads to a root, or until nothing is left of it. So
 * a part that is cut off is known as a whole, and of the network that works no more than the way to a root.
 */
export function explore({ things, starts, failing, unread }: Known): Explored {
  const leadsTo = linked(things);
  const isCut = (id: string) =>
    starts.has(id) || failing.has(id) || (things.get(id)?.needs ?? []).some((need) => failing.has(need));
  const waysOf = (id: string) => (things.get(id)?.ways ?? []).filter((way) => things.has(way));
  const working = (id: string) => waysOf(id).filter((way) => !isCut(way));
  const judged = new Set([...starts].filter((id) => things.has(id)));
  const next = new Set<string>();
  const seen = new Set<string>();
  for (const id of judged) {
    if (unread.has(id)) next.add(id);
    for (const other of [...waysOf(id), ...(leadsTo.get(id) ?? [])]) {
      if (isCut(other)) judged.add(other);
      else if (!seen.has(other)) {
        const part = [other, ...walk([other], working)];
        for (const member of part) seen.add(member);
        const ahead = part.filter((member) => unread.has(member));
        if (part.some((member) => things.get(member)!.isRoot)) continue;
        if (ahead.length === 0) for (const member of part) judged.add(member);
        for (const member of ahead) next.add(member);
      }
    }
  }
  return { judged, next: [...next].sort((a, b) => unread.get(b)! - unread.get(a)!) };
}

/** What each leads on to, but for sites: these are reached through what stands there, and lead to what has no link. */
function linked(things: ReadonlyMap<string, Thing>): Map<string, string[]> {
  const leadsTo = new Map<string, string[]>();
  for (const { id, kind, ways } of things.values())
    if (kind !== 'SITE')
      for (const way of ways) {
        const list = leadsTo.get(way);
        if (list) list.push(id);
        else leadsTo.set(way, [id]);
      }
  return leadsTo;
}
