import { causesOfThings } from './spread.rules';

/** A thing of the inventory as far as one failure can stop another. */
export interface Thing {
  id: string;
  kind: 'SITE' | 'DEVICE' | 'LINK' | 'INTERFACE' | 'SYSTEM';
  /** it fails with any of these: its site, its device, its link, the systems it is made of or needs */
  needs: readonly string[];
  /** the neighbours through which it is reached: one that works is enough */
  ways: readonly string[];
  /** where paths begin: a device of the center, an uplink, or the edge of what was read */
  isRoot: boolean;
}

/** A warning that is open and says of its thing that it is down, or (not `isDown`) that it is worse for a reason that may lie before it. */
export interface OpenWarning {
  id: string;
  thing: string;
  isDown: boolean;
  /** a voice that was heard stays the voice */
  isTold: boolean;
  raisedAt: Date;
}

/**
 * The direct cause of every open warning that has one. A thing is behind what fails where it needs it, or where every path to a root leads
 * through what fails: another path that works is enough. A thing that is down has one voice, the first warning that says so; its
 * others are caused by that. The causes make trees: each ends in a warning without a cause, whatever circles the topology has.
 *
 * A device and its links often fall silent together. Where one link is left that leads to what works, the link is the cause; where
 * two or more such links fail with the device, the device is.
 */
export function causesOf(things: ReadonlyMap<string, Thing>, open: readonly OpenWarning[]): Map<string, string> {
  const known = open.filter(({ thing }) => things.has(thing)).toSorted(inOrder);
  const placeOf = placesOf(things, known);
  const voices = new Map<string, string>();
  for (const warning of known.toSorted((a, b) => Number(standsIn(a, placeOf)) - Number(standsIn(b, placeOf))))
    if (warning.isDown && !voices.has(placeOf(warning))) voices.set(placeOf(warning), warning.id);

  const causes = causesOfThings(things, [...voices.keys()]);
  const found = new Map<string, string>();
  for (const warning of known) {
    const voice = voices.get(placeOf(warning));
    const cause = voice === undefined || voice === warning.id ? voices.get(causes.get(placeOf(warning)) ?? '') : voice;
    if (cause !== undefined) found.set(warning.id, cause);
  }
  return found;
}

type PlaceOf = (warning: OpenWarning) => string;

/** What a warning speaks for: its thing; but an interface that is down while its device and site are not speaks for its link. */
function placesOf(things: ReadonlyMap<string, Thing>, open: readonly OpenWarning[]): PlaceOf {
  const down = new Set(open.filter(({ isDown }) => isDown).map(({ thing }) => thing));
  const isBroken = (id: string): boolean =>
    down.has(id) || (things.get(id)?.needs ?? []).some((need) => down.has(need));
  return ({ thing, isDown }) => {
    const { kind, needs } = things.get(thing)!;
    if (kind !== 'INTERFACE' || !isDown) return thing;
    const isLink = (id: string) => things.get(id)?.kind === 'LINK';
    const link = needs.find(isLink);
    return link === undefined || needs.some((need) => !isLink(need) && isBroken(need)) ? thing : link;
  };
}

const standsIn = (warning: OpenWarning, placeOf: PlaceOf): boolean => placeOf(warning) !== warning.thing;

const inOrder = (a: OpenWarning, b: OpenWarning): number =>
  Number(b.isTold) - Number(a.isTold) || a.raisedAt.getTime() - b.raisedAt.getTime() || (a.id < b.id ? -1 : 1);
