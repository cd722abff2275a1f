import { startHub, type Hub } from '../support/hub';
import { type Made, type Outcome } from '../support/inventory-builders';
import type { Variables } from '../support/viewer';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

/** The same system once more, with other fields; what is not given of its three lists stays. */
async function again(made: Made, fields: Variables): Promise<Outcome> {
  const { owner, source, externalId } = made;
  const record = { externalId, code: externalId, name: externalId, level: 1, ...fields };
  return hub.send('InformationSystems', { owner, source, records: [record] });
}

interface Levels {
  level: number;
  effectiveLevel: number;
}
/** Its own level, and what follows from its parts: `1, so 4`. */
async function levelsOf(...systems: Made[]): Promise<string[]> {
  const document = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on InformationSystem { level effectiveLevel } } }';
  const { nodes } = await hub
    .as(hub.keys.national)
    .data<{ nodes: Levels[] }>(document, { ids: systems.map(({ id }) => id) });
  return nodes.map(({ level, effectiveLevel }) => `${level}, so ${effectiveLevel}`);
}

async function listsOf(
  system: Made,
  key = hub.keys.national,
): Promise<Record<'parts' | 'dependsOn' | 'devices', string[]>> {
  const document =
    'query($id: ID!) { node(id: $id) { ... on InformationSystem { parts { id } dependsOn { id } devices { nodes { id } } } } }';
  interface Found {
    node: { parts: { id: string }[]; dependsOn: { id: string }[]; devices: { nodes: { id: string }[] } };
  }
  const { node } = await hub.as(key).data<Found>(document, { id: system.id });
  const ids = (list: { id: string }[]) => list.map(({ id }) => id);
  return { parts: ids(node.parts), dependsOn: ids(node.dependsOn), devices: ids(node.devices.nodes) };
}

describe('The level of a composite system', () => {
  test('is the highest of itself and its parts, whatever they are made of in turn', async () => {
    const leaf = await hub.system({ level: 4 });
    const [low, middle] = [await hub.system({ level: 1 }), await hub.system({ level: 2, parts: [leaf] })];
    const whole = await hub.system({ level: 3, parts: [low, middle] });
    expect(await levelsOf(leaf, low, middle, whole)).toEqual(['4, so 4', '1, so 1', '2, so 4', '3, so 4']);
  });

  test('follows a part that is raised, and one that is lowered', async () => {
    const part = await hub.system({ level: 2 });
    const whole = await hub.system({ level: 1, parts: [part] });
    const above = await hub.system({ level: 1, parts: [whole] });
    await again(part, { level: 5 });
    expect(await levelsOf(whole, above)).toEqual(['1, so 5', '1, so 5']);
    await again(part, { level: 1 });
    expect(await levelsOf(whole, above)).toEqual(['1, so 1', '1, so 1']);
  });

  test('follows parts that come and go', async () => {
    const [high, low] = [await hub.system({ level: 5 }), await hub.system({ level: 2 })];
    const whole = await hub.system({ level: 1, parts: [high, low] });
    await again(whole, { parts: [low] });
    expect(await levelsOf(whole)).toEqual(['1, so 2']);
    await again(whole, { parts: [high] });
    expect(await levelsOf(whole)).toEqual(['1, so 5']);
    await again(whole, { parts: [] });
    expect(await levelsOf(whole)).toEqual(['1, so 1']);
  });

  test('follows a part of another owner, which keeps its own', async () => {
    const part = await hub.system({ owner: 'RC-N', level: 2 });
    const whole = await hub.system({ owner: 'NMC', level: 1, parts: [part] });
    await again(part, { level: 3 });
    expect(await levelsOf(whole, part)).toEqual(['1, so 3', '3, so 3']);
  });

  test('does not rise with what it only depends on', async () => {
    const needed = await hub.system({ level: 5 });
    expect(await levelsOf(await hub.system({ level: 2, dependsOn: [needed] }))).toEqual(['2, so 2']);
  });
});

