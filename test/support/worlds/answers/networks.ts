/** Of IPv4: whether an address or network lies within another. */
export function liesWithin(inner: string, outer: string): boolean {
  const [[a, bits = '32'], [b, size = '32']] = [inner.split('/'), outer.split('/')] as [string[], string[]];
  const head = (address: string) =>
    Math.floor(address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0) / 2 ** (32 - Number(size)));
  return Number(bits) >= Number(size) && head(a!) === head(b!);
}
