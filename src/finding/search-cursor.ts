import { createHash } from 'node:crypto';
import { HubError } from '../kernel/errors';

/** The place of a hit in the order of hits: the pass that met it, the text from the matched word on, its id. */
export interface HitPlace {
  pass: number;
  suffix: string;
  recordId: string;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const passes = 8;

/** Tells one search from another, so that a cursor of this one is not taken for a place in that one. */
export const markOf = (text: string, types: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify([text, types]))
    .digest('base64url')
    .slice(0, 8);

export const cursorOf = (mark: string, { pass, suffix, recordId }: HitPlace): string =>
  Buffer.from(JSON.stringify([mark, pass, suffix, recordId])).toString('base64url');

export function placeOf(mark: string, cursor: string): HitPlace {
  const [of, pass, suffix, recordId] = decode(cursor);
  if (of === mark && isPass(pass) && isText(suffix) && isText(recordId) && uuid.test(recordId))
    return { pass, suffix, recordId };
  throw new HubError(
    'INVALID_CURSOR',
    `"${cursor.slice(0, 40)}" is not a cursor of this search: use one that it returned for the same text and types.`,
  );
}

const isPass = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < passes;
const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');

function decode(cursor: string): unknown[] {
  if (cursor.length > 4000) return [];
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
