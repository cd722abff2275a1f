import { hash } from 'node:crypto';
import { HubError } from '../errors';
import { remembered } from '../remembered';

/** Whether a part of a cursor is of its kind: what Postgres would refuse for a value was never a part of ours. */
export type IsPart<T> = (part: unknown) => part is T;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const longest = 4000;
const markOf = remembered((kind) => hash('sha256', kind, 'base64url').slice(0, 8));

/**
 * The cursors of one list: `new Cursors<[steps: number, id: string]>(kind, list, [isWholeNumber, isUuid])`, then `encode([2, id])` and
 * `decode(cursor)`, which gives the parts or throws INVALID_CURSOR. `kind` tells one list from another, so that a cursor of this one is not
 * taken for a place in that one; `list` is what the refusal calls it, as in "this list".
 */
export class Cursors<P extends readonly unknown[]> {
  private readonly mark: string;

  constructor(
    kind: string,
    private readonly list: string,
    private readonly parts: { readonly [I in keyof P]: IsPart<P[I]> },
  ) {
    this.mark = markOf(kind);
  }

  encode(place: P): string {
    return Buffer.from(JSON.stringify([this.mark, ...place])).toString('base64url');
  }

  decode(cursor: string): P {
    const [mark, ...place] = parse(cursor);
    if (mark === this.mark && this.isPlace(place)) return place;
    throw new HubError(
      'INVALID_CURSOR',
      `"${cursor.slice(0, 40)}" is not a cursor of ${this.list}: use one that it returned.`,
    );
  }

  private isPlace(place: readonly unknown[]): place is P {
    return place.length === this.parts.length && this.parts.every((isPart, i) => isPart(place[i]));
  }
}

export const isText = (part: unknown): part is string => typeof part === 'string' && !part.includes('\0');
export const isUuid = (part: unknown): part is string => typeof part === 'string' && uuid.test(part);
export const isWholeNumber = (part: unknown): part is number => Number.isSafeInteger(part) && Number(part) >= 0;

function parse(cursor: string): unknown[] {
  if (cursor.length > longest) return [];
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
