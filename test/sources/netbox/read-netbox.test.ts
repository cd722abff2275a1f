import type { ImportItem } from '../../../src/sources/import-item';
import type { ModelCount } from '../../../src/sources/netbox/read-dump-rows';
import { device, make, place, port, readRows, readText, row, tenant } from './small-dump';

describe('the whole of a dump', () => {
  test('comes by what refers to what, in an order that the file’s does not change', async () => {
    const rows = [port(), device(), ...place, row('ipam.vrf', 1, { name: 'Alpha', rd: null, tenant: null })];
    const [{ items }, { items: turned }] = [await readRows(rows), await readRows(rows.toReversed())];
    const shown = (list: ImportItem[]) => list.map((item) => ('refused' in item ? item : [item.type, item.record]));
    expect(shown(turned)).toEqual(shown(items));
    const types = ['Region', 'Organization', 'Vrf', 'Site', 'Device', 'Interface'];
    expect(items.map((item) => ('refused' in item ? '' : item.type))).toEqual(types);
  });

  test('names the file and the row, and the source that was asked for', async () => {
    const { items, of } = await readRows([...place, device()], { source: 'netbox-north' });
    expect(items.at(-1)).toMatchObject({
      place: { file: expect.stringMatching(/dump\.json$/), position: 'dcim.device pk 12' },
    });
    expect(of('Device')['dcim.device:12']?.record['site']).toMatchObject({ source: 'netbox-north' });
  });

  test('leaves nothing in the temporary folder where it is not read to its end', async () => {
    const { items } = await readText(JSON.stringify([...place, device()]), {}, 2);
    expect(items).toHaveLength(2);
  });

  test('counts what is not taken, and tells how far it has come', async () => {
    let counts: readonly ModelCount[] = [];
    const progress: number[] = [];
    const rows = [
      tenant,
      row('auth.user', 1, { password: 'x' }),
      row('dcim.rack', 1, {}),
      row('dcim.rack', 2, {}),
      ...make,
    ];
    const { items } = await readRows(rows, {
      onCounted: (told) => (counts = told),
      onProgress: (bytes, total) => progress.push(bytes / total),
    });
    expect(items).toHaveLength(1);
    expect(counts.filter(({ use }) => use !== 'LOOKED_UP')).toEqual([
      { model: 'auth.user', rows: 1, use: 'NOT_TAKEN' },
      { model: 'dcim.rack', rows: 2, use: 'NOT_TAKEN' },
      { model: 'tenancy.tenant', rows: 1, use: 'RECORD' },
    ]);
    expect(progress.at(-1)).toBe(1);
  });
});
