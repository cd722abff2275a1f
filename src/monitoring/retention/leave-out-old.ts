import type { Incoming } from '../incoming/incoming';
import type { Refusals } from '../push/refusals';

/** What came in without samples older than an instant, and without series that have no others; those are refused. */
export function leaveOutOld(incoming: Incoming, oldest: string | null, refusals: Refusals): Incoming {
  const limit = oldest === null ? -Infinity : Date.parse(oldest);
  if (!incoming.at.some((instant) => instant < limit)) return incoming;
  const { series, seriesAt, at } = incoming;
  const places: number[] = [];
  for (let i = 0; i < at.length; i += 1) {
    if (at[i]! >= limit) places.push(i);
    else refusals.add('TOO_OLD', `${series[seriesAt[i]!]!.key} at ${new Date(at[i]!).toISOString()}`);
  }
  return only(incoming, places);
}

function only({ series, seriesAt, at, values, flags, ...rest }: Incoming, places: readonly number[]): Incoming {
  const kept = [...new Set(places.map((i) => seriesAt[i]!))];
  const newPlaces = new Map(kept.map((place, n) => [place, n]));
  // Taken over by their words: what is no number may have bits of its own.
  const [words, keptWords] = [new BigUint64Array(values.slice().buffer), new BigUint64Array(places.length)];
  places.forEach((i, n) => (keptWords[n] = words[i]!));
  return {
    ...rest,
    series: kept.map((place) => series[place]!),
    seriesAt: Uint32Array.from(places, (i) => newPlaces.get(seriesAt[i]!)!),
    at: Float64Array.from(places, (i) => at[i]!),
    values: new Float64Array(keptWords.buffer),
    flags: Uint8Array.from(places, (i) => flags[i]!),
  };
}
