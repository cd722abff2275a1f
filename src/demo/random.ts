/** Chance that is the same on every machine: one seed, and a stream of its own for every name. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `below`. */
  whole(below: number): number;
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** The day the thirty-four provinces and cities came to be. */
const seed = 20250701;

/** Streams go by name, so that a thing keeps its values whatever is generated before it, and at every scale. */
export function createRandom(name: string): Random {
  const next = mulberry32(hash(name));
  const whole = (below: number) => Math.floor(next() * below);
  return {
    next,
    whole,
    between: (low, high) => low + next() * (high - low),
    chance: (probability) => next() < probability,
    pick: (list) => list[whole(list.length)]!,
    shuffled: (list) => shuffle([...list], whole),
  };
}

/** FNV-1a over the code units. */
function hash(text: string): number {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i += 1) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return state;
}

function mulberry32(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffle<T>(list: T[], whole: (below: number) => number): T[] {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const other = whole(i + 1);
    [list[i], list[other]] = [list[other]!, list[i]!];
  }
  return list;
}
