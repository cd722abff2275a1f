const [quote, backslash, comma, opening, closing, list, listEnd] = [0x22, 0x5c, 0x2c, 0x7b, 0x7d, 0x5b, 0x5d];

/**
 * Whether an object in a text of JSON has more members than that, told in one pass over its bytes: to make an object of a million members takes
 * seconds, during which nobody else is answered. What is no JSON is told by whoever reads it.
 */
export function hasWiderObject(text: Uint8Array, members: number): boolean {
  /** Of each bracket that is open how many commas stood in it; lists count none. */
  const commas: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const byte = text[i]!;
    if (byte === quote) i = endOfString(text, i);
    else if (byte === comma && commas.length > 0) {
      if ((commas[commas.length - 1]! += 1) >= members) return true;
    } else if (byte === opening) commas.push(0);
    else if (byte === list) commas.push(-Infinity);
    else if (byte === closing || byte === listEnd) commas.pop();
  }
  return false;
}

/** The place of the quote that ends a string. */
function endOfString(text: Uint8Array, start: number): number {
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === backslash) i += 1;
    else if (text[i] === quote) return i;
  }
  return text.length;
}
