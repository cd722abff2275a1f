import { letFeedsGo } from '../../src/feeds/let-feeds-go';
import { connectionConfig, withClient } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import { asking, Follower } from './follower';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const filter = { types: ['Organization'] };
const refusal = (key: string, after: string) => hub.as(key).refusal(asking, { after, filter });

async function cursorOf(key: string): Promise<string> {
  const follower = new Follower(hub.as(key), { filter });
  return (await follower.page()).endCursor;
}

/** What a cursor has in common with those of the same page. */
const commonIn = (cursor: string): unknown[] =>
  JSON.parse(Buffer.from(cursor.slice(22).split(':')[0]!, 'base64url').toString()) as unknown[];

/** A cursor with another content under its old signature. */
function tampered(cursor: string, change: (parts: unknown[]) => void): string {
  const parts = commonIn(cursor);
  change(parts);
  const [, ...place] = cursor.split(':');
  return [cursor.slice(0, 22) + Buffer.from(JSON.stringify(parts)).toString('base64url'), ...place].join(':');
}

describe('A cursor', () => {
  test('is good for any key of its organization, and for no other', async () => {
    const cursor = await cursorOf(hub.keys.national);
    const colleague = new Follower(hub.as(await hub.key({ organization: 'NMC' })), { filter });
    colleague.cursor = cursor;
    expect(await colleague.told()).toEqual([]);
    expect(await refusal(hub.keys.partner, cursor)).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('of nobody is refused, whatever it holds', async () => {
    const cursor = await cursorOf(hub.keys.partner);
    const foreign = await cursorOf(hub.keys.national);
    const views = commonIn(foreign)[2];
    const forged = tampered(cursor, (parts) => (parts[2] = views));
    for (const odd of [
      '',
      'x',
      'WzFd',
      cursor.slice(1),
      `${cursor}x`,
      forged,
      cursor.slice(0, 22),
      'é'.repeat(22) + 'W10',
    ])
      expect(await refusal(hub.keys.partner, odd)).toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('of before a restore has expired, and says how to start over', async () => {
    const cursor = await cursorOf(hub.keys.national);
    const [was] = await hub.sql<{ id: string }>('SELECT e.id FROM private.feed_epoch e');
    await hub.sql('UPDATE private.feed_epoch SET id = gen_random_uuid()');
    const refused = await refusal(hub.keys.national, cursor);
    expect(refused).toMatchObject({ code: 'CURSOR_EXPIRED' });
    expect(refused.message).toContain('after: null');
    await hub.sql('UPDATE private.feed_epoch SET id = $1', [was!.id]);
  });

  test('whose views the hub has let go has expired', async () => {
    const key = await hub.key({ organization: 'RC-S' });
    const cursor = await cursorOf(key);
    await hub.sql(`UPDATE organization SET community_member = NOT community_member WHERE code = 'RC-S'`);
    await hub.sql(
      `DELETE FROM private.feed_view v USING organization o WHERE o.id = v.organization_id AND o.code = 'RC-S'`,
    );
    expect(await refusal(key, cursor)).toMatchObject({ code: 'CURSOR_EXPIRED' });
  });

  test('that stood still while what its key sees changed too often has expired', async () => {
    const follower = new Follower(hub.as(await hub.key({ organization: 'MOH-IT' })), { filter });
    await follower.page({ first: 1 });
    for (let i = 0; i < 8; i += 1) {
      await hub.sql(`UPDATE organization SET community_member = NOT community_member WHERE code = 'MOH-IT'`);
      expect((await follower.page({ first: 1 })).hasMore).toBe(true);
    }
    await hub.sql(`UPDATE organization SET community_member = NOT community_member WHERE code = 'MOH-IT'`);
    const after = follower.cursor!;
    expect(await hub.as(await hub.key({ organization: 'MOH-IT' })).refusal(asking, { after, filter })).toMatchObject({
      code: 'CURSOR_EXPIRED',
    });
  });

  test('goes with from and with more than a page at a time no more than is said', async () => {
    const after = await cursorOf(hub.keys.national);
    const asked = (variables: object) => hub.as(hub.keys.national).refusal(asking, { ...variables });
    expect(await asked({ after, from: 'NOW' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await asked({ first: 1001 })).toMatchObject({ code: 'PAGE_TOO_LARGE' });
    expect(await asked({ first: 0 })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await asked({ filter: { types: ['Nothing'] } })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await asked({ filter: { regions: ['NOWHERE'] } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

test('The horizon is where the oldest cursor stands: from there all is told that came to be since', async () => {
  const key = hub.keys.national;
  const { changes } = await hub
    .as(key)
    .data<{ changes: { horizon: string } }>(
      'query($filter: ChangeFilter) { changes(first: 1, filter: $filter) { horizon } }',
      { filter },
    );
  const follower = new Follower(hub.as(key), { filter });
  follower.cursor = changes.horizon;
  const told = await follower.told();
  const organizations = await hub.sql('SELECT FROM organization');
  expect(told).toHaveLength(organizations.length);
});

test('The horizon of a young agreement tells of nothing that was gone before it', async () => {
  const devices = { types: ['Device'] };
  const horizonOf = async (key: string) => {
    const asking = 'query($filter: ChangeFilter) { changes(first: 1, filter: $filter) { horizon } }';
    return (await hub.as(key).data<{ changes: { horizon: string } }>(asking, { filter: devices })).changes.horizon;
  };
  const remove = ({ id }: { id: string }) => hub.sql('DELETE FROM device WHERE id = $1', [id.slice(4)]);
  const key = await hub.key({ organization: 'MOH', role: 'READER' });
  const follow = async (cursor: string) => {
    const follower = new Follower(hub.as(key), { filter: devices });
    follower.cursor = cursor;
    return follower.told();
  };
  const [before, since, kept] = [
    await hub.device({ owner: 'RC-S' }),
    await hub.device({ owner: 'RC-S' }),
    await hub.device({ owner: 'RC-S' }),
  ];
  await remove(before);
  await hub.agreement({ provider: 'RC-S', consumer: 'MOH' });
  // Once as the view comes to be, and once as it is known.
  for (let i = 0; i < 2; i += 1) expect(await follow(await horizonOf(key))).not.toContainEqual(['DELETED', before.id]);
  await remove(since);
  const told = await follow(await horizonOf(key));
  expect(told).toContainEqual(['CREATED', kept.id]);
  expect(told).toContainEqual(['DELETED', since.id]);
  expect(told.map(([, id]) => id)).not.toContain(before.id);
});

test('What no cursor can name any more is let go: views, and consumers that have not read since', async () => {
  await cursorOf(hub.keys.national);
  await hub.sql(`UPDATE private.feed_view SET last_used = now() - interval '33 days'`);
  await hub.sql(`UPDATE hub.feed_consumer SET last_read_at = now() - interval '33 days'`);
  await cursorOf(await hub.key({ organization: 'MOH-IT' }));
  await withClient(connectionConfig(hub.databaseUrl, 'hub_owner'), (client) => letFeedsGo(client, 30));
  expect(await hub.sql('SELECT v.id FROM private.feed_view v')).toHaveLength(1);
  expect(await hub.sql('SELECT c.id FROM hub.feed_consumer c')).toHaveLength(1);
});

test('An organization has a thousand views at most: those that it used last', async () => {
  await hub.sql(
    `INSERT INTO private.feed_view (id, organization_id, settings, filter, parts, last_used)
     SELECT gen_random_uuid(), o.id, '{}', '{}', '{}', now() - n * interval '1 minute' FROM organization o, generate_series(1, 1200) n WHERE o.code = 'RC-S'`,
  );
  await cursorOf(await hub.key({ organization: 'RC-S' }));
  const [kept] = await hub.sql<{ views: number; oldest: number }>(
    `SELECT count(*)::int AS views, round(extract(epoch FROM now() - min(v.last_used)) / 60)::int AS oldest
       FROM private.feed_view v JOIN organization o ON o.id = v.organization_id WHERE o.code = 'RC-S'`,
  );
  expect(kept).toEqual({ views: 1000, oldest: 999 });
});
