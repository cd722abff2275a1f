/** Bytes that `encodeChunk` never wrote, or that were changed since. The caller knows, and says, whose chunk of which day it was. */
export class DamagedChunk extends Error {
  constructor(fault: string) {
    super(`The chunk of samples is damaged, restore it from a backup: ${fault}.`);
    this.name = 'DamagedChunk';
  }
}
