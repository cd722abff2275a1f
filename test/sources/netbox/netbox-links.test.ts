import { device, place, port, readRows, row, site, type Fields, type Row } from './small-dump';

const ref = (externalId: string, owner = 'moh') => ({ owner, source: 'netbox', externalId });
const cable = (changes: Fields = {}, pk = 1): Row =>
  row('dcim.cable', pk, { label: '', status: 'connected', tenant: null, ...changes });
let terminations = 0;
const end = (letter: string, model: string, id: unknown, of = 1): Row =>
  row('dcim.cabletermination', ++terminations, {
    cable: of,
    cable_end: letter,
    termination_type: model.split('.'),
    termination_id: id,
  });
const two = [...place, device(), device({ name: 'sw2' }, 13), port(), port({ device: 13 }, 31)];

describe('cables', () => {
  test('a cable joins two interfaces, and is called by its label', async () => {
    const { of, refused } = await readRows([
      ...[...two, cable(), end('A', 'dcim.interface', 30), end('B', 'dcim.interface', 31)],
      ...[cable({ label: 'F-7', status: 'planned', tenant: 5 }, 2), end('A', 'dcim.interface', 30, 2)],
    ]);
    expect(refused).toEqual([]);
    expect(of('Link')).toEqual({
      'dcim.cable:1': {
        owner: 'moh',
        record: {
          ...{ externalId: 'dcim.cable:1', name: 'Cable #1', kind: 'CABLE', status: 'ACTIVE' },
          ...{ a: { interface: ref('dcim.interface:30') }, b: { interface: ref('dcim.interface:31') } },
        },
      },
      'dcim.cable:2': {
        owner: 'moh',
        record: {
          externalId: 'dcim.cable:2',
          name: 'F-7',
          kind: 'CABLE',
          status: 'PLANNED',
          a: { interface: ref('dcim.interface:30') },
          b: null,
        },
      },
    });
  });

  test('a cable without a tenant belongs to whom all its known ends do, and to the importing organization between two', async () => {
    const ours = device({ tenant: null, name: 'core' }, 14);
    const { of, refused } = await readRows([
      ...[...two, ours, port({ device: 14 }, 32), port({ device: 14 }, 33), row('dcim.frontport', 1, { device: 13 })],
      ...[cable(), end('A', 'dcim.interface', 30), end('B', 'dcim.frontport', 1)],
      ...[cable({}, 2), end('A', 'dcim.interface', 30, 2), end('B', 'dcim.interface', 32, 2)],
      ...[cable({}, 3), end('A', 'dcim.interface', 32, 3), end('B', 'dcim.interface', 33, 3)],
      ...[cable({}, 4), end('B', 'dcim.interface', 31, 4)],
      ...[cable({}, 5), end('A', 'dcim.interface', 30, 5)],
      ...[end('B', 'dcim.interface', 31, 5), end('B', 'dcim.interface', 32, 5)],
      ...[cable({ tenant: 5 }, 6), end('A', 'dcim.interface', 32, 6), end('B', 'dcim.interface', 33, 6)],
    ]);
    expect(refused).toEqual([]);
    expect(Object.entries(of('Link')).map(([key, { owner }]) => [key, owner])).toEqual([
      ['dcim.cable:1', 'moh'],
      ['dcim.cable:2', 'NMC'],
      ['dcim.cable:3', 'NMC'],
      ['dcim.cable:4', 'moh'],
      ['dcim.cable:5', 'NMC'],
      ['dcim.cable:5:2', 'NMC'],
      ['dcim.cable:6', 'moh'],
    ]);
  });

  test('an end on another port is its device, one on a feed or a circuit its site', async () => {
    const { of, refused } = await readRows([
      ...[...two, row('dcim.frontport', 1, { device: 12 }), row('dcim.poweroutlet', 1, { device: 13 })],
      ...[row('dcim.powerfeed', 1, { power_panel: 1 }), row('dcim.powerpanel', 1, { site: 2 })],
      ...[cable(), end('A', 'dcim.frontport', 1), end('B', 'dcim.poweroutlet', 1)],
      ...[cable({}, 2), end('A', 'dcim.powerfeed', 1, 2), end('B', 'circuits.circuittermination', 1, 2)],
      row('circuits.provider', 1, { name: 'VNPT', slug: 'vnpt' }),
      row('circuits.circuit', 1, { cid: 'L1', provider: 1, status: 'active', tenant: null, commit_rate: null }),
      row('circuits.circuittermination', 1, { circuit: 1, term_side: 'A', site: 2, cable: 2, cable_end: 'B' }),
    ]);
    expect(refused).toEqual([]);
    expect(of('Link')['dcim.cable:1']?.record).toMatchObject({
      a: { device: ref('dcim.device:12') },
      b: { device: ref('dcim.device:13') },
    });
    expect(of('Link')['dcim.cable:2']?.record).toMatchObject({
      a: { site: ref('dcim.site:2') },
      b: { site: ref('dcim.site:2') },
    });
  });

  test('a breakout is a link for each termination of its fuller end', async () => {
    const ports = [32, 33, 34].map((pk) => port({ device: 13 }, pk));
    const ends = [31, 32, 33, 34].map((pk) => end('B', 'dcim.interface', pk));
    const { of } = await readRows([...two, ...ports, cable(), end('A', 'dcim.interface', 30), ...ends]);
    const shown = Object.values(of('Link')).map(({ record }) => [record['externalId'], record['a'], record['b']]);
    expect(shown).toEqual(
      [31, 32, 33, 34].map((pk, i) => [
        i === 0 ? 'dcim.cable:1' : `dcim.cable:1:${i + 1}`,
        { interface: ref('dcim.interface:30') },
        { interface: ref(`dcim.interface:${pk}`) },
      ]),
    );
  });

  test('a cable says where it ends by itself before NetBox 3.3', async () => {
    const ends = {
      termination_a_type: ['dcim', 'interface'],
      termination_a_id: 30,
      termination_b_type: 'dcim.interface',
      termination_b_id: 31,
    };
    const { of } = await readRows([...two, cable(ends)]);
    expect(of('Link')['dcim.cable:1']?.record).toMatchObject({
      a: { interface: ref('dcim.interface:30') },
      b: { interface: ref('dcim.interface:31') },
    });
  });

  test('content types may be pks too', async () => {
    const typed = (letter: string, id: number) =>
      row('dcim.cabletermination', id, { cable: 1, cable_end: letter, termination_type: 17, termination_id: id });
    const contentType = row('contenttypes.contenttype', 17, { app_label: 'dcim', model: 'interface' });
    const { of, refused } = await readRows([...two, contentType, cable(), typed('A', 30), typed('B', 31)]);
    expect(refused).toEqual([]);
    expect(of('Link')['dcim.cable:1']?.record['b']).toEqual({ interface: ref('dcim.interface:31') });
  });

  test('a cable that ends nowhere, in nothing known or on what is refused, is refused', async () => {
    const { of, refused } = await readRows([
      ...[...two, port({ name: '' }, 35), cable()],
      ...[cable({}, 2), end('A', 'dcim.interface', 99, 2)],
      ...[cable({}, 3), end('A', 'dcim.rack', 1, 3)],
      ...[cable({}, 4), end('A', 'dcim.interface', 35, 4)],
      ...[cable({}, 5), end('C', 'dcim.interface', 30, 5)],
      ...[cable({}, 6), ...Array.from({ length: 65 }, () => end('A', 'dcim.interface', 30, 6))],
      row('dcim.cabletermination', 900, {
        cable: 7,
        cable_end: 'A',
        termination_type: ['dcim', 'interface'],
        termination_id: 30,
      }),
      row('dcim.cabletermination', 901, {
        cable: null,
        cable_end: 'A',
        termination_type: ['dcim', 'interface'],
        termination_id: 30,
      }),
    ]);
    expect(of('Link')).toEqual({});
    expect(refused).toEqual([
      'dcim.cabletermination pk 901: cable is not a pk',
      'dcim.cabletermination pk 900: cable: there is no dcim.cable pk 7 in the file',
      'dcim.interface pk 35: name: is missing',
      'dcim.cable pk 1: no dcim.cabletermination says where it ends',
      'dcim.cable pk 2: termination A: there is no dcim.interface with pk 99 in the file',
      'dcim.cable pk 3: termination A: ends on dcim.rack, which is nothing that a cable ends on',
      'dcim.cable pk 4: termination A: dcim.interface pk 35 is refused itself',
      'dcim.cable pk 5: cable_end: of a dcim.cabletermination is neither A nor B',
      'dcim.cable pk 6: an end has more than 64 terminations',
    ]);
  });
});

