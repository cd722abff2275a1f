import type { Collection, Place } from './reading/collection';
import { HubError } from './errors';
import { parseId } from './ids';

/** Every type that has ids of its own, found by the prefix of an id. Filled by schema.ts. */
export class Registry {
  private readonly byPrefix: Map<string, Collection>;

  constructor(readonly collections: readonly Collection[]) {
    this.byPrefix = new Map(collections.map((collection) => [collection.prefix, collection]));
  }

  /** The collection and the UUID that an id names; null for anything that is no id. */
  locate(id: string): Place | null {
    const parsed = parseId(id);
    const collection = parsed && this.byPrefix.get(parsed.prefix);
    return parsed && collection ? { collection, uuid: parsed.uuid } : null;
  }

  /** The same where it must be an id. */
  placeOf(id: string): Place {
    const place = this.locate(id);
    if (place) return place;
    throw new HubError('BAD_USER_INPUT', `"${id.slice(0, 60)}" is not an id: use one that the hub returned.`);
  }

  typeNameOf(id: string): string | undefined {
    return this.locate(id)?.collection.typeName;
  }
}
