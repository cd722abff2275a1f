import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

interface Row {
  organization: { code: string };
  via: string[];
  withheld: string[];
  agreements: { title: string }[];
}
const document = `query Audience($id: ID, $of: AudienceDraft) {
  audience(id: $id, of: $of) { organization { code } via withheld agreements { title } }
}`;
const audience = async (key: string, variables: object): Promise<Record<string, string>> => {
  const { audience: rows } = await hub.as(key).data<{ audience: Row[] }>(document, { ...variables });
  return Object.fromEntries(
    rows.map(({ organization, via, withheld, agreements }) => [
      organization.code,
      [...via, ...withheld.map((field) => `-${field}`), ...agreements.map(({ title }) => title)].join(' '),
    ]),
  );
};

describe('Who sees a record', () => {
  test('is told to its owner, with the agreement and what it withholds', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    expect(await audience(hub.keys.regional, { id: device.id })).toEqual({ 'RC-N': 'OWNER', NMC: 'ABOVE' });
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withheld: ['SERIAL'] });
    expect(await audience(hub.keys.regional, { id: device.id })).toEqual({
      ...{ 'RC-N': 'OWNER', NMC: 'ABOVE' },
      MOH: 'AGREEMENT -SERIAL RC-N to MOH',
    });
    expect(await hub.as(hub.keys.partner).refusal(document, { id: device.id })).toMatchObject({ code: 'FORBIDDEN' });
    await hub.revoke(id, 'MOH');
    expect(await hub.as(hub.keys.partner).refusal(document, { id: device.id })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('names of what is withheld the fields that the record has', async () => {
    const withheld = ['SERIAL', 'MAC', 'ADDRESSES', 'COORDINATES'];
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', withheld });
    const site = await hub.site({ owner: 'RC-N' });
    const port = await hub.interface({ device: await hub.device({ owner: 'RC-N', site }) });
    const told = async (record: { id: string }) => (await audience(hub.keys.regional, { id: record.id }))['MOH'];
    expect(await told(site)).toBe('AGREEMENT -COORDINATES RC-N to MOH');
    expect(await told(port)).toBe('AGREEMENT -ADDRESSES -MAC RC-N to MOH');
    await hub.revoke(id, 'MOH');
  });

  test('leaves the scope of who asks as it was', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'mine' });
    await hub.device({ owner: 'RC-S', name: 'theirs' });
    const { nodes } = (
      await hub
        .as(hub.keys.regional)
        .data<{ devices: { nodes: { owner: { code: string } }[] } }>(
          `query Both($id: ID) { audience(id: $id) { via } devices { nodes { owner { code } } } }`,
          { id: device.id },
        )
    ).devices;
    expect(new Set(nodes.map(({ owner }) => owner.code))).toEqual(new Set(['RC-N']));
  });
});

describe('Who would see an incident that is not written yet', () => {
  const draft = (more: object) => ({ of: { dataset: 'INCIDENTS', owner: 'RC-N', severity: 'MAJOR', ...more } });

  test.each([
    ['RED', { 'RC-N': 'OWNER' }],
    ['AMBER_STRICT', { 'RC-N': 'OWNER', NMC: 'ABOVE' }],
    ['AMBER', { 'RC-N': 'OWNER', NMC: 'ABOVE', MOH: 'AGREEMENT RC-N to MOH' }],
    ['GREEN', { 'RC-N': 'OWNER COMMUNITY', NMC: 'ABOVE COMMUNITY', 'RC-S': 'COMMUNITY', MOH: 'AGREEMENT RC-N to MOH' }],
  ])('%s', async (tlp, expected) => {
    const id = await hub.agreement({ provider: 'RC-N', consumer: 'MOH', datasets: ['INCIDENTS'] });
    expect(await audience(hub.keys.regional, draft({ tlp }))).toEqual(expected);
    await hub.revoke(id, 'MOH');
  });

  test('CLEAR: everybody', async () => {
    expect(Object.keys(await audience(hub.keys.regional, draft({ tlp: 'CLEAR' }))).sort()).toEqual(
      ['MOH', 'MOH-IT', 'NMC', 'RC-N', 'RC-S'].sort(),
    );
  });

  test('who is named on it, itself or by a group', async () => {
    await hub.group('NMC', 'circle', ['MOH-IT']);
    const named = { tlp: 'RED', named: ['MOH', 'circle'] };
    const ofCenter = { of: { ...draft(named).of, owner: 'NMC' } };
    expect(await audience(hub.keys.national, ofCenter)).toEqual({ NMC: 'OWNER', MOH: 'NAMED', 'MOH-IT': 'NAMED' });
    // Who is in the circle is not for RC-N to know.
    expect(await audience(hub.keys.regional, draft(named))).toEqual({ 'RC-N': 'OWNER', MOH: 'NAMED' });
  });

  test('as samples, of a writer whose side one is not, is not told', async () => {
    const samples = { of: { dataset: 'SAMPLES', owner: 'RC-N', writer: 'RC-S' } };
    expect(await hub.as(hub.keys.regional).refusal(document, samples)).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('or of one that is: one of the two, not both or none', async () => {
    for (const variables of [{}, { id: 'dev_x', ...draft({ tlp: 'RED' }) }])
      expect(await hub.as(hub.keys.regional).refusal(document, variables)).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: 'Give one of the two: id, of a record, or of, a draft.',
      });
  });

  test('is not for others to ask, and must be clear', async () => {
    expect(await hub.as(hub.keys.partner).refusal(document, draft({ tlp: 'RED' }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await hub.as(hub.keys.regional).refusal(document, draft({}))).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
