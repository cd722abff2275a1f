import { device, make, place, port, readRows, readText, region, row, site, tenant } from './small-dump';

describe('rows that can not be taken', () => {
  test.each([
    ['site', { site: 99 }, 'site: there is no dcim.site with pk 99 in the file'],
    ['tenant', { tenant: 99 }, 'tenant: there is no tenancy.tenant with pk 99 in the file'],
    ['role', { role: null }, 'role: is missing'],
    ['device_type', { device_type: 1.5 }, 'device_type: 1.5 is no pk and no natural key of one text'],
    ['status', { status: 'broken' }, 'status: is "broken", which is no status that NetBox ships'],
    ['status', { status: null }, 'status: is missing'],
    ['name', { name: 'n'.repeat(201) }, 'name: is longer than 200 characters'],
    ['name', { name: 'n'.repeat(5000) }, 'name: is longer than 200 characters'],
    ['name', { name: ['a', ['b']] }, 'name: is not a text'],
    ['name', { name: 'a\0b' }, 'name: holds a character that no text can'],
    ['name', { name: '\ud800' }, 'name: holds a character that no text can'],
    ['primary_ip4', { primary_ip4: 77 }, 'primary_ip4: there is no ipam.ipaddress with pk 77 in the file'],
  ])('a device with a bad %s is told by its pk, field and fault: %j', async (_, changes, reason) => {
    const { of, refused } = await readRows([...place, device(changes), device({}, 13)]);
    expect(refused).toEqual([`dcim.device pk 12: ${reason}`]);
    expect(Object.keys(of('Device'))).toEqual(['dcim.device:13']);
  });

  test.each([
    ['device', { device: 99 }, 'device: there is no dcim.device with pk 99 in the file'],
    ['enabled', { enabled: 'yes' }, 'enabled: is not true or false'],
    ['speed', { speed: -5 }, 'speed: is not a whole number of kilobits per second'],
    ['speed', { speed: 2 ** 53 }, 'speed: is not a whole number of kilobits per second'],
    ['mac_address', { mac_address: '00:11' }, 'mac_address: is not six pairs of hexadecimal digits'],
    ['description', { description: 'd'.repeat(501) }, 'description: is longer than 500 characters'],
  ])('an interface with a bad %s too: %j', async (_, changes, reason) => {
    const { refused } = await readRows([...place, device(), port(changes)]);
    expect(refused).toEqual([`dcim.interface pk 30: ${reason}`]);
  });

  test('what hangs on a refused row is refused with it, each by its own name', async () => {
    const { refused } = await readRows([
      region,
      row('tenancy.tenant', 5, { name: '', slug: 'moh' }),
      site(),
      ...make,
      device(),
      port(),
    ]);
    expect(refused).toEqual([
      'tenancy.tenant pk 5: name: is missing',
      'dcim.site pk 2: tenant: tenancy.tenant pk 5 is refused itself',
      'dcim.device pk 12: site: dcim.site pk 2 is refused itself',
      'dcim.interface pk 30: device: dcim.device pk 12 is refused itself',
    ]);
  });

  test('of rows with one pk the first is taken', async () => {
    const { of, refused } = await readRows([
      ...place,
      device({ name: 'first' }),
      device({ name: 'second' }),
      ...make.slice(0, 1),
    ]);
    expect(of('Device')['dcim.device:12']?.record['name']).toBe('first');
    expect(refused.toSorted()).toEqual([
      'dcim.device pk 12: pk: an earlier row of the file has it',
      'dcim.manufacturer pk 3: pk: an earlier row of the file has it',
    ]);
  });

  test('what is no row is told by its number and line', async () => {
    const rows = [
      ...['7', '"x"', 'null', '[]', '{}', '{"model":"dcim.site"}', '{"model":"dcim.site","pk":"2","fields":{}}'],
      ...[
        '{"model":"dcim.site","pk":1e400,"fields":{}}',
        '{"model":"dcim.site","pk":2,"fields":[]}',
        '{"model":"__proto__","pk":1}',
      ],
    ];
    const { items, refused } = await readText(`[\n${rows.join(',\n')}\n]`);
    expect(items).toHaveLength(refused.length);
    expect(refused).toEqual([
      ...[2, 3, 4, 5, 6].map((line) => `row ${line - 1} (line ${line}): it is not an object with model, pk and fields`),
      ...[7, 8, 9].map(
        (line) =>
          `dcim.site, row ${line - 1} (line ${line}): pk is not a whole number from 1: dump without --natural-primary`,
      ),
      'dcim.site, row 9 (line 10): fields is not an object',
    ]);
  });

  test('a row that is too long is told by its pk where it says it early, and passed over where its model is not taken', async () => {
    const long = 'x'.repeat(5 * 2 ** 20);
    const rows = [row('core.datafile', 1, { data: long }), site({ comments: long }), tenant];
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual(['dcim.site pk 2: it is longer than 4194304 bytes']);
    expect(Object.keys(of('Organization'))).toEqual(['moh']);
  });

  test('a row that is not UTF-8 is refused alone', async () => {
    const text = Buffer.from(JSON.stringify([row('tenancy.tenant', 4, { name: 'é', slug: 'a' }), tenant]), 'latin1');
    const { of, refused } = await readText(text);
    expect(refused).toEqual(['tenancy.tenant pk 4: it is not UTF-8']);
    expect(Object.keys(of('Organization'))).toEqual(['moh']);
  });

  test('deep junk and keys of the language’s own do no harm', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const text = `[{"model":"dcim.site","pk":1,"fields":{"__proto__":{"name":"x"},"name":${deep},"slug":"a","status":"active"}},${deep}]`;
    const { refused } = await readText(text);
    expect(refused).toEqual([
      'row 2 (line 1): it is not an object with model, pk and fields',
      'dcim.site pk 1: name: is not a text',
    ]);
  });
});

