import { startHub, type Hub } from '../support/hub';
import { nothing, router, site } from '../support/sent-records';
import type { Variables } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const devicesOf = (source: string): Promise<{ key: string; name: string; status: string }[]> =>
  hub.sql(`SELECT d.external_id AS key, d.name, d.status FROM device d WHERE d.source = $1 ORDER BY d.external_id`, [
    source,
  ]);

describe('A batch of one source', () => {
  const batch = (...records: Variables[]) => hub.send('Devices', { owner: 'NMC', source: 'twice', records });

  test('writes what is new, changes what differs, and leaves the rest', async () => {
    const first = await batch(router('a'), router('b'), router('c'));
    expect(first).toEqual({
      ...nothing,
      created: 3,
      ids: [expect.stringMatching(/^dev_/), expect.anything(), expect.anything()],
    });
    expect(await batch(router('a'), router('b'), router('c'))).toEqual({ ...nothing, unchanged: 3, ids: first.ids });
    const third = await batch(router('d'), router('b', { name: 'renamed' }), router('a'));
    expect(third).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 1,
      ids: [expect.anything(), first.ids[1], first.ids[0]],
    });
    expect(await devicesOf('twice')).toMatchObject([{ name: 'a' }, { name: 'renamed' }, { name: 'c' }, { name: 'd' }]);
  });

  test('may be empty', async () => {
    expect(await batch()).toEqual(nothing);
  });

  test('takes away what a record no longer has', async () => {
    await batch(router('e', { serial: 'S1', tags: ['x', 'y', 'x'], site: await hub.site() }));
    const full = await hub.sql(
      `SELECT d.serial, d.tags, d.site_id IS NULL AS loose FROM device d WHERE d.external_id = 'e'`,
    );
    expect(full).toEqual([{ serial: 'S1', tags: ['x', 'y'], loose: false }]);
    expect(await batch(router('e', { name: null }))).toMatchObject({ updated: 1 });
    const bare = await hub.sql(
      `SELECT d.name, d.serial, d.tags, d.site_id IS NULL AS loose FROM device d WHERE d.external_id = 'e'`,
    );
    expect(bare).toEqual([{ name: null, serial: null, tags: [], loose: true }]);
  });

  test('says again when its source last sent the record, and moves updatedAt only with the content', async () => {
    await batch(router('f'));
    const moments = () =>
      hub.sql<{ synced: Date; updated: Date }>(
        `SELECT d.synced_at AS synced, d.updated_at AS updated FROM device d WHERE d.external_id = 'f'`,
      );
    const [before] = await moments();
    await batch(router('f'));
    const [again] = await moments();
    expect(again!.updated).toEqual(before!.updated);
    expect(again!.synced > before!.synced).toBe(true);
  });

  test('keeps keys of other sources and owners apart from its own', async () => {
    const own = await batch(router('same'));
    const other = await hub.send('Devices', { owner: 'NMC', source: 'other', records: [router('same')] });
    const north = await hub.send('Devices', { owner: 'RC-N', source: 'twice', records: [router('same')] });
    expect([own, other, north]).toMatchObject([{ created: 1 }, { created: 1 }, { created: 1 }]);
    expect(new Set([own.ids[0], other.ids[0], north.ids[0]]).size).toBe(3);
  });

  test('is taken once, however many send it at the same moment', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => batch(router('g1'), router('g2'))));
    const sums = outcomes.map(({ created, updated, unchanged, refused }) => [
      created,
      updated,
      unchanged,
      refused.length,
    ]);
    expect(sums.toSorted()).toEqual([...Array.from({ length: 7 }, () => [0, 0, 2, 0]), [2, 0, 0, 0]]);
    expect(new Set(outcomes.map(({ ids }) => ids.join())).size).toBe(1);
  });

  test('gives text back as it came, in any script and form', async () => {
    const names = [
      'Trạm Đắk Lắk – phường Tân Lợi',
      'Trạm Đắk'.normalize('NFD'),
      '東京 🗼',
      ' spaces  kept ',
      '"quotes\' \\ %_',
    ];
    await batch(...names.map((name, i) => router(`text${i}`, { name })));
    const read = await hub
      .as(hub.keys.national)
      .data(
        `{ devices(filter: { externalId: { startsWith: "text" } }, orderBy: [{ field: CREATED_AT }]) { nodes { name } } }`,
      );
    expect(read).toEqual({ devices: { nodes: names.map((name) => ({ name })) } });
  });
});

