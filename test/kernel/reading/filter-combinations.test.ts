import { startHub, type Hub } from '../../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  for (let n = 0; n < 4; n += 1) await hub.device();
});
afterAll(() => hub.stop());

/** The label of every record that a filter, written as a client writes it, lets through. */
async function found(list: string, label: string, filter: string): Promise<unknown[]> {
  const document = `{ page: ${list}(filter: ${filter}) { nodes { label: ${label} } } }`;
  const { page } = await hub.as(hub.keys.national).data<{ page: { nodes: { label: unknown }[] } }>(document);
  return page.nodes.map((node) => node.label);
}

describe('Combinations', () => {
  test('an empty filter, and, or, and what is given as null', async () => {
    const all = await found('devices', 'id', '{}');
    expect(all).toHaveLength(4);
    for (const filter of [
      'null',
      '{ and: [] }',
      '{ and: [{}] }',
      '{ or: [{}] }',
      '{ role: null }',
      '{ role: {} }',
      '{ role: { eq: null } }',
    ]) {
      expect(await found('devices', 'id', filter)).toEqual(all);
    }
    for (const filter of ['{ or: [] }', '{ not: {} }', '{ not: { and: [] } }'])
      expect(await found('devices', 'id', filter)).toEqual([]);
  });

  test('reach through several edges, in both directions of a tree', async () => {
    const filter =
      '{ owner: { region: { not: { parent: { not: { code: { eq: "VN" } } } } } }, region: { code: { eq: "VN" } } }';
    expect(await found('devices', 'id', filter)).toHaveLength(4);
    expect(await found('organizations', 'code', '{ parent: { parent: { code: { eq: "NMC" } } } }')).toEqual([]);
    expect(await found('organizations', 'code', '{ parent: { code: { eq: "NMC" } } }')).toEqual(['RC-N', 'RC-S']);
  });

  test('have limits: depth, width, values, and conditions in all', async () => {
    const nested = (levels: number): object => (levels === 0 ? {} : { not: nested(levels - 1) });
    const times = (count: number, entry: object): object[] => Array.from({ length: count }, () => entry);
    const ask = (filter: object) =>
      hub.as(hub.keys.national).query('query($f: DeviceFilter) { devices(filter: $f) { totalCount } }', { f: filter });
    const tooComplex = { errors: [{ extensions: { code: 'TOO_COMPLEX' } }] };
    expect(await ask(nested(12))).toMatchObject({ errors: [] });
    expect(await ask(nested(13))).toMatchObject(tooComplex);
    expect(await ask({ or: times(100, { name: { eq: 'x' } }) })).toMatchObject({ errors: [] });
    expect(await ask({ or: times(101, {}) })).toMatchObject(tooComplex);
    expect(await ask({ name: { in: Array.from({ length: 1000 }, String) } })).toMatchObject({ errors: [] });
    expect(await ask({ name: { in: Array.from({ length: 1001 }, String) } })).toMatchObject(tooComplex);
    expect(await ask({ and: times(90, { or: times(90, { site: { code: { isNull: true } } }) }) })).toMatchObject(
      tooComplex,
    );
  });
});