describe('A system is never part of itself', () => {
  test('neither at once nor by its parts', async () => {
    const part = await hub.system();
    const middle = await hub.system({ parts: [part] });
    const whole = await hub.system({ parts: [middle] });
    for (const inside of [part, middle, whole]) {
      expect(await again(part, { parts: [inside] })).toMatchObject({ refused: [{ field: 'parts', code: 'INVALID' }] });
    }
    expect(await listsOf(part)).toMatchObject({ parts: [] });
    expect(await levelsOf(part, middle, whole)).toEqual(Array.from({ length: 3 }, () => '1, so 1'));
  });

  test('which is said of the record, by its place and its field', async () => {
    const system = await hub.system();
    const outcome = await again(system, { parts: [system] });
    expect(outcome).toMatchObject({
      updated: 0,
      unchanged: 0,
      refused: [
        { index: 0, field: 'parts', code: 'INVALID', message: 'parts: it must be another record than this one.' },
      ],
    });
    const whole = await hub.system({ parts: [system] });
    expect((await again(system, { parts: [whole] })).refused[0]!.message).toBe(
      'parts: an information system can not be part of itself: correct the record and send it again.',
    );
  });

  test('nor does it depend on itself; two may depend on each other', async () => {
    const [a, b] = [await hub.system(), await hub.system()];
    expect(await again(a, { dependsOn: [a] })).toMatchObject({ refused: [{ field: 'dependsOn', code: 'INVALID' }] });
    expect(await again(a, { dependsOn: [b] })).toMatchObject({ refused: [] });
    expect(await again(b, { dependsOn: [a] })).toMatchObject({ refused: [] });
  });
});

describe('The lists of a system', () => {
  test('replace what stood, stay where they are not given, and empty where they are empty', async () => {
    const [a, b] = [await hub.system(), await hub.system()];
    const [first, second] = [await hub.device(), await hub.device()];
    const whole = await hub.system({ parts: [a, b], dependsOn: [a], devices: [first, second] });
    await again(whole, { parts: [b, b], devices: [second] });
    expect(await listsOf(whole)).toEqual({ parts: [b.id], dependsOn: [a.id], devices: [second.id] });
    await again(whole, { dependsOn: [], devices: [] });
    expect(await listsOf(whole)).toEqual({ parts: [b.id], dependsOn: [], devices: [] });
  });

  test('are each system’s own, in one batch too', async () => {
    const part = await hub.system({ source: 'batch' });
    const record = (externalId: string, parts?: Variables[]) => ({
      externalId,
      code: externalId,
      name: externalId,
      level: 1,
      parts,
    });
    const records = [record('x', [{ id: part.id }]), record('y'), record('z', [])];
    const { ids } = await hub.send('InformationSystems', { owner: 'NMC', source: 'batch', records });
    const parts = await Promise.all(ids.map((id) => listsOf({ ...part, id })));
    expect(parts.map((lists) => lists.parts)).toEqual([[part.id], [], []]);
  });

  test('show a viewer what the viewer may see', async () => {
    const [seen, hidden] = [await hub.system({ owner: 'RC-N' }), await hub.system({ owner: 'RC-S' })];
    const [near, far] = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-S' })];
    const whole = await hub.system({ owner: 'RC-N', parts: [seen, hidden], dependsOn: [hidden], devices: [near, far] });
    expect(await listsOf(whole)).toEqual({
      parts: [seen.id, hidden.id],
      dependsOn: [hidden.id],
      devices: [near.id, far.id],
    });
    expect(await listsOf(whole, hub.keys.regional)).toEqual({ parts: [seen.id], dependsOn: [], devices: [near.id] });
  });

  test('are the same from the device', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    const [own, other] = [
      await hub.system({ owner: 'RC-N', devices: [device] }),
      await hub.system({ owner: 'NMC', devices: [device] }),
    ];
    const systems = `{ node(id: "${device.id}") { ... on Device { informationSystems { totalCount nodes { id } } } } }`;
    expect(await hub.as(hub.keys.national).data(systems)).toEqual({
      node: { informationSystems: { totalCount: 2, nodes: [{ id: own.id }, { id: other.id }] } },
    });
    expect(await hub.as(hub.keys.regional).data(systems)).toEqual({
      node: { informationSystems: { totalCount: 1, nodes: [{ id: own.id }] } },
    });
  });

  test('sent again as they stand change nothing', async () => {
    const part = await hub.system({ level: 3 });
    const whole = await hub.system({
      code: 'same',
      name: 'same',
      externalId: 'same',
      level: 1,
      parts: [part],
      devices: [await hub.device()],
    });
    expect(await again(whole, { parts: [part] })).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    const changes = await hub.sql(`SELECT c.operation FROM private.change c WHERE c.record_id = $1 ORDER BY c.seq`, [
      whole.id.slice(4),
    ]);
    expect(changes).toEqual([{ operation: 'CREATED' }, { operation: 'UPDATED' }]);
  });
});
