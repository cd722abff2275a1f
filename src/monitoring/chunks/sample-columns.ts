/** Samples of one series, oldest first, no instant twice. */
export interface SampleColumns {
  /** Microseconds since 1970, whole numbers. */
  readonly at: Float64Array;
  /** The 64 bits of each value as they came: payloads of NaN, -0 and subnormals included. As numbers they may lose some: see `wordsOf`. */
  readonly values: Float64Array;
  /** 0 a number, 1 NaN, 2 +Inf, 3 -Inf, 4 stale. */
  readonly flags: Uint8Array;
}

const nan = 1;
export const greatestFlag = 4;

/**
 * The bits of each value as two words, the low one first, over the same memory. JavaScript may change the payload of a NaN
 * that is read and written as a number; words it leaves alone. Of machines with the lowest byte first, as all that Node is built for but two.
 */
export const wordsOf = (values: Float64Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length * 2);

/** The words that the value of a flag has as a rule: such a value need not be written. Not asked for flag 0. */
export interface UsualWords {
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

/** NaN is 7ff8000000000000 in JavaScript and most of C, 7ff8000000000001 in Go and Prometheus; the mark of staleness is Prometheus's. */
export const usualWords = (lowOfNaN: number): UsualWords => ({
  low: Uint32Array.of(0, lowOfNaN, 0, 0, 2),
  high: Uint32Array.of(0, 0x7ff8_0000, 0x7ff0_0000, 0xfff0_0000, 0x7ff0_0000),
});

/** The low word of the first NaN, where that is one of the two usual ones. */
export function lowOfFirstNaN({ values, flags }: SampleColumns): 0 | 1 {
  return wordsOf(values)[flags.indexOf(nan) * 2] === 1 ? 1 : 0;
}
