/** Chance that repeats: the same seed, the same choices. */
export interface Random {
  readonly seed: number;
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** The same in every plain run; RANDOM_SEED sets another. Name `seed` where a test fails. */
export function createRandom(seed = Number(process.env['RANDOM_SEED'] || 20_261_122)): Random {
  let state = seed >>> 0;
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number) => Math.floor(next() * below);
  return { seed, whole, chance: (probability) => next() < probability, pick: (list) => list[whole(list.length)]! };
}