describe('natural keys', () => {
  test('name a row by its slug or name', async () => {
    const rows = [
      ...place,
      device({ site: ['ho'], tenant: ['Ministry of Health'], role: ['access-switch'], platform: ['IOS XE'] }),
    ];
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual([]);
    expect(of('Device')['dcim.device:12']).toMatchObject({
      owner: 'moh',
      record: { role: 'SWITCH', platform: 'IOS XE' },
    });
  });

  test('that fit none or several, or are of several parts, are refused', async () => {
    const rows = [
      ...[...place, site({ slug: 'ho2' }, 3)],
      ...[device({ site: ['nowhere'] }), device({ site: ['Head office'] }, 13), device({ site: ['a', 'b'] }, 14)],
    ];
    const { refused } = await readRows(rows);
    expect(refused).toEqual([
      'dcim.device pk 12: site: there is no dcim.site called "nowhere" in the file',
      'dcim.device pk 13: site: several of dcim.site are called "Head office"',
      'dcim.device pk 14: site: ["a","b"] is no pk and no natural key of one text',
    ]);
  });
});

describe('files that are no dump', () => {
  test.each([
    ['', /dump\.json: the file is empty \(line 1, byte 0\)/],
    ['--\n-- PostgreSQL', /it begins with "-" instead of "\[" \(line 1, byte 0\)/],
    ['\n {"count": 1}', /it begins with "\{" instead of "\[" \(line 2, byte 2\)/],
    [Buffer.from([0x1f, 0x8b, 8]), /it begins with byte 0x1f/],
    ['[{"model": "a.b"', /the file ends within row 1 \(line 1, byte 16\)/],
    ['[{"a": 1}', /the file ends within row 1/],
    ['[1,]', /row 2 is empty/],
    ['[,1]', /row 1 is empty/],
    ['[{"model": "dcim.site"},\n{"model": nothing}]', /row 2 \(line 2, byte 25\) is not JSON/],
    ['[1}]', /"}" closes nothing/],
    ['[] []', /"\[" stands behind the end of the array/],
  ])('%j ends with an error that names the file and the place', async (text, message) => {
    await expect(readText(text)).rejects.toThrow(message);
  });

  test('an array of nothing holds nothing, with a byte order mark or without', async () => {
    expect((await readText('[ ]\n')).items).toEqual([]);
    expect((await readText('\ufeff[]')).items).toEqual([]);
  });

  test('brackets, quotes and commas within texts are texts, wherever a chunk of the file ends', async () => {
    const name = 'a "],[{\\" ỹ'.repeat(10);
    const rows = Array.from({ length: 3000 }, (_, i) => row('tenancy.tenant', i + 1, { name, slug: `t${i}` }));
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual([]);
    expect(Object.values(of('Organization')).every(({ record }) => record['name'] === name)).toBe(true);
  });
});
