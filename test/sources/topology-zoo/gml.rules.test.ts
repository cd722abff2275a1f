import { parseGml, type GmlEntry } from '../../../src/sources/topology-zoo/gml.rules';

const plain = (entries: readonly GmlEntry[]): unknown[] =>
  entries.map(({ key, value, line }) => [key, Array.isArray(value) ? plain(value) : value, line]);
const read = (text: string): unknown => {
  const result = parseGml(text);
  return 'ok' in result ? plain(result.ok) : `line ${result.fault.line}: ${result.fault.reason}`;
};

describe('GML', () => {
  it('is keys with numbers, texts and lists, each in its line', () => {
    const text =
      'Creator "me"\n# graph [\ngraph\n[ node [id 1]node[ id -2.5e3 label "a\nb" ] x .5 y +1. ]\r\nVersion 1';
    expect(read(text)).toEqual([
      ['Creator', 'me', 1],
      [
        'graph',
        [
          ['node', [['id', 1, 4]], 4],
          [
            'node',
            [
              ['id', -2500, 4],
              ['label', 'a\nb', 4],
            ],
            4,
          ],
          ['x', 0.5, 5],
          ['y', 1, 5],
        ],
        3,
      ],
      ['Version', 1, 6],
    ]);
    expect(read('')).toEqual([]);
  });

  it('keeps a word that is no number as a word', () => {
    expect(read('a NAN b -inf c 1.2.3 d 0x1F')).toEqual(
      ['NAN', '-inf', '1.2.3', '0x1F'].map((word, i) => ['abcd'[i], { word }, 1]),
    );
  });

  it.each([
    ['Đà Nẵng', 'Đà Nẵng'],
    ['&#272;&#224; N&#7861;ng', 'Đà Nẵng'],
    ['Krak&oacute;w, &Aring;rhus, M&uuml;nchen', 'Kraków, Århus, München'],
    ['&#x1F5FC; &quot;tower&quot; &lt;A&amp;B&gt; &apos;', '🗼 "tower" <A&B> \''],
    ['&amp;amp;', '&amp;'],
    [
      'R&D; A & B &nothing; &#0; &#xD800; &#9999999; &#; &constructor;',
      'R&D; A & B &nothing; &#0; &#xD800; &#9999999; &#; &constructor;',
    ],
    ['[ # ]', '[ # ]'],
  ])('a text "%s" means "%s"', (written, meant) => {
    expect(read(`label "${written}"`)).toEqual([['label', meant, 1]]);
  });

  it.each([
    ['graph [\n  node [ id 1 ]\n', 'line 3: the list that begins in line 1 has no end'],
    ['graph [ ]\n]', 'line 2: a list ends that has not begun'],
    ['graph [ label "Hà\nNội ]', 'line 1: the text that begins here has no end'],
    ['graph [ label ]', 'line 1: "label" has no value'],
    ['graph [ ]\nlabel', 'line 2: "label" has no value'],
    ['graph [\n "label" 1 ]', 'line 2: a text stands where a key is expected'],
    ['graph [\n 5 1 ]', 'line 2: "5" stands where a key is expected'],
    ['[ ]', 'line 1: "[" stands where a key is expected'],
    ['{"graph": 1}', 'line 1: "{" stands where a key is expected'],
    ['\0\u0001', 'line 1: "\\u0000\\u0001" stands where a key is expected'],
  ])('%j is none', (text, fault) => {
    expect(read(text)).toBe(fault);
  });

  it('may be nested as deeply as it likes', () => {
    expect(parseGml('a['.repeat(100_000) + ']'.repeat(100_000))).toHaveProperty('ok');
  });
});
