import { JsonBytes, type Piece } from '../../src/kernel/json-bytes';
import { createRandom } from '../support/random';

const out = new JsonBytes();
const json = (write: (to: JsonBytes) => void): string => out.of(write).toString();

const texts = [
  ...['', 'Hà Nội', 'Thừa Thiên Huế', 'ü', 'ÿ', '\u007f', '\u0080', '\u07ff', '\u0800', '\uffff', '\u2028\u2029'],
  ...['"', '\\', '/', '\b\f\n\r\t', '\u0000', '\u001f', 'a"b', 'Đà\nNẵng'],
  ...['😀', 'a😀b', '\ud83d', '\ude00', '\ude00\ud83d', 'x\ud800'],
];

test('A text is written as JSON has it, in UTF-8', () => {
  for (const text of texts) expect(json((to) => to.text(text))).toBe(JSON.stringify(text));
});

test('So is any text of characters by chance', () => {
  const random = createRandom();
  const character = () => String.fromCharCode(random.whole(random.whole(2) === 0 ? 0x80 : 0x10000));
  for (let n = 0; n < 2000; n += 1) {
    const text = Array.from({ length: random.whole(80) }, character).join('');
    expect(json((to) => to.text(text))).toBe(JSON.stringify(text));
  }
});

test('What is written grows beyond its room, and nothing of it stays for the next', () => {
  const long = 'Đ'.repeat(100_000);
  const list = json((to) => {
    to.byte(0x5b);
    for (let n = 0; n < 30; n += 1) {
      if (n > 0) to.ascii(',');
      to.text(long);
      to.copy(Buffer.from(',1'));
      to.json(',"ễ"');
      to.ascii(`,${'7'.repeat(100)}`);
    }
    to.byte(0x5d);
  });
  expect(JSON.parse(list)).toHaveLength(120);
  expect(list).toBe(`[${Array.from({ length: 30 }, () => `"${long}",1,"ễ",${'7'.repeat(100)}`).join()}]`);
  expect(json((to) => to.ascii('{}'))).toBe('{}');
});

test('What broke off leaves nothing behind', () => {
  const broken = () =>
    json((to) => {
      to.ascii('[1,');
      throw new Error('no more');
    });
  expect(broken).toThrow('no more');
  expect(json((to) => to.ascii('[2]'))).toBe('[2]');
});

test('A piece is written again as long as it is under way, beyond the room that it was written in, and never into what comes after', () => {
  const text = 'Nẵng'.repeat(20_000);
  const pieces: Piece[] = [];
  const again: boolean[] = [];
  const twice = json((to) => {
    to.byte(0x5b);
    pieces.push(to.piece(() => to.text(text)));
    to.ascii(',');
    again.push(to.again(pieces[0]!));
    to.byte(0x5d);
  });
  const after = json((to) => {
    to.ascii('[1');
    again.push(to.again(pieces[0]!), new JsonBytes().again(pieces[0]!));
    to.ascii(']');
  });
  expect([JSON.parse(twice), after, again]).toEqual([[text, text], '[1]', [true, false, false]]);
});
