import { instantText } from '../../src/kernel/instant';
import { createRandom } from '../support/random';

test('An instant reads as Date has it, of any day and to the millisecond', () => {
  const random = createRandom();
  const corners = [0, 1, 999, 1000, 59_999, 3_599_999, 86_399_999, 86_400_000, 951_782_400_000, 4_133_980_799_999];
  const others = Array.from({ length: 2000 }, () => random.whole(4_133_980_800_000));
  for (const ms of [...corners, ...others]) expect(instantText(ms)).toBe(new Date(ms).toISOString());
});
