import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';
import { document, type Page } from './searching';

let hub: Hub;
let regional: Viewer;
beforeAll(async () => {
  hub = await startHub();
  regional = hub.as(hub.keys.regional);
});
afterAll(() => hub.stop());

describe('Pages', () => {
  beforeAll(async () => {
    const many = (n: number, name: string, status = 'ACTIVE') => ({
      externalId: `p${n}`,
      name,
      role: 'SENSOR',
      status,
    });
    await hub.send('Devices', {
      owner: 'RC-N',
      records: Array.from({ length: 30 }, (_, n) =>
        many(
          n,
          ['plover', 'plover 2', 'plover-2', 'ringed plover', 'plover ringed'][n % 5]!,
          n % 7 === 0 ? 'RETIRED' : 'ACTIVE',
        ),
      ),
    });
  });

  const walk = async (text: string, first: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const { search }: Page = await regional.data<Page>(document, { text, first, after });
      ids.push(...search.nodes.map(({ node }) => node.id));
      if (!search.pageInfo.hasNextPage) return ids;
      after = search.pageInfo.endCursor;
    }
  };

  test.each(['plover', 'plover ringed', 'ringed'])(
    'of %s meet each hit once, in one order, ties and all',
    async (text) => {
      const whole = await walk(text, 100);
      expect(new Set(whole).size).toBe(whole.length);
      expect(whole.length).toBe(text === 'plover' ? 30 : 12);
      for (const first of [1, 2, 7]) expect(await walk(text, first)).toEqual(whole);
    },
  );

  test('a cursor belongs to its text and types', async () => {
    const { search } = await regional.data<Page>(document, { text: 'plover', first: 1 });
    const after = search.pageInfo.endCursor;
    const refused = { code: 'INVALID_CURSOR' };
    expect(await regional.refusal(document, { text: 'ringed', first: 1, after })).toMatchObject(refused);
    expect(await regional.refusal(document, { text: 'plover', types: ['SITE'], after })).toMatchObject(refused);
    expect(await regional.refusal(document, { text: 'plover', after: 'nonsense' })).toMatchObject(refused);
  });

  test('a page of none says whether there is anything', async () => {
    const { search } = await regional.data<Page>(document, { text: 'plover', first: 0 });
    expect(search).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });
  });

  test('too much is refused', async () => {
    expect(await regional.refusal(document, { text: 'plover', first: 101 })).toMatchObject({ code: 'PAGE_TOO_LARGE' });
    expect(await regional.refusal(document, { text: 'x'.repeat(101) })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await regional.refusal(document, { text: 'a b c d e f g h i j k l m n o p q' })).toMatchObject({
      code: 'TOO_COMPLEX',
    });
  });
});
