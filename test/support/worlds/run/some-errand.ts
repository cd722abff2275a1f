import type { Random } from '../../random';
import type { Onlooker } from '../onlooker/onlooker';
import type { Watchtower } from '../oracle/watchtower';
import { deadlines, type Errand } from './errand';
import { someFault, someRefusedWrite } from './failing-errands';
import { readingErrands } from './reading-errands';

/** One request as chance has it, most of them sound. */
export function someErrand(onlooker: Onlooker, random: Random, tower: Watchtower): Errand {
  const way = random.whole(10);
  if (way === 0) return someFault(onlooker, random);
  if (way === 1) return someRefusedWrite(onlooker, random);
  const reading = random.pick(readingErrands)(onlooker, random, tower);
  if (way === 2) return { ...reading, patience: 1 + random.whole(200) };
  return way === 3 ? { ...reading, deadline: random.pick(deadlines) } : reading;
}
