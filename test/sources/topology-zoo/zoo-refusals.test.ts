import { edge, node, readNetwork, type Fields } from './small-zoo';

describe('what can not be taken of a network', () => {
  it.each<[string, Fields, string]>([
    ['is neither own nor external', { Internal: 2 }, 'Internal: is neither 0 nor 1'],
    ['is a hyperedge somehow', { hyperedge: 'yes' }, 'hyperedge: is neither 0 nor 1'],
    ['has a number for a name', { label: 5 }, 'label: is not a text'],
    ['has too long a name', { label: 'ờ'.repeat(201) }, 'label: is longer than 200 characters'],
    ['has a name that no text can be', { label: 'a\0b' }, 'label: holds a character that no text can'],
    ['lies beyond the pole', { Latitude: 90.5, Longitude: 1 }, 'Latitude: is not a number from -90 to 90'],
    ['lies beyond the world', { Latitude: 1, Longitude: -181 }, 'Longitude: is not a number from -180 to 180'],
    ['lies at a text', { Latitude: '16.1', Longitude: 1 }, 'Latitude: is not a number from -90 to 90'],
    ['lies nowhere', { Latitude: { written: 'NAN' }, Longitude: 1 }, 'Latitude: is not a number from -90 to 90'],
    [
      'lies too far to count',
      { Latitude: { written: '1e999' }, Longitude: 1 },
      'Latitude: is not a number from -90 to 90',
    ],
    ['has half a position', { Latitude: 16.1 }, 'Latitude: and Longitude go together'],
    ['was not found', { Latitude: 0, Longitude: 0 }, 'Latitude: and Longitude are 0, as where no place was found'],
    ['has a list for a name', { label: { written: '[ ]' } }, 'label: is not a text'],
    ['has two names', { written: { written: '1 label "b"' } }, 'label: stands twice, in line 4 and in line 4'],
  ])('a node that %s, with the edges that end at it', async (_, changes, fault) => {
    const { order, refused } = await readNetwork(node(5, changes), node(6), node(7), edge(6, 5), edge(6, 7));
    expect(refused).toEqual([
      `a.gml: node 5 (line 4): ${fault}`,
      'a.gml: edge 6–5 (line 7): target: node 5 is refused itself',
    ]);
    expect(order).toEqual(['Site Small:6', 'Site Small:7', 'Device Small:6', 'Device Small:7', 'Link Small:6-7']);
  });

  it('a node without a number, with that of another, or that is no list', async () => {
    const { of, refused } = await readNetwork(
      ...[node('5'), node({ written: '1e30' }), node(2), node(2, { label: 'Another' }), '  node 7', '  node [ id 3 ]'],
      ...[edge(2, 2.5), '  edge [ source 2 ]', '  edge "2-3"'],
    );
    expect(refused).toEqual([
      'a.gml: node (line 4): id: is not a whole number',
      'a.gml: node (line 5): id: is not a whole number',
      'a.gml: node 2 (line 7): id: is that of the node in line 6',
      'a.gml: node (line 8): is not a list',
      'a.gml: node 3 (line 9): Internal: is missing',
      'a.gml: edge (line 10): target: is not a whole number',
      'a.gml: edge (line 11): target: is missing',
      'a.gml: edge (line 12): is not a list',
    ]);
    expect(of('Site').map(({ name }) => name)).toEqual(['Place 2']);
  });

  it.each<[string, string, string]>([
    ['ends nowhere', edge(0, 9), 'edge 0–9 (line 6): target: there is no node 9 in the file'],
    ['begins nowhere', edge(-1, 0), 'edge -1–0 (line 6): source: there is no node -1 in the file'],
    ['ends where it begins', edge(1, 1), 'edge 1–1 (line 6): target: is its source: a link joins two nodes'],
    [
      'carries half a bit',
      edge(0, 1, { LinkSpeedRaw: 0.5 }),
      'edge 0–1 (line 6): LinkSpeedRaw: is not a whole number from 0',
    ],
    [
      'carries a text',
      edge(0, 1, { LinkSpeedRaw: '1G' }),
      'edge 0–1 (line 6): LinkSpeedRaw: is not a whole number from 0',
    ],
    [
      'has too long a name',
      edge(0, 1, { LinkLabel: 'x'.repeat(201) }),
      'edge 0–1 (line 6): LinkLabel: is longer than 200 characters',
    ],
    ['has a strange key', edge(0, 1, { key: 'a' }), 'edge 0–1 (line 6): key: is not a whole number from 0'],
  ])('an edge that %s', async (_, row, fault) => {
    const { of, refused } = await readNetwork(node(0), node(1), row);
    expect(refused).toEqual([`a.gml: ${fault}`]);
    expect(of('Link')).toEqual([]);
    expect(of('Device')).toHaveLength(2);
  });
});
