import { sampleFlags } from '../monitoring.values';

const exponent = 0x7ff00000;
const fraction = 0x000fffff;
const staleLow = 2;

/** The flag of a double by the halves of its bits. */
export function flagOf(low: number, high: number): number {
  if ((high & exponent) !== exponent) return sampleFlags.number;
  if ((high & fraction) === 0 && low === 0)
    return high >>> 31 === 1 ? sampleFlags.negativeInfinity : sampleFlags.positiveInfinity;
  return low === staleLow && high === exponent ? sampleFlags.stale : sampleFlags.nan;
}

/** A value read from text: stale has no number of its own. */
export type TextValue = number | 'stale';

const scratch = new DataView(new ArrayBuffer(8));

/** The bits of a value. NaN is Prometheus's own, so that it is the same value by whichever road it comes. */
export function bitsOf(value: TextValue): bigint {
  if (value === 'stale') return 0x7ff0000000000002n;
  if (Number.isNaN(value)) return 0x7ff8000000000001n;
  scratch.setFloat64(0, value);
  return scratch.getBigUint64(0);
}
