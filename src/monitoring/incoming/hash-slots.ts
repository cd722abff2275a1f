const firstSlots = 1024;

/** Numbers from 1 by the hash of what they stand for: open addressing in one array, for what is asked too often for a Map of texts. */
export class HashSlots {
  /** Two numbers a slot: hash and entry; entry 0 is none. */
  private slots = new Int32Array(firstSlots * 2);
  private count = 0;

  /** The first slot of an entry with this hash; -1 where there is none. */
  first(hash: number): number {
    return this.from(hash * 2, hash);
  }

  /** The next one behind a slot. */
  following(slot: number, hash: number): number {
    return this.from(slot + 2, hash);
  }

  entryAt(slot: number): number {
    return this.slots[slot + 1]!;
  }

  add(hash: number, entry: number): void {
    this.count += 1;
    if (this.count * 4 > this.slots.length) this.widen();
    put(this.slots, hash, entry);
  }

  private from(start: number, hash: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let slot = start & mask; slots[slot + 1] !== 0; slot = (slot + 2) & mask)
      if (slots[slot] === hash) return slot;
    return -1;
  }

  private widen(): void {
    const { slots } = this;
    this.slots = new Int32Array(slots.length * 2);
    for (let i = 0; i < slots.length; i += 2) if (slots[i + 1] !== 0) put(this.slots, slots[i]!, slots[i + 1]!);
  }
}

function put(slots: Int32Array, hash: number, entry: number): void {
  const mask = slots.length - 1;
  let slot = (hash * 2) & mask;
  while (slots[slot + 1] !== 0) slot = (slot + 2) & mask;
  slots[slot] = hash;
  slots[slot + 1] = entry;
}
