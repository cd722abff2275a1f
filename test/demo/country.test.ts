import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { regions } from '../../src/demo/country';
import { generateCountry } from '../../src/demo/demo-country';
import { centerOf, ministries, organizationCodes, organizationRecords } from '../../src/demo/organizations';
import { fingerprint, recordsOf, share } from './generated';

const end = new Date('2026-11-20T12:00:00Z');
const country = generateCountry(end);
const records = recordsOf(country);

/** As merged on 1 July 2025, by Resolution 202/2025/QH15. */
const cities = ['Hà Nội', 'Hải Phòng', 'Huế', 'Đà Nẵng', 'Thành phố Hồ Chí Minh', 'Cần Thơ'];
const provinces = [
  ...['An Giang', 'Bắc Ninh', 'Cà Mau', 'Cao Bằng', 'Đắk Lắk', 'Điện Biên', 'Đồng Nai', 'Đồng Tháp', 'Gia Lai'],
  ...['Hà Tĩnh', 'Hưng Yên', 'Khánh Hòa', 'Lai Châu', 'Lạng Sơn', 'Lào Cai', 'Lâm Đồng', 'Nghệ An', 'Ninh Bình'],
  ...['Phú Thọ', 'Quảng Ngãi', 'Quảng Ninh', 'Quảng Trị', 'Sơn La', 'Tây Ninh', 'Thái Nguyên', 'Thanh Hóa'],
  ...['Tuyên Quang', 'Vĩnh Long'],
];

describe('the country is the same every time', () => {
  test('everything that is written of it, samples included, has the fingerprint it always had', () => {
    expect([fingerprint(country), fingerprint(generateCountry(end))]).toEqual(['05bbb24505d4d6c2', '05bbb24505d4d6c2']);
  });

  test('at another hour only the times of the incidents are others', () => {
    const later = recordsOf(generateCountry(new Date('2027-01-31T03:00:00Z')));
    const timeless = ({ incidents, ...rest }: typeof records) => ({
      ...rest,
      titles: incidents.map(({ record }) => record.title),
    });
    expect(JSON.stringify(timeless(later)) === JSON.stringify(timeless(records))).toBe(true);
  });

  test('a smaller country is a part of the larger: what it has is called the same there', () => {
    const sites = new Set(records.sites.map(({ record }) => record.externalId));
    const small = recordsOf(generateCountry(end, 0.05)).sites.filter(({ owner }) => owner.startsWith('RC-'));
    expect(small.length).toBeGreaterThan(60);
    expect(small.filter(({ record }) => !sites.has(record.externalId))).toEqual([]);
  });
});

describe('the regions', () => {
  test('are the 34 provinces and cities of Viet Nam, each diacritic in its place', () => {
    expect(regions.map(({ name }) => name)).toEqual([...cities, ...provinces]);
    expect(new Set(regions.map(({ code }) => code)).size).toBe(34);
  });

  test('have their sites near by, and within the country', () => {
    const far = country.sites.filter(
      ({ region, latitude, longitude }) =>
        Math.abs(latitude - region.latitude) > 0.13 || Math.abs(longitude - region.longitude) > 0.13,
    );
    expect(far).toEqual([]);
    expect(share(country.sites, ({ latitude }) => latitude > 8.5 && latitude < 23.4)).toBe(1);
    expect(share(country.sites, ({ longitude }) => longitude > 102 && longitude < 109.5)).toBe(1);
  });
});

test('there is as much of everything as the README says', () => {
  const counts = Object.fromEntries(Object.entries(records).map(([what, list]) => [what, list.length]));
  expect(counts).toEqual({
    ...{ sites: 693, devices: 2068, interfaces: 19946, links: 3100 },
    ...{ vrfs: 86, prefixes: 1645, addresses: 3917, systems: 122, series: 2000, incidents: 300 },
  });
  expect(organizationCodes).toHaveLength(53);
});

test('every text is Unicode in composed form (NFC), with the letters of Vietnamese', () => {
  const text = JSON.stringify([records, organizationRecords]);
  expect(text.normalize('NFC') === text).toBe(true);
  expect([...'ăâđêôơưĐạặộữ'].filter((letter) => !text.includes(letter))).toEqual([]);
});

describe('addresses', () => {
  const allowed = new BlockList();
  for (const [network, length] of [
    ...([
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
    ] as const),
    ...([
      ['192.0.2.0', 24],
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
    ] as const),
  ])
    allowed.addSubnet(network, length, 'ipv4');
  allowed.addSubnet('2001:db8::', 32, 'ipv6');
  const isAllowed = (text: string) => {
    const [address = ''] = text.split('/');
    return (isIPv4(address) || isIPv6(address)) && allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  };
  const used = [
    ...records.prefixes.map(({ record }) => record.prefix),
    ...records.addresses.map(({ record }) => record.address),
    ...records.devices.flatMap(({ record }) => record.managementAddress ?? []),
  ];

  test('come from private and documentation ranges alone, of IPv4 and IPv6', () => {
    expect(used.filter((text) => !isAllowed(text))).toEqual([]);
    expect(share(used, (text) => text.includes(':'))).toBeGreaterThan(0.15);
  });

  test('are assigned once within their routing table', () => {
    const places = records.addresses.map(({ record: { address, vrf } }) => `${address} ${vrf?.externalId ?? ''}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test('of hardware are locally administered, each once', () => {
    const macs = records.interfaces.flatMap(({ record }) => record.mac ?? []);
    expect(share(macs, (mac) => /^02(:[0-9a-f]{2}){5}$/.test(mac))).toBe(1);
    expect(new Set(macs).size).toBe(macs.length);
  });
});

describe('who has how much', () => {
  const ownedBelow = (code: string) =>
    share(country.devices, ({ owner }) => owner === code || owner.startsWith(`${code}-`));

  test.each(regions.map((region) => [region.name, centerOf(region)]))(
    'the center of %s has about 1 of 34',
    (_, code) => {
      expect(ownedBelow(code)).toBeGreaterThan(1 / 50);
      expect(ownedBelow(code)).toBeLessThan(1 / 30);
    },
  );

  test.each(ministries.map(({ code }) => [code]))('%s has 1 to 5 % with its agencies', (code) => {
    expect(ownedBelow(code)).toBeGreaterThan(0.01);
    expect(ownedBelow(code)).toBeLessThan(0.05);
  });

  test('organizations are invented and say so, except for the regional centers', () => {
    const named = organizationRecords.flat().filter(({ kind }) => kind !== 'REGIONAL_CENTER');
    expect(named.filter(({ name }) => !name.endsWith('(minh họa)'))).toEqual([]);
  });
});
