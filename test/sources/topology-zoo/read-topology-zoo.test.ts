import { truncateSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { edge, network, node, readFiles, readNetwork, type Fields } from './small-zoo';

const at = (externalId: string) => ({ device: { externalId } });

describe('a network of the Topology Zoo', () => {
  it('has its places as sites with a router each, and its edges as circuits between them', async () => {
    const { of, refused } = await readNetwork(
      node(0, { label: 'Đà Nẵng', Latitude: 16.06778, Longitude: 108.22083, Country: 'Vietnam' }),
      node(7, { label: '&#321;&oacute;d&#378; &quot;PoP&quot; 1 ' }),
      edge(7, 0, { LinkSpeed: '2.5', LinkSpeedUnits: 'G', LinkSpeedRaw: 2_500_000_000, LinkLabel: '2.5 Gbps ' }),
    );
    expect(refused).toEqual([]);
    expect(of('Site')).toEqual([
      {
        ...{ externalId: 'Small:0', code: 'Small:0', name: 'Đà Nẵng', status: 'ACTIVE' },
        ...{ latitude: 16.06778, longitude: 108.22083 },
      },
      {
        ...{ externalId: 'Small:7', code: 'Small:7', name: 'Łódź "PoP" 1', status: 'ACTIVE' },
        ...{ latitude: null, longitude: null },
      },
    ]);
    expect(of('Device')).toEqual(
      [
        ['Small:0', 'Đà Nẵng'],
        ['Small:7', 'Łódź "PoP" 1'],
      ].map(([externalId, name]) => ({
        ...{ externalId, name, status: 'ACTIVE', role: 'ROUTER', tags: [], site: { externalId } },
      })),
    );
    expect(of('Link')).toEqual([
      {
        ...{ externalId: 'Small:0-7', name: '2.5 Gbps', status: 'ACTIVE', kind: 'CIRCUIT' },
        ...{ capacityBps: 2_500_000_000, a: at('Small:7'), b: at('Small:0') },
      },
    ]);
  });

  it('meets others at devices without a site, and branches at devices that are no routers', async () => {
    const { of, refused } = await readNetwork(
      node(1, { label: 'GEANT', Internal: 0 }),
      node(2, { label: 'GEANT', Internal: 0 }),
      node(3, { label: 'None', hyperedge: 1 }),
      ...[edge(1, 3), edge(2, 3)],
    );
    expect(refused).toEqual([]);
    expect(of('Site')).toEqual([]);
    expect(of('Device').map(({ name, role, tags, site }) => [name, role, tags, site])).toEqual([
      ['GEANT', 'ROUTER', ['external'], null],
      ['GEANT', 'ROUTER', ['external'], null],
      [null, 'OTHER', ['hyperedge'], null],
    ]);
    expect(of('Link')).toHaveLength(2);
  });

  it('calls what has no name by the network and the number, and a place that is called None by its name', async () => {
    const rows = [
      ...[node(0, { label: 'None' }), node(1, { label: '' }), node(2, { label: { written: '" "' } })],
      node(3, { label: 'None', Latitude: 44.93, Longitude: 7.54, Country: 'Italy' }),
    ];
    const { of } = await readNetwork(...rows);
    expect(of('Site').map(({ name }) => name)).toEqual(['Small #0', 'Small #1', 'Small #2', 'None']);
    expect(of('Device').map(({ name }) => name)).toEqual([null, null, null, 'None']);
  });

  it('names a link as the map does, or else by its ends', async () => {
    const named: Fields[] = [
      { LinkLabel: 'Fibre', label: 'x', description: 'y' },
      { LinkLabel: 'None', label: 'x', description: 'y' },
      { label: 'None', description: 'Fibre ottica spenta' },
      { label: 'None' },
    ];
    const { of } = await readNetwork(
      ...[node(0, { label: 'Huế' }), node(1, { label: 'N'.repeat(200) }), node(2, { label: 'Vinh' })],
      ...named.map((fields) => edge(0, 1, fields)),
      edge(0, 2),
    );
    expect(of('Link').map(({ name }) => name)).toEqual(['Fibre', 'x', 'Fibre ottica spenta', 'Huế – #1', 'Huế – Vinh']);
  });

  it('keeps parallel links apart, whichever way they are drawn, by their key or else by their number', async () => {
    const nodes = [0, 1, 2].map((id) => node(id));
    const drawn = await readNetwork(...nodes, edge(0, 1), edge(1, 0), edge(0, 1, { LinkSpeedRaw: -1 }), edge(1, 0));
    expect(drawn.of('Link').map(({ externalId }) => externalId)).toEqual(['Small:0-1', 'Small:0-1:2', 'Small:0-1:4']);
    const keyed = await readNetwork(
      ...[...nodes, edge(1, 2, { key: 2 }), edge(2, 1, { key: 0 }), edge(1, 2, { key: 5 })],
      ...[edge(1, 2), edge(2, 1), edge(2, 1, { key: 2 })],
    );
    expect(keyed.of('Link').map(({ externalId }) => externalId)).toEqual([
      'Small:1-2:3',
      'Small:1-2',
      'Small:1-2:6',
      'Small:1-2:4',
      'Small:1-2:5',
    ]);
    expect(keyed.refused).toEqual(['a.gml: edge 2–1 (line 12): key: is that of an earlier edge between these nodes']);
  });
});

describe('the files of the Topology Zoo', () => {
  const whole = (label: string) => network([node(0), node(1), edge(0, 1)], label);

  it('come as all sites, then all devices, then all links', async () => {
    const { order, refused } = await readFiles({ 'a.gml': whole('A'), 'b.gml': whole('B') });
    expect(refused).toEqual([]);
    expect(order).toEqual([
      ...['Site A:0', 'Site A:1', 'Site B:0', 'Site B:1'],
      ...['Device A:0', 'Device A:1', 'Device B:0', 'Device B:1', 'Link A:0-1', 'Link B:0-1'],
    ]);
  });

  it('are refused as a whole where they are broken or no network, and the others are taken', async () => {
    const nothing = 'nothing of the file is taken.';
    const { order, refused } = await readFiles({
      'cut.gml': whole('Cut').slice(0, -5),
      'latin1.gml': Buffer.from(whole('Café'), 'latin1'),
      'xml.gml': '<?xml version="1.0"?><graphml/>',
      'empty.gml': '',
      'two.gml': whole('Two') + whole('Three'),
      'nameless.gml': 'graph [ node [ id 0 Internal 1 ] ]',
      'none.gml': whole('None'),
      'long.gml': whole('L'.repeat(41)),
      'list.gml': 'graph 5',
      'arrows.gml': network(['  directed 1', node(0)], 'Arrows'),
      'good.gml': `\ufeff${whole('Good')}`,
      'again.gml': whole('Good'),
    });
    expect(refused.map((text) => text.replace(/ of \S*good\.gml/, ' of good.gml'))).toEqual([
      `cut.gml: line 6: the list that begins in line 6 has no end: ${nothing}`,
      `latin1.gml: the file: it is not UTF-8: ${nothing}`,
      `xml.gml: line 1: it is XML: give the GML file of the network: ${nothing}`,
      `empty.gml: line 1: it holds no graph: ${nothing}`,
      `two.gml: line 8: it holds a second graph: ${nothing}`,
      `nameless.gml: line 1: label of the graph is missing: ${nothing}`,
      `none.gml: line 1: label of the graph is missing: ${nothing}`,
      `long.gml: line 1: label of the graph is longer than 40 characters: ${nothing}`,
      `list.gml: line 1: the graph is not a list: ${nothing}`,
      `arrows.gml: line 1: directed of the graph is 1: which two arrows are one circuit is not said: ${nothing}`,
      `again.gml: the graph: "Good" is the network of good.gml too: ${nothing}`,
    ]);
    expect(order).toEqual(['Site Good:0', 'Site Good:1', 'Device Good:0', 'Device Good:1', 'Link Good:0-1']);
  });

  it('are refused where they are too large, or gone when their turn comes', async () => {
    let read = 0;
    const { order, refused } = await readFiles({ 'a.gml': whole('A'), 'b.gml': whole('B') }, (folder) => {
      if (++read === 1) truncateSync(path.join(folder, 'b.gml'), 2_000_001);
      if (read === 3) unlinkSync(path.join(folder, 'a.gml'));
    });
    expect(order).toEqual(['Site A:0', 'Site A:1', 'Device A:0', 'Device A:1']);
    expect(refused).toEqual([
      'b.gml: the file: it has 2000001 bytes: a network has 2000000 at most: nothing of the file is taken.',
      expect.stringMatching(/^a\.gml: the file: it can not be read: ENOENT/),
    ]);
  });
});
