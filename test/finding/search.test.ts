import { startHub, type Hub } from '../support/hub';
import type { Made } from '../support/inventory-builders';
import type { Viewer } from '../support/viewer';

interface Hit {
  text: string;
  rank: string;
  type: string;
  node: { id: string };
}
interface Page {
  search: {
    edges: { cursor: string; node: Hit }[];
    nodes: Hit[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

const document = `query Search($text: String!, $types: [SearchType!], $first: Int, $after: String) {
  search(text: $text, types: $types, first: $first, after: $after) {
    edges { cursor node { text } }
    nodes { text rank type node { id } }
    pageInfo { hasNextPage endCursor }
  }
}`;

let hub: Hub;
let national: Viewer;
let regional: Viewer;
let partner: Viewer;
beforeAll(async () => {
  hub = await startHub();
  national = hub.as(hub.keys.national);
  regional = hub.as(hub.keys.regional);
  partner = hub.as(hub.keys.partner);
});
afterAll(() => hub.stop());

const hits = async (viewer: Viewer, text: string, rest: object = {}): Promise<Hit[]> =>
  (await viewer.data<Page>(document, { text, first: 100, ...rest })).search.nodes;
const texts = async (viewer: Viewer, text: string, rest: object = {}): Promise<string[]> =>
  (await hits(viewer, text, rest)).map((hit) => hit.text);
const ranked = async (viewer: Viewer, text: string, rest: object = {}): Promise<string[]> =>
  (await hits(viewer, text, rest)).map((hit) => `${hit.rank} ${hit.text}`);

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

describe('What follows every write, whatever road it came by', () => {
  test('a new name finds, the old one does not; what is retired comes after everything else', async () => {
    const old = { externalId: 'renamed', name: 'pelican one', role: 'SWITCH' };
    await hub.send('Devices', { owner: 'RC-N', records: [old] });
    await hub.send('Devices', { owner: 'RC-N', records: [{ ...old, name: 'heron one' }] });
    expect(await texts(regional, 'pelican')).toEqual([]);
    await hub.device({ owner: 'RC-N', name: 'a sober heron' });
    expect(await texts(regional, 'heron')).toEqual(['heron one', 'a sober heron']);
    await hub.send('Devices', { owner: 'RC-N', records: [{ ...old, name: 'heron one', status: 'RETIRED' }] });
    expect(await texts(regional, 'heron')).toEqual(['a sober heron', 'heron one']);
    await hub.sql(`DELETE FROM device WHERE name = 'a sober heron'`);
    expect(await texts(regional, 'heron')).toEqual(['heron one']);
    await hub.sql(`UPDATE organization SET name = 'Egret agency' WHERE code = 'MOH-IT'`);
    expect(await texts(regional, 'egret')).toEqual(['Egret agency']);
  });

  test('a device that changes its owner takes its texts and its interfaces along', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'stork' });
    await hub.interface({ device, name: 'stork-port' });
    await hub.sql(`UPDATE device SET owner_id = (SELECT id FROM organization WHERE code = 'MOH') WHERE name = 'stork'`);
    expect(await texts(regional, 'stork')).toEqual([]);
    expect(await texts(partner, 'stork')).toEqual(['stork', 'stork-port']);
    expect(await texts(national, 'stork')).toEqual([]);
  });

  test('entries are what a rebuild would make', async () => {
    const [counts] = await hub.sql<{ entries: number; records: number }>(
      `SELECT count(DISTINCT e.record_id)::int AS entries,
              (SELECT count(*)::int FROM device WHERE coalesce(name, serial, host(management_address)) IS NOT NULL) AS records
         FROM private.search_entry e WHERE e.record_type = 'Device'`,
    );
    expect(counts!.entries).toBe(counts!.records);
  });
});

