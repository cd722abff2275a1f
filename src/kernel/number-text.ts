const two = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
/** Whole hundredths up to here are divided without loss. */
const most = 2 ** 45;

/** A finite number as JSON has it. Most measurements have two decimals at most, which is quicker to write than any number. */
export function numberText(value: number): string {
  const hundredths = Math.round(value * 100);
  if (hundredths / 100 !== value || Math.abs(hundredths) > most) return String(value);
  const size = Math.abs(hundredths);
  const rest = size % 100;
  const whole = `${value < 0 ? '-' : ''}${(size - rest) / 100}`;
  if (rest === 0) return whole;
  return rest % 10 === 0 ? `${whole}.${rest / 10}` : `${whole}.${two[rest]}`;
}