describe('Retiring what a source no longer sends', () => {
  const batch = (retireMissing: boolean, ...keys: string[]) =>
    hub.send('Devices', { owner: 'RC-N', source: 'living', retireMissing, records: keys.map((key) => router(key)) });

  test('happens only when asked, once, and is undone when the record comes again', async () => {
    await batch(false, 'a', 'b', 'c');
    expect(await batch(false, 'a')).toMatchObject({ unchanged: 1, retired: 0 });
    expect(await batch(true, 'a')).toMatchObject({ unchanged: 1, retired: 2 });
    expect(await batch(true, 'a')).toMatchObject({ retired: 0 });
    expect(await devicesOf('living')).toMatchObject([
      { status: 'ACTIVE' },
      { status: 'RETIRED' },
      { status: 'RETIRED' },
    ]);
    expect(await batch(true, 'a', 'b')).toMatchObject({ updated: 1, unchanged: 1, retired: 0 });
    expect(await devicesOf('living')).toMatchObject([
      { status: 'ACTIVE' },
      { status: 'ACTIVE' },
      { status: 'RETIRED' },
    ]);
  });

  test('touches no other source, owner or type', async () => {
    await hub.send('Devices', { owner: 'RC-N', source: 'neighbour', records: [router('x')] });
    await hub.send('Devices', { owner: 'RC-S', source: 'living', records: [router('y')] });
    await hub.send('Sites', { owner: 'RC-N', source: 'living', records: [site('z')] });
    await batch(true, 'nobody');
    const alive = await hub.sql(
      `SELECT r.external_id AS key FROM (SELECT d.external_id, d.status FROM device d UNION ALL SELECT s.external_id, s.status FROM site s) r
        WHERE r.status = 'ACTIVE' AND r.external_id IN ('a', 'b', 'c', 'x', 'y', 'z') AND r.external_id <> 'same'
          AND NOT EXISTS (SELECT FROM device d WHERE d.external_id = r.external_id AND d.source = 'twice') ORDER BY 1`,
    );
    expect(alive).toEqual([{ key: 'x' }, { key: 'y' }, { key: 'z' }]);
  });

  test('does not happen where a record of the batch is refused', async () => {
    await batch(false, 'a');
    const outcome = await hub.send('Devices', {
      owner: 'RC-N',
      source: 'living',
      retireMissing: true,
      records: [router('new', { name: '' })],
    });
    expect(outcome).toMatchObject({ retired: 0, refused: [{ index: 0 }] });
    expect(await devicesOf('living')).toContainEqual({ key: 'a', name: 'a', status: 'ACTIVE' });
  });
});

describe('A mutation of several batches', () => {
  test('keeps what came before a failure, and each batch whole', async () => {
    const records = (name: string) => `[{ externalId: "${name}", role: ROUTER, name: "${name}" }]`;
    const { data, errors } = await hub.as(hub.keys.regional).query(`mutation {
      a: upsertDevices(input: { owner: "RC-N", source: "several", records: ${records('a')} }) { created }
      b: upsertDevices(input: { owner: "RC-S", source: "several", records: ${records('b')} }) { created }
      c: upsertDevices(input: { owner: "RC-N", source: "several", records: ${records('c')} }) { created }
    }`);
    expect({ data, codes: errors.map(({ path, extensions }) => [path, extensions!['code']]) }).toEqual({
      data: null,
      codes: [[['b'], 'FORBIDDEN']],
    });
    expect(await devicesOf('several')).toMatchObject([{ key: 'a' }]);
  });
});
