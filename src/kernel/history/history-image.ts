import type { Collection } from '../reading/collection';
import type { Registry } from '../registry';

export type Image = Record<string, unknown>;

/** A column of an image that names a record of another type. */
export interface ImageReference {
  column: string;
  collection: Collection;
  uuid: string;
}

/** Who else is named on a record is for those who are named on it. */
const namedOnly = ['coworker_ids', 'recipient_ids'];

/** What an image refers to, by the names of its columns: `site_id`, `b_device_id`, `system_id`. */
export function referencesOf(image: Image, registry: Registry): ImageReference[] {
  return Object.entries(image).flatMap(([column, value]) => {
    const name = /^(?:[ab]_)?(\w+)_id$/.exec(column)?.[1];
    const collection = name && registry.collections.find(({ table }) => table === name || table.endsWith(`_${name}`));
    return collection && typeof value === 'string' ? [{ column, collection, uuid: value }] : [];
  });
}

/** The image without what this viewer may not see: ids of hidden records, who is named on the record, and numbers that count all records. */
export function imageFor(image: Image, viewer: string, hidden: ReadonlySet<string>): Image {
  const { party_ids: parties, number: _number, ...shown } = image;
  const named = !Array.isArray(parties) || parties.includes(viewer);
  const entries = Object.entries(shown).filter(([column]) => named || !namedOnly.includes(column));
  return Object.fromEntries(entries.map(([column, value]) => [column, hidden.has(String(value)) ? null : value]));
}
