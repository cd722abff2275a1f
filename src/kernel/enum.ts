/** A GraphQL enum from a closed set of codes: registerEnumType wants an object. */
export const enumOf = <T extends string>(values: readonly T[]): Record<T, T> =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;