describe('Who finds what', () => {
  test('an owner and those above it; others by an agreement, and only in its region', async () => {
    const north = await hub.site({ owner: 'RC-S', name: 'puffin north', region: 'NORTH' });
    await hub.device({ owner: 'RC-S', name: 'puffin', site: north });
    await hub.device({ owner: 'RC-S', name: 'puffin south' });
    expect(await texts(national, 'puffin')).toEqual(['puffin', 'puffin north', 'puffin south']);
    expect(await texts(regional, 'puffin')).toEqual([]);
    expect(await texts(partner, 'puffin')).toEqual([]);
    const id = await hub.agreement({ provider: 'RC-S', consumer: 'MOH', region: 'NORTH' });
    expect(await texts(partner, 'puffin')).toEqual(['puffin', 'puffin north']);
    await hub.sql(
      `UPDATE site SET region_id = (SELECT id FROM region WHERE code = 'SOUTH') WHERE name = 'puffin north'`,
    );
    expect(await texts(partner, 'puffin')).toEqual([]);
    await hub.revoke(id, 'MOH');
  });

  test('nothing by a field that is withheld, and everything by the others', async () => {
    const device = await hub.device({
      owner: 'RC-S',
      name: 'gannet',
      serial: 'GANNET-77',
      managementAddress: '192.0.2.77',
    });
    const port = await hub.interface({
      device,
      name: 'gannet port',
      mac: '02:00:00:00:00:77',
      description: 'secret gannet',
    });
    await hub.address({ owner: 'RC-S', address: '203.0.113.77/24', interface: port, dnsName: 'gannet.example' });
    await hub.prefix({ owner: 'RC-S', prefix: '203.0.113.0/24', description: 'gannet net' });
    const withheld = ['SERIAL', 'MANAGEMENT_ADDRESS', 'MAC', 'DESCRIPTION', 'ADDRESSES'];
    const asked = [
      'gannet',
      'gannet-7',
      '192.0.2.77',
      '02:00:00:00:00:77',
      'secret',
      '203.0.113.77',
      'gannet.ex',
      '203.0.113',
    ];
    const seen = async () =>
      Object.fromEntries(await Promise.all(asked.map(async (text) => [text, await texts(partner, text)])));
    const open = await hub.agreement({ provider: 'RC-S', consumer: 'MOH' });
    expect(await seen()).toMatchObject({
      'gannet-7': ['GANNET-77'],
      secret: ['secret gannet'],
      'gannet.ex': ['gannet.example'],
    });
    await hub.revoke(open, 'MOH');
    const narrow = await hub.agreement({ provider: 'RC-S', consumer: 'MOH', withheld });
    expect(await seen()).toEqual({
      gannet: ['gannet', 'gannet port'],
      'gannet-7': [],
      '192.0.2.77': [],
      '02:00:00:00:00:77': [],
      secret: [],
      '203.0.113.77': [],
      'gannet.ex': [],
      '203.0.113': ['203.0.113.0/24'],
    });
    await hub.revoke(narrow, 'MOH');
  });

  test('incidents by their marking', async () => {
    const report = async (tlp: string, title: string, given: object = {}) =>
      (await hub.stewardOf('RC-N')).data(
        `mutation Open($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id } } }`,
        {
          input: {
            owner: 'RC-N',
            title,
            tlp,
            severity: 'MAJOR',
            classification: { class: 'availability', type: 'outage' },
            ...given,
          },
        },
      );
    for (const tlp of ['CLEAR', 'GREEN', 'AMBER', 'AMBER_STRICT', 'RED']) await report(tlp, `Cormorant ${tlp}`);
    await report('RED', 'Cormorant named', { recipients: ['MOH'] });
    const all = ['Cormorant AMBER', 'Cormorant AMBER_STRICT', 'Cormorant CLEAR', 'Cormorant GREEN'];
    expect(await texts(national, 'cormorant')).toEqual(all);
    expect(await texts(partner, 'cormorant')).toEqual(['Cormorant CLEAR', 'Cormorant named']);
    expect(await texts(regional, 'cormorant')).toEqual([...all, 'Cormorant named', 'Cormorant RED']);
    await hub.sql(`UPDATE incident SET tlp = 'CLEAR' WHERE title = 'Cormorant RED'`);
    expect(await texts(partner, 'cormorant red')).toEqual(['Cormorant RED']);
    await hub.sql(`UPDATE incident SET tlp = 'RED' WHERE title = 'Cormorant RED'`);
    expect(await texts(national, 'cormorant red')).toEqual([]);
    expect(await texts(partner, 'cormorant red')).toEqual([]);
  });

  test('the same whether a viewer has few places, each gone through by itself, or most of the country', async () => {
    for (const [n, region] of ['NORTH', 'SOUTH', 'VN'].entries()) {
      const site = await hub.site({ owner: 'RC-S', region, name: `old tern ${n}` });
      await hub.device({ owner: 'RC-S', name: `tern ${n}`, site, status: n === 1 ? 'RETIRED' : 'ACTIVE' });
    }
    const found = ['tern 0', 'tern 2', 'old tern 0', 'old tern 1', 'old tern 2', 'tern 1'];
    expect(await texts(national, 'tern')).toEqual(found);
    expect(await texts(national, 'tern ol')).toEqual(['old tern 0', 'old tern 1', 'old tern 2']);
    await hub.sql(
      `INSERT INTO organization (id, code, name, kind) SELECT gen_random_uuid(), 'many-' || n, 'Many ' || n, 'AGENCY' FROM generate_series(1, 20) n`,
    );
    expect(await texts(national, 'tern')).toEqual(found);
    expect(await texts(national, 'tern ol')).toEqual(['old tern 0', 'old tern 1', 'old tern 2']);
    await hub.sql(`DELETE FROM organization WHERE code LIKE 'many-%'`);
  });

  test('words that seldom stand together, by their index, and those that often do, by walking, in one order', async () => {
    const named = (n: number, name: string) => ({ externalId: `auk${n}`, name, role: 'SENSOR' });
    const alone = Array.from({ length: 230 }, (_, n) => named(n, `guillemot ${n}`));
    const both = Array.from({ length: 30 }, (_, n) => named(300 + n, `razor ${n} guillemot zz`));
    await hub.send('Devices', { owner: 'RC-S', records: [...alone, ...both] });
    const sparse = await texts(national, 'guillemot razor');
    expect([...sparse].sort()).toEqual(both.map(({ name }) => name).sort());
    const own = hub.as(await hub.key({ organization: 'RC-S' }));
    expect(new Set(await texts(own, 'guillemot razor'))).toEqual(new Set(sparse));
    expect(await texts(partner, 'guillemot razor')).toEqual([]);
  });
});

