import type { JsonBytes } from './json-bytes';

/** A list of plain values, none of them null where its type has none, that knows its own JSON: longer ones are written faster so. */
export abstract class JsonList<T> implements Iterable<T> {
  abstract writeTo(out: JsonBytes): void;
  abstract [Symbol.iterator](): Iterator<T>;
}
