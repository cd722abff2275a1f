import { Pattern } from '../../../src/monitoring/binding/pattern';
import { createRandom } from '../../support/random';

const groups = (pattern: string, text: string) => new Pattern(pattern).match(text);

describe('A pattern', () => {
  test.each<[pattern: string, text: string, groups: string[] | null]>([
    ['', '', ['']],
    ['', 'a', null],
    ['(.*)', 'đà-nẵng:9100', ['đà-nẵng:9100', 'đà-nẵng:9100']],
    ['([^:]+)(:\\d+)?', 'core-1:9100', ['core-1:9100', 'core-1', ':9100']],
    ['([^:]+)(:\\d+)?', 'core-1', ['core-1', 'core-1', '']],
    ['\\[(.+)\\]:\\d+', '[2001:db8::1]:9100', ['[2001:db8::1]:9100', '2001:db8::1']],
    ['(?i)SW-(hni|sgn)-(\\d{2,3})', 'sw-HNI-017', ['sw-HNI-017', 'HNI', '017']],
    ['(a|ab)(c|bcd)?', 'abcd', ['abcd', 'a', 'bcd']],
    ['(a*?)(a*)', 'aaa', ['aaa', '', 'aaa']],
    ['(a??)(a*)', 'aa', ['aa', '', 'aa']],
    ['(a|b){2}', 'ab', ['ab', 'b']],
    ['((a)|b)*', 'ab', ['ab', 'b', 'a']],
    ['(a*)*', 'aaa', ['aaa', 'aaa']],
    ['^node$', 'node', ['node']],
    ['no$de', 'node', null],
    ['[]a-]+', 'a]-', ['a]-']],
    ['[^a-c\\d]+', 'xyz', ['xyz']],
    ['\\.\\$\\\\', '.$\\', ['.$\\']],
    ['.', '😀', ['😀']],
    ['x{0}y{1,}', 'yy', ['yy']],
    ['a{,2}', 'a{,2}', ['a{,2}']],
  ])('%j over %j', (pattern, text, expected) => expect(groups(pattern, text)).toEqual(expected));

  test.each([
    ['(', 'a "(" is not closed'],
    [')', 'a ")" closes nothing'],
    ['[a', 'a "[" is not closed'],
    ['*a', '"*" repeats nothing'],
    ['a**', 'repeated again'],
    ['a{3,1}', 'must count up'],
    ['a{1000}', 'to 100 at most'],
    ['(a{100}){100}', 'more than 400 steps'],
    ['(?=a)', 'only "(?:" is known'],
    ['(?<n>a)', 'only "(?:" is known'],
    ['(a)\\1', '"\\1" is not known'],
    ['\\b', '"\\b" is not known'],
    ['[z-a]', 'no range'],
    ['[[:alpha:]]', 'not known'],
    ['a\\', 'stands at the end'],
    ['('.repeat(30) + ')'.repeat(30), '20 times at most'],
    ['a'.repeat(201), 'it may have 200 characters'],
  ])('%j is refused in words', (pattern, words) => expect(() => new Pattern(pattern)).toThrow(words));

  /** Those of Node know more; of what both know they must think alike. */
  test('made by chance finds what those of Node find, groups and all', () => {
    const random = createRandom(7);
    const make = (depth: number): string => {
      const atom = () =>
        random.pick([
          'a',
          'b',
          '.',
          '[ab]',
          '[^a]',
          '\\d',
          ...(depth < 2 ? [`(${make(depth + 1)})`, `(?:${make(depth + 1)})`] : []),
        ]);
      const part = () => atom() + random.pick(['', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}']);
      return Array.from({ length: 1 + random.whole(3) }, () =>
        Array.from({ length: random.whole(3) }, part).join(''),
      ).join('|');
    };
    const text = () => Array.from({ length: random.whole(7) }, () => random.pick(['a', 'b', '1'])).join('');
    let matched = 0;
    for (let n = 0; n < 3000; n += 1) {
      const [pattern, over] = [make(0), text()];
      const own = groups(pattern, over);
      const other = new RegExp(`^(?:${pattern})$`, 'su').exec(over);
      expect({ pattern, over, found: own !== null }).toEqual({ pattern, over, found: other !== null });
      // Of a group within what repeats, Node forgets what an earlier round found; RE2 and this do not.
      if (own && !/\)[*+?{]/.test(pattern))
        expect({ pattern, over, own }).toEqual({ pattern, over, own: [...other!].map((group) => group ?? '') });
      if (own) matched += 1;
    }
    expect(matched).toBeGreaterThan(300);
  });

  test('takes steps by its size times the length of the text, where others would never end', () => {
    const work = { steps: 0 };
    const hostile = new Pattern('((a+)+)+(a|aa)*(a?){20}b', work);
    expect(hostile.match('a'.repeat(300))).toBeNull();
    // Each instruction is met once at each place of the text, and takes along where its groups begin and end.
    expect(work.steps).toBeLessThanOrEqual(hostile.size * 301 * (2 + 2 * (hostile.groups + 1)));
  });

  test('counts what is looked into between two characters too', () => {
    const work = { steps: 0 };
    new Pattern(`(?:.(?:${'|'.repeat(40)}){4})*`, work).match('a'.repeat(300));
    expect(work.steps).toBeGreaterThan(300 * 100);
  });

  test('has ten groups at most', () => {
    expect(() => new Pattern('()'.repeat(10))).not.toThrow();
    expect(() => new Pattern('()'.repeat(11))).toThrow('it may have 10 groups, this one has 11');
  });

  test('matches no text beyond 300 characters', () => {
    expect(groups('a*', 'a'.repeat(300))).not.toBeNull();
    expect(groups('a*', 'a'.repeat(301))).toBeNull();
  });
});