describe('circuits', () => {
  const provider = row('circuits.provider', 9, { name: 'VNPT', slug: 'vnpt' });
  const circuit = (changes: Fields = {}, pk = 1) =>
    row('circuits.circuit', pk, {
      cid: 'L-77',
      provider: 9,
      status: 'active',
      tenant: 5,
      commit_rate: 50_000,
      ...changes,
    });
  const termination = (pk: number, side: string, changes: Fields) =>
    row('circuits.circuittermination', pk, { circuit: 1, term_side: side, ...changes });

  test('a circuit is leased from its provider between its sites', async () => {
    const other = site({ slug: 'dc', name: 'Data centre', tenant: null }, 3);
    const rows = [
      ...place,
      other,
      provider,
      circuit(),
      termination(1, 'A', { site: 2 }),
      termination(2, 'Z', { site: 3 }),
    ];
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual([]);
    expect(of('Link')['circuits.circuit:1']).toEqual({
      owner: 'moh',
      record: {
        ...{
          externalId: 'circuits.circuit:1',
          status: 'ACTIVE',
          name: 'L-77',
          kind: 'CIRCUIT',
          capacityBps: 50_000_000,
          provider: 'vnpt',
        },
        ...{ a: { site: ref('dcim.site:2') }, b: { site: ref('dcim.site:3', 'NMC') } },
      },
    });
  });

  test('an end is the interface that a connected cable leads to; nothing is known of one in a provider’s network', async () => {
    const rows = [
      ...[...two, provider, circuit({ status: 'deprovisioning', commit_rate: null })],
      ...[
        termination(1, 'A', { site: 2, cable: 1, cable_end: 'A' }),
        termination(2, 'Z', { site: null, provider_network: 1 }),
      ],
      ...[cable(), end('A', 'circuits.circuittermination', 1), end('B', 'dcim.interface', 30)],
    ];
    const { of, refused } = await readRows(rows);
    expect(refused).toEqual([]);
    expect(of('Link')['circuits.circuit:1']?.record).toMatchObject({
      ...{ status: 'DECOMMISSIONING', capacityBps: null },
      ...{ a: { interface: ref('dcim.interface:30') }, b: null },
    });
  });

  test('a circuit of no provider or with two of one side is refused', async () => {
    const { refused } = await readRows([
      ...[...place, provider, circuit({ provider: 99 }, 2), circuit({ commit_rate: -1 }, 3)],
      ...[
        circuit(),
        termination(1, 'A', { site: 2 }),
        termination(2, 'A', { site: 2 }),
        termination(3, 'Z', { circuit: 44 }),
      ],
    ]);
    expect(refused).toEqual([
      'circuits.circuittermination pk 3: circuit: there is no circuits.circuit pk 44 in the file',
      'circuits.circuit pk 1: term_side: is that of two circuits.circuittermination',
      'circuits.circuit pk 2: provider: there is no circuits.provider with pk 99 in the file',
      'circuits.circuit pk 3: commit_rate: is not a whole number of kilobits per second',
    ]);
  });
});
