import { markings, type Tlp } from '../../sharing/sharing.values';
import { isObject, type JsonObject } from './object-reader.rules';

/** The strictest TLP marking that a document puts on itself; null where it has none. Both versions of TLP are read; WHITE is CLEAR. */
export function markingOf(document: JsonObject): Tlp | null {
  const [marks, defined] = [document['markings'], document['data_marking_definitions']];
  if (!Array.isArray(marks) || !isObject(defined)) return null;
  const found = marks.flatMap((id: unknown) => {
    const definition = defined[String(id)];
    if (!isObject(definition)) return [];
    const level = String(definition['tlpv2_level'] ?? definition['tlp_level'] ?? definition['name'] ?? '');
    const name = level.toUpperCase().replace(/^TLP:/, '').replace('+', '_').replace('WHITE', 'CLEAR');
    return markings.filter((marking) => marking === name);
  });
  return found.toSorted((a, b) => markings.indexOf(b) - markings.indexOf(a))[0] ?? null;
}

/** Whether a marking reaches further than another. */
export const isWider = (marking: Tlp, than: Tlp): boolean => markings.indexOf(marking) < markings.indexOf(than);
