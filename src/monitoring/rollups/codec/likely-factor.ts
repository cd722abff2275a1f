import { factors, greatestNumber, mostPlaces, ulpOf } from './grid-values';
import type { Rollup } from '../rollup';

const mostAsked = 24;
const usualShare = 15 / 16;
const leastShare = 3 / 4;
const none = mostPlaces + 1;
/** Where values are no decimals, their numbers are about as long as what they are beyond them. */
const otherwise = 3;
/** Columns of fewer steps than this may all be rounder than their increases. */
const fewSteps = 25;

/** The factor, by its place in the list, after which most values are whole. */
export function likelyFactor({ kind, steps, ends }: Rollup): number {
  const { lasts, lows, highs } = steps;
  if (kind === 'GAUGE') return placesOf([lasts, lows, highs], 0) ?? otherwise;
  const firsts = Float64Array.of(ends?.firstValue ?? 0);
  const great = greatFactor(lasts);
  if (great > 0) return great;
  const places = placesOf([lasts, firsts], 0) ?? otherwise;
  if (lasts.length >= fewSteps) return places;
  return Math.max(places, placesOf([lows, highs], ulpOf(lasts.at(-1) ?? 0)) ?? 0);
}

/** For counters beyond what is whole in a double. */
function greatFactor(values: Float64Array): number {
  const last = Math.abs(values.at(-1) ?? 0);
  return last < 2 ** 50 || last >= 2 ** 64 ? 0 : mostPlaces + (last < 2 ** 56 ? 1 : last < 2 ** 60 ? 2 : 3);
}

function placesOf(columns: readonly Float64Array[], grid: number): number | undefined {
  const asked = columns.flatMap(someOf);
  for (const tolerance of [0, 2 ** -46]) {
    const places = asked.map((value) => leastPlaces(value, tolerance * Math.abs(value) + grid)).sort((a, b) => a - b);
    const suiting = places.filter((count) => count < none);
    if (suiting.length < asked.length * leastShare) continue;
    const usual = places[Math.ceil(places.length * usualShare) - 1] ?? 0;
    return usual < none ? usual : suiting.at(-1);
  }
  return undefined;
}

function someOf(values: Float64Array): number[] {
  const stride = Math.ceil(values.length / mostAsked) | 1;
  const some: number[] = [];
  for (let i = 0; i < values.length; i += stride) some.push(values[i]!);
  return some;
}

function leastPlaces(value: number, tolerance: number): number {
  let places = 0;
  while (places < none && !isWhole(value, factors[places]!, tolerance)) places += 1;
  return places;
}

function isWhole(value: number, factor: number, tolerance: number): boolean {
  const number = Math.round(value * factor);
  return Math.abs(number) < greatestNumber && Math.abs(number / factor - value) <= tolerance;
}
