/** From a byte up to another, that one not among them. */
export interface ByteRange {
  from: number;
  to: number;
}

/** What a Range header asks of so many bytes; null: all of them, as of several ranges at once or of what is no range. */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [, first = '', last = ''] = match;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  return from < to ? { from, to } : 'unsatisfiable';
}
