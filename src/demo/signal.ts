import { sampleFlags } from '../monitoring/monitoring.values';
import { createRandom, type Random } from './random';

/** Five-minute samples of a day; the last one lies at the end of the day that is played. */
export const slots = 288;
export const slotMs = 300_000;

/** What a series is like, apart from its noise. */
export interface Signal {
  /** Names its stream of chance. */
  id: string;
  shape: 'CPU' | 'MEMORY' | 'TEMPERATURE' | 'TRAFFIC';
  /** Bytes a slot that the line can carry; of TRAFFIC only. */
  capacity?: number;
  /** Told by its device no longer: it ends with a stale marker. */
  silent: boolean;
}

export interface Samples {
  /** Which of the day's slots there is a sample for. */
  slots: number[];
  values: (number | null)[];
  flags: number[];
}

/** Share of the day's busiest load by the hour, from midnight. */
const hours = [
  ...[0.22, 0.17, 0.14, 0.12, 0.13, 0.19, 0.32, 0.55, 0.82, 0.95, 0.97, 0.9],
  ...[0.7, 0.78, 0.94, 1, 0.96, 0.86, 0.72, 0.74, 0.79, 0.68, 0.48, 0.32],
];

/** The day ends at nine in the morning, whatever the clock says: it is the same day at every load, and now is a busy hour. */
const lastHour = 9;

function loadAt(slot: number): number {
  const hour = (lastHour + 24 - (slots - 1 - slot) / 12) % 24;
  const [low, part] = [Math.floor(hour), hour % 1];
  return hours[low]! * (1 - part) + hours[(low + 1) % 24]! * part;
}

const loads = Array.from({ length: slots }, (_, slot) => loadAt(slot));

interface Window {
  from: number;
  until: number;
}
const within = ({ from, until }: Window, slot: number): boolean => slot >= from && slot < until;
const never: Window = { from: slots, until: slots };

function windowOf(random: Random, probability: number, least: number, most: number): Window {
  const happens = random.chance(probability);
  const [from, length] = [random.whole(slots), least + random.whole(most - least)];
  return happens ? { from, until: from + length } : never;
}

/** A day of one series: a daily course with noise, here and there an anomaly, a gap, a reset, or an early end. */
export function playDay({ id, shape, capacity = 0, silent }: Signal): Samples {
  const random = createRandom(`signal:${id}`);
  const anomaly = windowOf(random, 0.05, 6, 18);
  const gap = windowOf(random, 0.08, 3, 24);
  const end = silent || random.chance(0.02) ? 190 + random.whole(80) : slots;
  const measure = shape === 'TRAFFIC' ? counter(random, capacity, anomaly) : gauge(random, shape, anomaly);
  const samples: Samples = { slots: [], values: [], flags: [] };
  for (let slot = 0; slot < slots; slot += 1) {
    const value = measure(slot);
    if (slot > end || within(gap, slot)) continue;
    const flag =
      slot === end ? sampleFlags.stale : shape === 'TEMPERATURE' && slot === anomaly.until ? sampleFlags.nan : 0;
    samples.slots.push(slot);
    samples.values.push(flag === sampleFlags.number ? value : null);
    samples.flags.push(flag);
  }
  return samples;
}

type Measure = (slot: number) => number;

const rounded = (value: number, unit: number): number => Math.round(value * unit) / unit;
const share = (value: number): number => rounded(Math.min(0.995, Math.max(0.01, value)), 10_000);

function gauge(random: Random, shape: 'CPU' | 'MEMORY' | 'TEMPERATURE', anomaly: Window): Measure {
  const [base, swing] = [random.next(), random.next()];
  const noise = () => random.next() + random.next() - 1;
  const odd = (slot: number) => (within(anomaly, slot) ? 1 : 0);
  switch (shape) {
    case 'CPU':
      return (slot) =>
        share(0.08 + base * 0.22 + (0.15 + swing * 0.3) * loads[slot]! + noise() * 0.04 + odd(slot) * 0.5);
    case 'MEMORY':
      return (slot) =>
        share(0.3 + base * 0.35 + swing * 0.0006 * slot + loads[slot]! * 0.05 + noise() * 0.01 + odd(slot) * 0.3);
    case 'TEMPERATURE':
      return (slot) => rounded(23 + base * 8 + (4 + swing * 6) * loads[slot]! + noise() * 0.6 + odd(slot) * 17, 10);
  }
}

/** Bytes since the device was started; one in a dozen starts again within the day, a broken line carries nothing. */
function counter(random: Random, capacity: number, anomaly: Window): Measure {
  let total = Math.floor(random.next() * capacity * 1_000);
  const use = 0.05 + random.next() * 0.45;
  const surge = random.chance(0.5) ? 3 : 0;
  const reset = random.chance(0.08) ? 1 + random.whole(slots - 1) : -1;
  return (slot) => {
    const factor = within(anomaly, slot) ? surge : 1;
    const step = Math.min(capacity, capacity * use * (0.1 + 0.9 * loads[slot]!) * random.between(0.8, 1.2) * factor);
    if (slot === reset) total = 0;
    total += Math.floor(step);
    return total;
  };
}
