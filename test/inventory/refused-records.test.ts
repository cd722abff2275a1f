import { startHub, type Hub } from '../support/hub';
import type { Outcome, Plural } from '../support/inventory-builders';
import { nothing, router, site } from '../support/sent-records';
import type { Variables } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

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

  const misfits: { plural: Plural; field: string; value: unknown; limit: string }[] = [
    { plural: 'Devices', field: 'externalId', value: '', limit: 'have 1 to 200 characters' },
    { plural: 'Devices', field: 'externalId', value: 'x'.repeat(201), limit: 'have 1 to 200 characters' },
    { plural: 'Devices', field: 'name', value: 'n'.repeat(201), limit: 'have 1 to 200 characters' },
    { plural: 'Devices', field: 'serial', value: '', limit: 'have 1 to 100 characters' },
    {
      plural: 'Devices',
      field: 'tags',
      value: Array.from({ length: 65 }, (_, n) => `t${n}`),
      limit: 'hold 64 at most',
    },
    { plural: 'Devices', field: 'tags', value: ['short', 't'.repeat(101)], limit: 'have 1 to 100 characters in each' },
    { plural: 'Links', field: 'capacityBps', value: -1, limit: 'be 0 or more' },
    { plural: 'InformationSystems', field: 'level', value: 6, limit: 'be from 1 to 5' },
    { plural: 'InformationSystems', field: 'code', value: '', limit: 'have 1 to 64 characters' },
    { plural: 'Prefixes', field: 'description', value: 'd'.repeat(501), limit: 'have 500 characters at most' },
    { plural: 'Addresses', field: 'dnsName', value: '', limit: 'have 1 to 255 characters' },
  ];
  const sound: Partial<Record<Plural, Variables>> = {
    Devices: router('x'),
    Links: { externalId: 'x', name: 'x', kind: 'CABLE' },
    InformationSystems: { externalId: 'x', code: 'x', name: 'x', level: 1 },
    Prefixes: { externalId: 'x', prefix: '10.0.0.0/8' },
    Addresses: { externalId: 'x', address: '10.0.0.1/8' },
  };
  test.each(misfits)('for its $field, in $plural: it must $limit', async ({ plural, field, value, limit }) => {
    expect(await refused(plural, { ...sound[plural], [field]: value })).toEqual([
      { index: 0, field, code: 'INVALID', message: `${field}: it must ${limit}.` },
    ]);
  });

  test('for all of its fields at once', async () => {
    const refusals = await refused(
      'Sites',
      site('fine'),
      site('', { code: 'a', name: '', latitude: 91, longitude: -181 }),
      site('fine too', { code: 'b' }),
      site('c', { name: '' }),
    );
    expect(refusals.map(({ index, message }) => [index, message])).toEqual([
      [1, 'externalId: it must have 1 to 200 characters.'],
      [1, 'name: it must have 1 to 200 characters.'],
      [1, 'latitude: it must be from -90 to 90.'],
      [1, 'longitude: it must be from -180 to 180.'],
      [3, 'name: it must have 1 to 200 characters.'],
    ]);
  });

  test('for a device of another owner', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    expect(await refused('Interfaces', { externalId: 'x', name: 'eth0', device })).toEqual([
      { index: 0, field: 'device', code: 'INVALID', message: 'device: it must have the same owner as this record.' },
    ]);
  });

  test('which costs those that are taken no question', async () => {
    await hub.send('Devices', { owner: 'NMC', records: [router('taken')] });
    expect(hub.statements.filter((text) => text.includes('pg_constraint'))).toEqual([]);
    await refused('Devices', router('x', { name: '' }));
    expect(hub.statements.filter((text) => text.includes('pg_constraint'))).toHaveLength(2);
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
    const message = 'source: it must have 1 to 63 characters of a-z0-9._-, the first of a-z0-9.';
    expect(outcome.refused).toEqual([{ index: 0, field: 'source', code: 'INVALID', message }]);
  });
});
