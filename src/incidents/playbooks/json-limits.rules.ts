import { pathInto, type Faults } from './faults.rules';

/** What a document may not hold, or would not come out as it went in: too deep, numbers that are not exact, characters that can not be kept. */
export function findUnkept(document: unknown, mostDepth: number, faults: Faults): void {
  // Of its own, since what is deep would end a recursion.
  const left: { value: unknown; path: string; depth: number }[] = [{ value: document, path: '$', depth: 1 }];
  for (let one = left.pop(); one; one = left.pop()) {
    const { value, path, depth } = one;
    const reason = unkept(value);
    if (reason) faults.add(path, reason);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > mostDepth) {
      faults.add(path, `a document nests ${mostDepth} levels at most.`);
      continue;
    }
    const within = Array.isArray(value) ? value.entries() : Object.entries(value);
    for (const [key, inner] of within) {
      const place = pathInto(path, key);
      if (typeof key === 'string' && unkept(key)) faults.add(place, `a name ${unkept(key)}`);
      left.push({ value: inner, path: place, depth: depth + 1 });
    }
  }
}

function unkept(value: unknown): string | null {
  if (typeof value === 'string' && (value.includes('\0') || /\p{Surrogate}/u.test(value)))
    return 'holds a character that can not be kept: NUL, or half of a pair.';
  if (typeof value !== 'number') return null;
  if (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))) return null;
  return 'is a number that can not be kept exactly: write it as a text.';
}
