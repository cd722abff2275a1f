import { wordsOf } from '../../chunks/sample-columns';

const { abs, round } = Math;
const { is } = Object;
const { isInteger, MIN_VALUE } = Number;
const none = NaN;

/** Below these, what is added on the way stays exact in a double. */
export const greatestNumber = 2 ** 52;
export const greatestDistance = 2 ** 49;

export const mostPlaces = 12;
/** By what values are multiplied to be whole: ten to a power, or for the greatest of counters a part of 1. */
export const factors = Float64Array.from(
  [...Array(mostPlaces + 1).keys()].map((places) => Number(`1e${places}`)).concat([2 ** -4, 2 ** -8, 2 ** -12]),
);
export const factorBits = 4;

const cell = new Float64Array(1);
const wordsOfCell = wordsOf(cell);
const exponentBits = 0x7ff0_0000;
const mantissaLength = 52 << 20;

/** The distance between floating-point numbers of the size of this one. */
export function ulpOf(value: number): number {
  cell[0] = value;
  const exponent = wordsOfCell[1]! & exponentBits;
  if (exponent <= mantissaLength) return MIN_VALUE;
  wordsOfCell[0] = 0;
  wordsOfCell[1] = exponent - mantissaLength;
  return cell[0];
}

/** What a whole number stands for: that decimal, or, where values lie on a grid, the nearest that does; and so many steps beyond. */
export function valueOf(number: number, offset: number, factor: number, grid: number): number {
  const decimal = number / factor;
  if (grid === 0) return offset === 0 ? decimal : decimal + offset * ulpOf(decimal);
  return (round(decimal / grid) + offset) * grid;
}

export const numberOf = (value: number, factor: number): number => {
  // No -0: it is written as 0.
  const number = round(value * factor) + 0;
  return abs(number) < greatestNumber ? number : none;
};

/** How many steps a value lies beyond its number; NaN where that does not bring it back. */
export function offsetOf(value: number, number: number, factor: number, grid: number): number {
  if (number !== number) return none;
  const nearest = valueOf(number, 0, factor, grid);
  if (is(nearest, value)) return 0;
  const offset = (value - nearest) / (grid === 0 ? ulpOf(nearest) : grid);
  const isExact = abs(offset) < greatestDistance && is(valueOf(number, offset, factor, grid), value);
  return isExact && isInteger(offset) ? offset : none;
}
