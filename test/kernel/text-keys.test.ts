import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const folded = async (text: string): Promise<string> => {
  const [row] = await hub.sql<{ text: string }>('SELECT hub.fold($1) AS text', [text]);
  return row!.text;
};
const inOrder = async (names: string[]): Promise<string[]> => {
  const rows = await hub.sql<{ name: string }>(
    `SELECT n AS name FROM unnest($1::text[]) n ORDER BY hub.sort_key(n) COLLATE "C", n COLLATE "C"`,
    [names],
  );
  return rows.map(({ name }) => name);
};

describe('Text is compared without case and diacritics', () => {
  test.each([
    ['Đà Nẵng', 'da nang'],
    ['Đà Nẵng'.normalize('NFD'), 'da nang'],
    ['TRƯỜNG ĐẠI HỌC', 'truong dai hoc'],
    ['Łódź', 'łodz'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['東京 Ω', '東京 ω'],
    ['', ''],
  ])('%s is %s', async (text, expected) => {
    expect(await folded(text)).toBe(expected);
  });
});

describe('Names are put in order as people read them', () => {
  test.each([
    [['eth1', 'eth2', 'eth10', 'eth10/1', 'eth10/9', 'eth10/10']],
    [['10.0.0.2', '10.0.0.10', '10.0.1.1', '192.168.0.1']],
    [['a', 'á 1', 'A 2', 'ä 10', 'b']],
    [['9', '10', 'x', 'x1', 'x1y', 'x02', 'x2', 'x10']],
  ])('%j', async (names) => {
    expect(await inOrder(names.toReversed())).toEqual(names);
  });

  test('with long numbers too', async () => {
    const names = ['9999999999998', '9999999999999', '10000000000000'];
    expect(await inOrder(names.toReversed())).toEqual(names);
  });
});
