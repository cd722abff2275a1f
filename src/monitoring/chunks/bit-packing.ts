export const packedSize = (count: number, width: number): number => Math.ceil((count * width) / 8);

/** Writes the lowest bits of each, `width` of them (1 to 32), one after the other. Values have no higher bits. */
export function pack(values: Uint32Array, count: number, width: number, view: DataView, start: number): void {
  let at = start;
  let word = 0;
  let filled = 0;
  for (let i = 0; i < count; i += 1) {
    const value = values[i]!;
    word |= value << filled;
    filled += width;
    if (filled < 32) continue;
    view.setInt32(at, word, true);
    at += 4;
    filled -= 32;
    word = filled === 0 ? 0 : value >>> (width - filled);
  }
  for (; filled > 0; filled -= 8, word >>>= 8) view.setUint8(at++, word & 0xff);
}

/** Reads what `pack` wrote. It reads whole words: the view reaches three bytes further. */
export function unpack(values: Uint32Array, count: number, width: number, view: DataView, start: number): void {
  const mask = width === 32 ? -1 : (1 << width) - 1;
  let at = start;
  let word = 0;
  let left = 0;
  for (let i = 0; i < count; i += 1) {
    let value = word;
    if (left < width) {
      const next = view.getInt32(at, true);
      at += 4;
      value = left === 0 ? next : word | (next << left);
      word = next >>> (width - left);
      left += 32 - width;
    } else {
      word >>>= width;
      left -= width;
    }
    values[i] = value & mask;
  }
}
