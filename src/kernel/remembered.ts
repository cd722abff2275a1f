/** So many values are kept. */
const most = 2000;

/** What `make` gives for a text, made once; when there are too many, all are forgotten and made again as they are asked for. */
export function remembered<V>(make: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= most) known.clear();
    const value = make(text);
    known.set(text, value);
    return value;
  };
}
