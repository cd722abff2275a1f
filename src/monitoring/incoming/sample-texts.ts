import { acceptInstant } from '../../kernel/instant';
import type { TextValue } from './value-bits';

/** Milliseconds since 1970 of an instant as RFC 3339 with its zone, finer parts cut off, or as whole milliseconds; null where it is neither. */
export function instantFrom(given: unknown): number | null {
  if (typeof given === 'number') return Number.isInteger(given) ? given : null;
  if (typeof given !== 'string') return null;
  if (/^-?\d{1,16}$/.test(given)) return Number(given);
  const instant = acceptInstant(given);
  return instant === null ? null : Date.parse(instant);
}

const named = new Map<string, TextValue>([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['stale', 'stale'],
]);

/** A value as a number, its text, or the name of what is none; null where it is none of these, or too large for a double. */
export function valueFrom(given: unknown): TextValue | null {
  if (typeof given === 'string' && !/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(given))
    return named.get(given.toLowerCase()) ?? null;
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const value = Number(given);
  return Number.isFinite(value) ? value : null;
}
