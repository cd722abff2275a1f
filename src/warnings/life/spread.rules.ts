import { groupsOf, Paths, walk } from './paths.rules';
import type { Thing } from './suppression.rules';

type Things = ReadonlyMap<string, Thing>;

/** Of what is down, and of all that does not work for it, the thing whose being down is the cause; nothing for what fails by itself. */
export function causesOfThings(things: Things, down: readonly string[]): Map<string, string> {
  const causes = causesByNeed(things, down);
  const tops = down.filter((id) => !causes.has(id));
  const groups = groupsOf(things, tops);
  const isDown = new Set(down);
  for (const members of groups.values())
    for (const id of members) if (!isDown.has(id)) causes.set(id, [...downNeeds(things, id, isDown)][0]!);
  spread(new Paths(things, groups), tops, causes);
  return causes;
}

/** What is down is caused by the nearest thing down that it needs; of things that need each other the first is the cause. */
function causesByNeed(things: Things, down: readonly string[]): Map<string, string> {
  const isDown = new Set(down);
  const needed = new Map(down.map((id) => [id, downNeeds(things, id, isDown)]));
  const causes = new Map<string, string>();
  for (const id of down) {
    const needs = needed.get(id)!;
    if (needs.size === 0) continue;
    const above = [...needs].find((other) => !needed.get(other)!.has(id));
    const cause = above ?? down.find((other) => other === id || needs.has(other))!;
    if (cause !== id) causes.set(id, cause);
  }
  return causes;
}

/** Nearest first; a thing in a circle of needs is among its own. */
function downNeeds(things: Things, id: string, isDown: ReadonlySet<string>): Set<string> {
  const needs = walk([id], (other) => (things.get(other)?.needs ?? []).filter((need) => things.has(need)));
  return new Set([...needs].filter((other) => isDown.has(other)));
}

/** From what fails by itself to all that is cut off by it, nearest first; what is met on the way and is down carries on as a cause of its own. */
function spread(paths: Paths, tops: readonly string[], causes: Map<string, string>): void {
  const queue = [...beginnings(paths, tops, causes)].flatMap((top) => carried(paths, top));
  const met = new Set(queue.map(({ id }) => id));
  for (const { id, cause } of queue)
    for (const other of [...paths.cutOff(id), ...paths.hanging(id)]) {
      if (met.has(other)) continue;
      causes.set(other, cause);
      const further = paths.groupOf.has(other) ? carried(paths, other) : [{ id: other, cause }];
      for (const step of further) met.add(step.id);
      queue.push(...further);
    }
}

const carried = (paths: Paths, top: string) => paths.members(top).map((id) => ({ id, cause: top }));

/**
 * What fails by itself and has no cause: what a working path leads up to; and a device or site on which two or more such links end. A link
 * that ends on such a device or site is caused by it.
 */
function beginnings(paths: Paths, tops: readonly string[], causes: Map<string, string>): string[] {
  const links = new Set(tops.filter((top) => paths.isLink(top) && paths.isReached(top)));
  const isBeginning = (top: string) =>
    !paths.isLink(top) && (paths.isReached(top) || paths.linksOf(top, links).size > 1);
  const hubs = tops.filter(isBeginning);
  for (const hub of hubs) for (const link of paths.linksOf(hub, links)) if (!causes.has(link)) causes.set(link, hub);
  return [...hubs, ...links];
}
