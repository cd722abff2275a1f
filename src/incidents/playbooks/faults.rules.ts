/** What is wrong at a place of a document, named as RFC 9535 (JSONPath) does. */
export interface Fault {
  path: string;
  reason: string;
}

/** Faults in the order in which they are found: so many are kept, all are counted. */
export class Faults {
  readonly kept: Fault[] = [];
  count = 0;

  constructor(private readonly most: number) {}

  add(path: string, reason: string): void {
    this.count += 1;
    if (this.kept.length < this.most) this.kept.push({ path, reason });
  }
}

/** The path of what a key or place leads to. */
export const pathInto = (path: string, key: string | number): string => {
  if (typeof key === 'number') return `${path}[${key}]`;
  const short = key.length > 100 ? `${key.slice(0, 100)}…` : key;
  return /^[a-z_][a-z0-9_]*$/i.test(short) ? `${path}.${short}` : `${path}[${JSON.stringify(short)}]`;
};

/** A value of a document in a message. */
export const inWords = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
