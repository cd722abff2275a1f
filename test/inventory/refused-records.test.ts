import { startHub, type Hub } from '../support/hub';
import type { Outcome, Plural } from '../support/inventory-builders';
import type { Variables } from '../support/viewer';

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
