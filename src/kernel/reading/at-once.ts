/** So many records are looked up by one statement. */
export const mostAtOnce = 1000;

/** What `load` finds for each of many keys, each key asked once and some at a time; null for no key. */
export async function loadAtOnce<V>(
  keys: readonly (string | null)[],
  load: (keys: string[]) => Promise<(V | null)[]>,
): Promise<(V | null)[]> {
  const asked = [...new Set(keys.filter((key) => key !== null))];
  const found = new Map<string, V | null>();
  for (let from = 0; from < asked.length; from += mostAtOnce) {
    const some = asked.slice(from, from + mostAtOnce);
    const values = await load(some);
    some.forEach((key, i) => found.set(key, values[i]!));
  }
  return keys.map((key) => (key === null ? null : found.get(key)!));
}
