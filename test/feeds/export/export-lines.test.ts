import { parse } from 'csv-parse/sync';
import { quoted } from '../../../src/feeds/export/export-lines';

/** Cells as a spreadsheet has them that takes this for the end of one, and knows quotes at the beginning of a cell alone. */
const cellsOf = (line: string, delimiter: string): string[] =>
  (
    parse(line, { delimiter, relaxQuotes: true, relaxColumnCount: true, recordDelimiter: ['\n', '\r'] }) as string[][]
  ).flat();

const harmless = ['a;b', '1-2', 'a@b.vn', 'Trạm "Bắc"', 'x+y', 'a,=b', '–5'];
const formulas = [
  ...['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\n\t=1', '＝1', '＋1', '－1', '＠A1'],
  ...['a;=1', 'a\t=1', 'a\n=1', 'a\r\n=1', 'a;＝1', 'a;"=1"', 'a";=1', '"=1"', 'x;;@A1', 'a;\n-1'],
];

test.each(formulas)('%j is no formula, whatever ends a cell', (text) => {
  for (const delimiter of [',', ';', '\t'])
    for (const line of [`${quoted(text)}`, `x,${quoted(text)},y`]) {
      const cells = cellsOf(line, delimiter).map((cell) => cell.replace(/^["\t\r\n]+/, ''));
      expect({ line, cells: cells.filter((cell) => /^[=+\-@＝＋－＠]/.test(cell)) }).toEqual({ line, cells: [] });
    }
});

test.each(harmless)('%j stays what it is', (text) => {
  expect(parse(quoted(text))).toEqual([[text]]);
});

test('Lists and objects are JSON still, and numbers keep their sign', () => {
  expect(JSON.parse((parse(quoted(['a;=1', '=1'])) as string[][])[0]![0]!)).toEqual(["a;'=1", '=1']);
  expect([quoted(-5), quoted(true), quoted(null), quoted(undefined)]).toEqual(['-5', 'true', '', '']);
});
