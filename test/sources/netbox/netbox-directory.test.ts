import { place, readRows, region, row, site, tenant } from './small-dump';

describe('organizations and regions of a dump', () => {
  test('tenants and providers stand below the importing organization', async () => {
    const { of, refused } = await readRows([row('circuits.provider', 1, { name: 'VNPT', slug: 'vnpt' }), tenant]);
    expect(of('Organization')).toEqual({
      moh: { owner: 'NMC', record: { code: 'moh', name: 'Ministry of Health', kind: 'AGENCY', parent: 'NMC' } },
      vnpt: { owner: 'NMC', record: { code: 'vnpt', name: 'VNPT', kind: 'OPERATOR', parent: 'NMC' } },
    });
    expect(refused).toEqual([]);
  });

  test('of several with one slug the first tenant keeps it', async () => {
    const named = (model: string, pk: number, slug: string) => row(model, pk, { name: slug, slug });
    const { of } = await readRows([
      named('circuits.provider', 1, 'acme'),
      named('tenancy.tenant', 8, 'acme'),
      named('tenancy.tenant', 7, 'acme'),
      named('tenancy.tenant', 9, '_Bộ Y tế!'),
      named('tenancy.tenant', 10, '部门'),
      named('tenancy.tenant', 11, 'x'.repeat(100)),
    ]);
    expect(Object.keys(of('Organization'))).toEqual([
      'acme',
      'acme-tenant-8',
      'Bo-Y-te-',
      'tenant-10',
      'x'.repeat(63),
      'acme-provider-1',
    ]);
  });

  test('a tenant with the code of the importing organization is that organization', async () => {
    const own = row('tenancy.tenant', 5, { name: 'Center', slug: 'nmc' });
    const { of, refused } = await readRows([own, region, site()]);
    expect(of('Organization')).toEqual({});
    expect(of('Site')['dcim.site:2']?.owner).toBe('NMC');
    expect(refused).toEqual([]);
  });

  test('a region comes after the one it lies in, whatever their pks', async () => {
    const inner = row('dcim.region', 1, { name: 'Ba Đình', slug: 'ba-dinh', parent: 9 });
    const outer = row('dcim.region', 9, { name: 'Hà Nội', slug: 'hanoi', parent: null });
    const { of } = await readRows([inner, outer]);
    expect(Object.values(of('Region')).map(({ record }) => record)).toEqual([
      { code: 'hanoi', name: 'Hà Nội', parent: null },
      { code: 'ba-dinh', name: 'Ba Đình', parent: 'hanoi' },
    ]);
  });

  test('regions in a circle are refused, and what lies in them with them', async () => {
    const circle = [
      row('dcim.region', 1, { name: 'A', slug: 'a', parent: 2 }),
      row('dcim.region', 2, { name: 'B', slug: 'b', parent: 1 }),
    ];
    const { of, refused } = await readRows([...circle, tenant, site()]);
    expect(of('Region')).toEqual({});
    expect(refused).toEqual([
      'dcim.region pk 1: parent: lies within itself, or within more than 31 others',
      'dcim.region pk 2: parent: lies within itself, or within more than 31 others',
      'dcim.site pk 2: region: dcim.region pk 1 is refused itself',
    ]);
  });

  test('regions are left out where the importing organization does not keep the directory', async () => {
    const { of } = await readRows(place, { regions: false });
    expect(of('Region')).toEqual({});
    expect(of('Site')['dcim.site:2']?.record['region']).toBeNull();
  });
});
