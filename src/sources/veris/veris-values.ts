import { isRecord } from './veris-shape.rules';

/** Everything at a dotted path; a list on the way stands for each of its items. */
export function valuesAt(document: unknown, path: string): unknown[] {
  return path.split('.').reduce<unknown[]>((nodes, key) => nodes.flatMap((node) => propertyOf(node, key)), [document]);
}

/** The texts at a path: each once, in code order, the empty one left out. */
export function codesAt(document: unknown, path: string): string[] {
  const texts = valuesAt(document, path).filter((value) => typeof value === 'string' && value !== '');
  return [...new Set(texts as string[])].sort();
}

export function codeAt(document: unknown, path: string): string | undefined {
  return codesAt(document, path)[0];
}

export function numbersAt(document: unknown, path: string): number[] {
  return valuesAt(document, path).filter((value) => typeof value === 'number');
}

function propertyOf(node: unknown, key: string): unknown[] {
  if (!isRecord(node) || !Object.hasOwn(node, key)) return [];
  const value = node[key];
  return Array.isArray(value) ? value : [value];
}
