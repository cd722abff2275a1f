import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Viewer } from '../support/viewer';
import { hits, ranked, texts } from './searching';

let hub: Hub;
let regional: Viewer;
beforeAll(async () => {
  hub = await startHub();
  regional = hub.as(hub.keys.regional);
});
afterAll(() => hub.stop());

describe('What a text finds', () => {
  let device: Made;
  beforeAll(async () => {
    const site = await hub.site({ owner: 'RC-N', code: 'DN-01', name: 'Trung tâm dữ liệu Đà Nẵng' });
    device = await hub.device({
      owner: 'RC-N',
      name: 'Đà Nẵng core',
      site,
      serial: 'FOC-1234X',
      managementAddress: '2001:db8::7',
    });
    const port = await hub.interface({
      device,
      name: 'Ethernet0/1',
      mac: '02:00:5e:10:00:01',
      description: 'đường lên Huế',
    });
    await hub.address({ owner: 'RC-N', address: '198.51.100.9/24', interface: port, dnsName: 'core.danang.example' });
    await hub.prefix({ owner: 'RC-N', prefix: '198.51.100.0/24', description: 'văn phòng' });
    await hub.vrf({ owner: 'RC-N', name: 'Quản trị', rd: '65000:77' });
    await hub.link({ owner: 'RC-N', name: 'Vòng ring miền Bắc' });
    await hub.system({ owner: 'RC-N', code: 'HTTT-9', name: 'Cổng dịch vụ công' });
    await hub.group('NMC', 'DUTY', ['RC-N']);
  });

  test.each([
    ['da nang', ['BEGINNING Đà Nẵng core', 'WITHIN Trung tâm dữ liệu Đà Nẵng']],
    ['ĐÀ NẴNG', ['BEGINNING Đà Nẵng core', 'WITHIN Trung tâm dữ liệu Đà Nẵng']],
    ['dn 01', ['EXACT DN-01']],
    ['nang tam', ['WORDS Trung tâm dữ liệu Đà Nẵng']],
    ['foc-1234x', ['EXACT FOC-1234X']],
    ['FOC-12', ['BEGINNING FOC-1234X']],
    ['2001:DB8:0::7', ['EXACT 2001:db8::7']],
    ['2001:db8', ['BEGINNING 2001:db8::7']],
    ['0200.5e10.0001', ['EXACT 02:00:5e:10:00:01']],
    ['02-00-5E', ['BEGINNING 02:00:5e:10:00:01']],
    ['hue', ['WITHIN đường lên Huế']],
    ['198.51.100.9', ['EXACT 198.51.100.9/24']],
    ['198.51.100.9/24', ['EXACT 198.51.100.9/24']],
    ['198.51.100.0/24', ['EXACT 198.51.100.0/24']],
    ['198.51', ['BEGINNING 198.51.100.0/24', 'BEGINNING 198.51.100.9/24']],
    ['danang.example', ['WITHIN core.danang.example']],
    ['van phong', ['EXACT văn phòng']],
    ['65000:77', ['EXACT 65000:77']],
    ['ring', ['WITHIN Vòng ring miền Bắc']],
    ['dich vu', ['WITHIN Cổng dịch vụ công']],
    ['httt', ['BEGINNING HTTT-9']],
    ['duty', ['EXACT DUTY']],
    ['mien bac', ['EXACT Miền Bắc', 'WITHIN Vòng ring miền Bắc']],
    ['bo y te', ['EXACT Bộ Y tế']],
    ['nothing of the kind', []],
    ['%', []],
    ['--', []],
  ])('%s', async (text, expected) => {
    expect(await ranked(regional, text)).toEqual(expected);
  });

  test('only types that are asked for', async () => {
    expect(await texts(regional, 'da nang', { types: ['SITE'] })).toEqual(['Trung tâm dữ liệu Đà Nẵng']);
    expect(await texts(regional, 'da nang', { types: ['LINK', 'INCIDENT'] })).toEqual([]);
    expect(await texts(regional, 'da nang', { types: [] })).toEqual([]);
  });

  test('a record once, by the best of its texts, with the record itself', async () => {
    await hub.site({ owner: 'RC-N', code: 'twin', name: 'twin twin' });
    expect(await ranked(regional, 'twin')).toEqual(['EXACT twin']);
    const [hit] = await hits(regional, 'foc-1234x');
    expect(hit).toMatchObject({ type: 'DEVICE', node: { id: device.id } });
  });

  test('takes one statement to find and one for each type that was found', async () => {
    await hits(regional, 'da nang');
    expect(hub.statements).toHaveLength(4); // the key, the search, the device, the site
    await hits(regional, 'nothing of the kind');
    expect(hub.statements).toHaveLength(2);
  });
});
