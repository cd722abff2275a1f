/** What a detector knows of one series, in bytes: it is what is kept of the series between two samples, and all that is. */
export const MEMORY_BYTES = 2048;

/** Another number whenever the bytes come to mean something else: a memory of before is then begun anew. */
const LAYOUT = 1;

/** Hands out the parts of one memory, in the order in which they are asked for; the parts are views, so the memory is always up to date. */
export class Memory {
  private taken = 0;
  private readonly layout: Float64Array;

  private constructor(private readonly bytes: ArrayBuffer) {
    this.layout = this.doubles(1);
  }

  static empty(): Memory {
    const memory = new Memory(new ArrayBuffer(MEMORY_BYTES));
    memory.layout[0] = LAYOUT;
    return memory;
  }

  /** Undefined where the bytes are not of this layout. */
  static of(saved: Uint8Array): Memory | undefined {
    if (saved.byteLength !== MEMORY_BYTES) return undefined;
    const bytes = new ArrayBuffer(MEMORY_BYTES);
    new Uint8Array(bytes).set(saved);
    const memory = new Memory(bytes);
    return memory.layout[0] === LAYOUT ? memory : undefined;
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.bytes, this.take(count * 8), count);
  }

  floats(count: number): Float32Array {
    return new Float32Array(this.bytes, this.take(count * 4), count);
  }

  save(): Uint8Array {
    return new Uint8Array(this.bytes.slice(0));
  }

  private take(size: number): number {
    const at = this.taken;
    this.taken += size;
    if (this.taken > MEMORY_BYTES)
      throw new Error(`A detector remembers ${this.taken} bytes: ${MEMORY_BYTES} are its.`);
    return at;
  }
}
