import { instantTexts, microsOf, microsText } from '../../src/kernel/instant';
import { createRandom } from '../support/random';

test('An instant reads as Date has it, of any day and to the millisecond; a fraction only where there is one', () => {
  const random = createRandom();
  const textOf = instantTexts();
  const corners = [0, 1, 999, 1000, 59_999, 3_599_999, 86_399_999, 86_400_000, 951_782_400_000, 4_133_980_799_999];
  const others = Array.from({ length: 2000 }, (_, i) => random.whole(4_133_980_800) * (i % 2 ? 1000 : 1));
  for (const ms of [...corners, ...others]) expect(textOf(ms)).toBe(new Date(ms).toISOString().replace('.000Z', 'Z'));
});

test('Microseconds of an instant are those of its text', () => {
  expect(microsOf('2026-11-22T08:30:00Z')).toBe(Date.UTC(2026, 10, 22, 8, 30) * 1000);
  for (const micros of [0, 1, 999_999, 1_763_800_200_123_456]) expect(microsOf(microsText(micros))).toBe(micros);
});
