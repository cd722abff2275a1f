import type { Collection } from './reading/collection';
import { parseId } from './ids';

/** Every type that has ids of its own, found by the prefix of an id. Filled by schema.ts. */
export class Registry {
  private readonly byPrefix: Map<string, Collection>;

  constructor(readonly collections: readonly Collection[]) {
    this.byPrefix = new Map(collections.map((collection) => [collection.prefix, collection]));
  }

  /** The collection and the UUID that an id names; null for anything that is no id. */
  locate(id: string): { collection: Collection; uuid: string } | null {
    const parsed = parseId(id);
    const collection = parsed && this.byPrefix.get(parsed.prefix);
    return parsed && collection ? { collection, uuid: parsed.uuid } : null;
  }

  typeNameOf(id: string): string | undefined {
    return this.locate(id)?.collection.typeName;
  }
}
