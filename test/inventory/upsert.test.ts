import { startHub, type Hub } from '../support/hub';
import { upsertDocument, type Outcome, type Plural } from '../support/inventory-builders';
import type { Variables, Viewer } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const nothing = { created: 0, updated: 0, unchanged: 0, retired: 0, refused: [], ids: [] };
const router = (externalId: string, more: Variables = {}): Variables => ({
  externalId,
  name: externalId,
  role: 'ROUTER',
  ...more,
});
const site = (externalId: string, more: Variables = {}): Variables => ({
  externalId,
  code: externalId,
  name: externalId,
  ...more,
});
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
    await batch(true);
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

describe('A record that is not taken', () => {
  const refused = async (plural: Plural, ...records: Variables[]): Promise<Outcome['refused']> => {
    const outcome = await hub.send(plural, { owner: 'NMC', source: 'strict', records });
    expect(outcome).toMatchObject({ ...nothing, refused: expect.any(Array) });
    return outcome.refused;
  };

  test('is named by its place, its field and a reason, and nothing of the batch is written', async () => {
    const refusals = await refused(
      'Sites',
      site('fine'),
      site('north of the pole', { code: 'a', latitude: 90.1, longitude: 0 }),
      site('half a place', { code: 'b', latitude: 10 }),
      site('fine too', { code: 'c' }),
      site('without a name', { code: 'd', name: '' }),
    );
    expect(refusals.map(({ index, field, code }) => [index, field, code])).toEqual([[2, 'latitude', 'INVALID']]);
    const later = await refused(
      'Sites',
      site('fine'),
      site('x', { latitude: 90.1, longitude: 0 }),
      site('y', { latitude: 1, longitude: -181 }),
      site('z', { name: '' }),
    );
    expect(later).toEqual([
      { index: 1, field: 'latitude', code: 'INVALID', message: expect.stringContaining('latitude') },
      { index: 2, field: 'longitude', code: 'INVALID', message: expect.stringContaining('longitude') },
      { index: 3, field: 'name', code: 'INVALID', message: expect.stringContaining('name') },
    ]);
    expect(await hub.sql(`SELECT s.id FROM site s WHERE s.source = 'strict'`)).toEqual([]);
  });

  const misfits: { plural: Plural; field: string; value: unknown }[] = [
    { plural: 'Devices', field: 'externalId', value: '' },
    { plural: 'Devices', field: 'externalId', value: 'x'.repeat(201) },
    { plural: 'Devices', field: 'name', value: 'n'.repeat(201) },
    { plural: 'Devices', field: 'serial', value: '' },
    { plural: 'Devices', field: 'tags', value: Array.from({ length: 65 }, (_, n) => `t${n}`) },
    { plural: 'Links', field: 'capacityBps', value: -1 },
    { plural: 'InformationSystems', field: 'level', value: 6 },
    { plural: 'InformationSystems', field: 'code', value: '' },
    { plural: 'Prefixes', field: 'description', value: 'd'.repeat(501) },
    { plural: 'Addresses', field: 'dnsName', value: '' },
  ];
  const sound: Partial<Record<Plural, Variables>> = {
    Devices: router('x'),
    Links: { externalId: 'x', name: 'x', kind: 'CABLE' },
    InformationSystems: { externalId: 'x', code: 'x', name: 'x', level: 1 },
    Prefixes: { externalId: 'x', prefix: '10.0.0.0/8' },
    Addresses: { externalId: 'x', address: '10.0.0.1/8' },
  };
  test.each(misfits)('for its $field, in $plural', async ({ plural, field, value }) => {
    expect(await refused(plural, { ...sound[plural], [field]: value })).toMatchObject([
      { index: 0, field, code: 'INVALID' },
    ]);
  });

  test('for a prefix with bits beyond its length', async () => {
    const refusals = await refused('Prefixes', { externalId: 'x', prefix: '10.0.0.1/8' });
    expect(refusals).toMatchObject([{ index: 0, code: 'INVALID', message: expect.stringContaining('10.0.0.1/8') }]);
  });

  test('for a code that another has', async () => {
    const taken = { index: 1, field: 'code', code: 'DUPLICATE', message: expect.stringContaining('code') };
    await hub.site({ code: 'HN-1' });
    expect(await refused('Sites', site('s1'), site('s2', { code: 'HN-1' }))).toEqual([taken]);
    expect(await refused('Sites', site('s1', { code: 'T' }), site('s2', { code: 'T' }))).toEqual([taken]);
    expect(await hub.send('Sites', { owner: 'RC-N', records: [site('s2', { code: 'HN-1' })] })).toMatchObject({
      created: 1,
    });
  });

  test('for a key that stands twice in the batch', async () => {
    expect(await refused('Devices', router('a'), router('b'), router('a'))).toEqual([
      { index: 2, field: 'externalId', code: 'DUPLICATE', message: 'externalId: "a" stands at 0 already.' },
    ]);
  });

  test('does not come alone: all of them are named', async () => {
    const records = Array.from({ length: 200 }, (_, n) => router(`r${n}`, n % 2 ? { name: '' } : {}));
    const refusals = await refused('Devices', ...records);
    expect(refusals.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, n) => 2 * n + 1));
  });

  test('for an owner’s source that is no name', async () => {
    const outcome = await hub.send('Devices', { owner: 'NMC', source: 'Net Box', records: [router('a')] });
    expect(outcome.refused).toMatchObject([{ index: 0, field: 'source', code: 'INVALID' }]);
  });
});

describe('A batch as a whole is refused', () => {
  const input = (more: Variables) => ({ input: { owner: 'RC-N', source: 'netbox', records: [], ...more } });
  const refusal = (viewer: Viewer, more: Variables = {}) => viewer.refusal(upsertDocument('Devices'), input(more));

  test('with more than 1,000 records', async () => {
    const records = Array.from({ length: 1001 }, (_, n) => ({ externalId: `r${n}`, role: 'OTHER' }));
    const regional = hub.as(hub.keys.regional);
    expect(await refusal(regional, { records })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('1000 records at most'),
    });
  });

  test('for an owner that the key may not write for, or that does not exist', async () => {
    const [national, regional] = [hub.as(hub.keys.national), hub.as(hub.keys.regional)];
    expect(await refusal(national)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('"RC-N"') });
    expect(await refusal(regional, { owner: 'NMC' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(regional, { owner: 'RC-S' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(regional, { owner: 'NOBODY' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('"NOBODY"'),
    });
  });

  test('with a key that reads only', async () => {
    const reader = hub.as(await hub.key({ organization: 'RC-N', role: 'READER' }));
    expect(await refusal(reader)).toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('READER') });
  });

  test('with a key that names an owner outside its own tree', async () => {
    const key = await hub.key({ organization: 'RC-N', writesFor: ['RC-S', 'NMC', 'MOH'] });
    for (const owner of ['RC-S', 'NMC', 'MOH'])
      expect(await refusal(hub.as(key), { owner })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await hub.as(key).data(upsertDocument('Devices'), input({}))).toEqual({ sent: nothing });
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
