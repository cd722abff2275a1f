/** Fewer distances say nothing about the next one. */
const fewestDistances = 4;
/** Of the median, on either side. */
const near = 0.25;
/** Whoever counts in seconds means them: a median this close to a whole second is that one. */
const rounding = 0.002;

/**
 * The usual distance between samples of rising instants (in microseconds), in seconds: the median, which neither gaps nor jitter move. null where
 * there are fewer than four distances, or where fewer than half of them lie within a quarter of it: then there is no usual one.
 */
export function usualInterval(at: Float64Array): number | null {
  const distances = new Float64Array(Math.max(0, at.length - 1));
  for (let i = 0; i < distances.length; i += 1) distances[i] = (at[i + 1]! - at[i]!) / 1_000_000;
  return usualDistance(distances);
}

/** The same of distances in seconds, in any order; they are sorted in their place. */
export function usualDistance(distances: Float64Array): number | null {
  if (distances.length < fewestDistances) return null;
  distances.sort();
  const median = distances[distances.length >> 1]!;
  const isNear = (distance: number) => Math.abs(distance - median) <= median * near;
  if (distances.filter(isNear).length * 2 < distances.length) return null;
  const whole = Math.round(median);
  return Math.abs(median - whole) <= median * rounding ? whole : Math.max(0.001, Math.round(median * 1000) / 1000);
}