describe('Frequent words that seldom stand together', () => {
  test('are found by the index of words, in any order and number', async () => {
    await hub.sql(
      `INSERT INTO region (id, code, name)
       SELECT gen_random_uuid(), 'R' || n, CASE WHEN n <= 5050 THEN 'Auklet ' WHEN n <= 10100 THEN 'Murrelet ' ELSE 'Đảo auklet murrelet ' END || n
         FROM generate_series(1, 10107) n`,
    );
    const both = Array.from({ length: 7 }, (_, n) => `Đảo auklet murrelet ${10101 + n}`);
    for (const viewer of [national, partner]) {
      expect(await texts(viewer, 'murrelet auklet')).toEqual(both);
      expect(await texts(viewer, 'murrel auk dao')).toEqual(both);
      expect(await texts(viewer, 'murrelet auklet 10103')).toEqual([both[2]]);
    }
    await hub.sql(`DELETE FROM region WHERE name ~ 'Auklet|Murrelet|murrelet'`);
    expect(await texts(national, 'murrelet auklet')).toEqual([]);
  }, 60_000);
});

describe('Pages', () => {
  beforeAll(async () => {
    const many = (n: number, name: string, status = 'ACTIVE') => ({
      externalId: `p${n}`,
      name,
      role: 'SENSOR',
      status,
    });
    await hub.send('Devices', {
      owner: 'RC-N',
      records: Array.from({ length: 30 }, (_, n) =>
        many(
          n,
          ['plover', 'plover 2', 'plover-2', 'ringed plover', 'plover ringed'][n % 5]!,
          n % 7 === 0 ? 'RETIRED' : 'ACTIVE',
        ),
      ),
    });
  });

  const walk = async (text: string, first: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let after: string | null = null; ;) {
      const { search }: Page = await regional.data<Page>(document, { text, first, after });
      ids.push(...search.nodes.map(({ node }) => node.id));
      if (!search.pageInfo.hasNextPage) return ids;
      after = search.pageInfo.endCursor;
    }
  };

  test.each(['plover', 'plover ringed', 'ringed'])(
    'of %s meet each hit once, in one order, ties and all',
    async (text) => {
      const whole = await walk(text, 100);
      expect(new Set(whole).size).toBe(whole.length);
      expect(whole.length).toBe(text === 'plover' ? 30 : 12);
      for (const first of [1, 2, 7]) expect(await walk(text, first)).toEqual(whole);
    },
  );

  test('a cursor belongs to its text and types', async () => {
    const { search } = await regional.data<Page>(document, { text: 'plover', first: 1 });
    const after = search.pageInfo.endCursor;
    const refused = { code: 'INVALID_CURSOR' };
    expect(await regional.refusal(document, { text: 'ringed', first: 1, after })).toMatchObject(refused);
    expect(await regional.refusal(document, { text: 'plover', types: ['SITE'], after })).toMatchObject(refused);
    expect(await regional.refusal(document, { text: 'plover', after: 'nonsense' })).toMatchObject(refused);
  });

  test('a page of none says whether there is anything', async () => {
    const { search } = await regional.data<Page>(document, { text: 'plover', first: 0 });
    expect(search).toMatchObject({ nodes: [], pageInfo: { hasNextPage: true, endCursor: null } });
  });

  test('too much is refused', async () => {
    expect(await regional.refusal(document, { text: 'plover', first: 101 })).toMatchObject({ code: 'PAGE_TOO_LARGE' });
    expect(await regional.refusal(document, { text: 'x'.repeat(101) })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await regional.refusal(document, { text: 'a b c d e f g h i j k l m n o p q' })).toMatchObject({
      code: 'TOO_COMPLEX',
    });
  });
});
