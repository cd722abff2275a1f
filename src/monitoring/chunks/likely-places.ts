import { isDecimal, mostPlaces } from './decimal-values';
import type { SampleColumns } from './sample-columns';

const mostAsked = 64;
/** Of the values asked, how many a number of places has to suit to be tried: as a rule, and at least. */
const usualShare = 15 / 16;
const leastShare = 3 / 4;
/** Decimals as they were written, and those that were added up or multiplied since. */
const tolerances = [0, 2 ** -43];
const none = mostPlaces + 1;

/** How many decimal places to try, the likeliest first, from some of the values: none where most have no such form. */
export function likelyPlaces(samples: SampleColumns): number[] {
  const asked = someNumbers(samples);
  if (asked.length === 0) return [0];
  for (const tolerance of tolerances) {
    const places = asked.map((value) => leastPlaces(value, tolerance)).sort((a, b) => a - b);
    const suiting = places.filter((count) => count < none);
    if (suiting.length < asked.length * leastShare) continue;
    const usual = places[Math.ceil(places.length * usualShare) - 1]!;
    return [...new Set([usual, suiting.at(-1)!])].filter((count) => count < none);
  }
  return [];
}

function someNumbers({ values, flags }: SampleColumns): number[] {
  const stride = Math.ceil(values.length / mostAsked) | 1;
  const some: number[] = [];
  for (let i = 0; i < values.length; i += stride) {
    if (flags[i] === 0) some.push(values[i]!);
  }
  return some;
}

/** The least places that bring back this number; `none` where no number of them does. */
function leastPlaces(value: number, tolerance: number): number {
  let places = 0;
  while (places < none && !isDecimal(value, places, tolerance)) places += 1;
  return places;
}
