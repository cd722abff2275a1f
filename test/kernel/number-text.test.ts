import { numberText } from '../../src/kernel/number-text';
import { createRandom } from '../support/random';

test('A number is written as JSON has it', () => {
  const random = createRandom();
  const corners = [
    0,
    -0,
    0.1,
    -0.1,
    0.05,
    0.005,
    1.005,
    21.5,
    -21.55,
    99.99,
    100,
    1e21,
    1e-7,
    5e-324,
    2 ** 53,
    -1.7e308,
  ];
  const others = Array.from(
    { length: 5000 },
    (_, i) => (random.whole(2_000_000) - 1_000_000) / [1, 10, 100, 1000, 3][i % 5]!,
  );
  for (const number of [...corners, ...others]) expect(numberText(number)).toBe(JSON.stringify(number));
});
