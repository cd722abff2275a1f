/** What `make` gives for an object, made once and forgotten with it. */
export function madeOnce<K extends object, V extends {}>(make: (of: K) => V): (of: K) => V {
  const known = new WeakMap<K, V>();
  return (of) => {
    const value = known.get(of) ?? make(of);
    known.set(of, value);
    return value;
  };
}
