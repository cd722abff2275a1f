export const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null)?.then === 'function';

/** Like Promise.all, but ends only when all have: nothing goes on behind an attempt that was given up. */
export async function together<T>(promises: readonly PromiseLike<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** What there is to wait for among values; without any, nothing is waited for. */
export const allOf = async <T>(values: readonly (T | PromiseLike<T>)[]): Promise<readonly T[]> =>
  values.some(isPromise) ? together(values.map(async (value) => value)) : (values as readonly T[]);

export function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return [...(value as Iterable<unknown>)];
  throw new TypeError('A list was expected.');
}
