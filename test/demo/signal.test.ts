import { generateCountry } from '../../src/demo/demo-country';
import { playDay, slots } from '../../src/demo/signal';
import { sampleFlags } from '../../src/monitoring/monitoring.values';
import { share } from './generated';

const { series } = generateCountry(new Date('2026-11-20T12:00:00Z'));
const days = series.map((each) => ({ ...each, day: playDay(each.signal) }));
const numbersOf = ({ values }: { values: (number | null)[] }) => values.filter((value) => value !== null);

test('a series has a sample every five minutes of a day, with gaps here and there', () => {
  const sent = days.reduce((sum, { day }) => sum + day.slots.length, 0);
  expect(sent / (days.length * slots)).toBeGreaterThan(0.98);
  expect(share(days, ({ day }) => day.slots.length < slots)).toBeGreaterThan(0.08);
});

test('shares lie between 0 and 1, temperatures are those of a machine room', () => {
  for (const { metric, day } of days) {
    const [low, high] = [Math.min(...numbersOf(day)), Math.max(...numbersOf(day))];
    if (metric.endsWith('_ratio')) expect([low > 0, high < 1]).toEqual([true, true]);
    if (metric === 'temperature_celsius') expect([low > 15, high < 70]).toEqual([true, true]);
  }
});

test('counters are whole, exact, and only ever rise, but for a start from nothing', () => {
  const counters = days.filter(({ kind }) => kind === 'COUNTER');
  const falls = counters.map(({ day }) => {
    const values = numbersOf(day);
    expect(values.every((value) => Number.isSafeInteger(value))).toBe(true);
    return values.filter((value, i) => i > 0 && value < values[i - 1]!).length;
  });
  expect(Math.max(...falls)).toBe(1);
  expect(falls.filter((count) => count === 1).length).toBeGreaterThan(20);
});

test('nights are quieter than days', () => {
  const average = (from: number, until: number) => {
    const values = days
      .filter(({ metric }) => metric === 'cpu_utilization_ratio')
      .flatMap(({ day }) =>
        day.values.filter((value, i) => value !== null && day.slots[i]! >= from && day.slots[i]! < until),
      );
    return values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
  };
  // The day ends at nine in the morning: three at night is 72 slots before, three in the afternoon 216.
  expect(average(60, 84)).toBeGreaterThan(1.4 * average(204, 228));
});

test('what falls silent says so once, at its end', () => {
  const stale = days.filter(({ day }) => day.flags.includes(sampleFlags.stale));
  expect(stale.length).toBeGreaterThan(30);
  expect(share(stale, ({ day }) => day.flags.indexOf(sampleFlags.stale) === day.flags.length - 1)).toBe(1);
  expect(share(stale, ({ day }) => day.slots.at(-1)! < slots - 10)).toBe(1);
});
