import { startHub, type Hub } from '../../support/hub';
import { add, fetchPage, lists, pageDocument, type List, type Page } from '../../support/paged-lists';
import { createRandom } from '../../support/random';
import type { Variables } from '../../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

describe('A cursor', () => {
  const byName = [{ field: 'NAME', direction: 'ASC' }];
  const listOf = (field: string): List => lists.find((list) => list.field === field)!;
  const refusalOf = (field: string, variables: Variables) =>
    hub.as(hub.keys.national).refusal(pageDocument(listOf(field)), variables);
  const cursorOf = async (field: string, variables: Variables = {}): Promise<string> =>
    (await fetchPage(hub, listOf(field), { first: 1, ...variables })).pageInfo.endCursor!;

  beforeAll(async () => {
    for (const list of lists) await add(hub, list, createRandom(1), 2);
  });

  test('holds for the list that gave it alone', async () => {
    const after = await cursorOf('devices');
    expect(await refusalOf('sites', { after })).toMatchObject({ code: 'INVALID_CURSOR' });
    const nested = `query($after: String) { organization(code: "RC-S") { devices(after: $after) { nodes { id } } } }`;
    expect(await hub.as(hub.keys.national).refusal(nested, { after })).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('holds for the order it was given in alone', async () => {
    const after = await cursorOf('devices', { orderBy: byName });
    for (const orderBy of [
      undefined,
      [{ field: 'NAME', direction: 'DESC' }],
      [...byName, { field: 'ROLE', direction: 'ASC' }],
    ]) {
      expect(await refusalOf('devices', { after, orderBy })).toMatchObject({ code: 'INVALID_CURSOR' });
    }
  });

  test('may go on under another filter', async () => {
    const after = await cursorOf('devices');
    const page = await fetchPage(hub, listOf('devices'), { after, filter: { status: { eq: 'RETIRED' } } });
    expect(page).toMatchObject({ nodes: [], pageInfo: { startCursor: null, endCursor: null, hasNextPage: false } });
  });

  test('that is made up is refused', async () => {
    for (const after of ['', 'x', '%%%', 'bnVsbA', 'W10', 'eyJhIjoxfQ', 'A'.repeat(5000)]) {
      expect(await refusalOf('devices', { after })).toMatchObject({ code: 'INVALID_CURSOR' });
    }
  });

  const forgeries: [string, string, unknown][] = [
    ['devices', 'CREATED_AT', '2026-02-30 00:00:00+00'],
    ['devices', 'CREATED_AT', '2026-11-22 24:99:00+00'],
    ['devices', 'ROLE', null],
    ['devices', 'NAME', 7],
    ['devices', 'NAME', `NUL ${String.fromCharCode(0)}`],
    ['interfaces', 'SPEED', '9223372036854775808'],
    ['interfaces', 'SPEED', '1e3'],
    ['prefixes', 'PREFIX', 'fffff'],
    ['prefixes', 'PREFIX', '10.0.0.0/33'],
  ];
  test.each(forgeries)('whose inside was changed is refused: %s by %s, %j', async (field, order, value) => {
    const orderBy = [{ field: order, direction: 'ASC' }];
    const parts = JSON.parse(Buffer.from(await cursorOf(field, { orderBy }), 'base64url').toString()) as unknown[];
    const after = Buffer.from(JSON.stringify(parts.with(1, value))).toString('base64url');
    expect(await refusalOf(field, { after, orderBy })).toMatchObject({ code: 'INVALID_CURSOR' });
  });
});

describe('A page', () => {
  const pageOf = (more: string) =>
    `query { page: sites(${more}) { nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor maxPageSize } } }`;

  test.each(['first: 101', 'last: 101'])('of more than 100 records is refused, not cut: %s', async (more) => {
    expect(await hub.as(hub.keys.national).refusal(pageOf(more))).toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });

  test.each([
    'first: 1, last: 1',
    'first: -1',
    'last: -1',
    'first: 1, before: "x"',
    'last: 1, after: "x"',
    'before: "x", after: "x"',
  ])('has one direction and no less than nothing: %s', async (more) => {
    expect(await hub.as(hub.keys.national).refusal(pageOf(more))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('has 20 records unless said, and none where none are asked for', async () => {
    await add(
      hub,
      lists.find(({ field }) => field === 'sites')!,
      createRandom(2),
      30,
    );
    const whole = await hub
      .as(hub.keys.national)
      .data<{ page: Page }>('{ page: sites { nodes { id } pageInfo { hasNextPage maxPageSize } } }');
    expect(whole.page.nodes).toHaveLength(20);
    expect(whole.page.pageInfo).toEqual({ hasNextPage: true, maxPageSize: 100 });
    const none = await hub.as(hub.keys.national).data(pageOf('first: 0'));
    expect(none).toEqual({
      page: { nodes: [], pageInfo: { hasNextPage: true, hasPreviousPage: false, endCursor: null, maxPageSize: 100 } },
    });
  });

  test('is ordered by 4 fields at most', async () => {
    const orderBy = ['NAME', 'CODE', 'STATUS', 'CREATED_AT', 'UPDATED_AT'].map((field) => `{ field: ${field} }`).join();
    expect(await hub.as(hub.keys.national).refusal(pageOf(`orderBy: [${orderBy}]`))).toMatchObject({
      code: 'TOO_COMPLEX',
    });
  });

  test('counts the whole list only where the count is asked for, in one statement more', async () => {
    const national = hub.as(hub.keys.national);
    await national.data('{ sites(first: 1) { nodes { id } } }');
    expect(hub.statements).toHaveLength(2);
    expect(hub.statements.join()).not.toContain('count(');
    const { sites: counted } = await national.data<{ sites: { totalCount: number } }>(
      '{ sites(first: 1) { totalCount } }',
    );
    const [row] = await hub.sql<{ count: number }>('SELECT count(*)::int AS count FROM site');
    expect(counted.totalCount).toBe(row!.count);
    expect(hub.statements).toHaveLength(3);
  });

  test('under each of many parents is one statement, and so are their counts', async () => {
    const document =
      '{ organizations { nodes { code sites(first: 2, filter: { status: { eq: ACTIVE } }) { totalCount nodes { id } } } } }';
    const { organizations } = await hub
      .as(hub.keys.national)
      .data<{ organizations: { nodes: { code: string; sites: Page & { totalCount: number } }[] } }>(document);
    expect(hub.statements).toHaveLength(4);
    const active = await hub.sql<{ code: string; count: number }>(
      `SELECT o.code, count(s.id)::int AS count FROM organization o LEFT JOIN site s ON s.owner_id = o.id AND s.status = 'ACTIVE' GROUP BY o.code`,
    );
    const expected = active.map(({ code, count }) => ({ code, count, shown: Math.min(2, count) }));
    const found = organizations.nodes.map(({ code, sites: list }) => ({
      code,
      count: list.totalCount,
      shown: list.nodes.length,
    }));
    expect(found.toSorted(byCode)).toEqual(expected.toSorted(byCode));
  });
});

const byCode = (a: { code: string }, b: { code: string }): number => (a.code < b.code ? -1 : 1);
