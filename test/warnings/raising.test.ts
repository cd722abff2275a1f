import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';
import {
  acknowledge,
  acknowledgeDocument,
  changesOf,
  clear,
  clearDocument,
  raise,
  raiseDocument,
  warningsOf,
} from './warning-desk';

let hub: Hub;
let national: Viewer;
let regional: Viewer;
let partner: Viewer;
beforeAll(async () => {
  hub = await startHub();
  [national, regional, partner] = [hub.as(hub.keys.national), hub.as(hub.keys.regional), hub.as(hub.keys.partner)];
});
afterAll(() => hub.stop());

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

describe('A warning that another system raises', () => {
  test('belongs to who owns what it speaks of, and is in the name of who raised it', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'lõi Đà Nẵng' });
    const warning = await raise(national, { source: 'noc', externalId: 'a-1', subject: { device: { id: device.id } } });
    expect(warning).toMatchObject({
      ...{ fingerprint: 'a-1', source: 'noc', severity: 'MAJOR', state: 'RAISED', firing: true, flaps: 0 },
      ...{ owner: { code: 'RC-N' }, writer: { code: 'NMC' }, subject: { __typename: 'Device', id: device.id } },
      explanation: 'Liên kết trục bị đứt.',
    });
    expect(warning.transitions.nodes).toEqual([
      { from: null, to: 'RAISED', cause: 'FIRED', actorLabel: null, note: null },
    ]);
    expect((await warningsOf(regional)).map(({ id }) => id)).toEqual([warning.id]);
    expect(await warningsOf(partner)).toEqual([]);
  });

  test('is raised once by the same call, and the log has it once', async () => {
    const input = { source: 'noc', externalId: 'once', subject: { organization: 'NMC' }, labels: { b: '2', a: 'é' } };
    const first = await raise(national, input);
    const before = await changesOf(hub);
    const again = await raise(national, input);
    expect(again).toEqual(first);
    expect(await changesOf(hub)).toBe(before);
  });

  test('without a key of its own is known by what it says of what', async () => {
    const input = { source: 'noc', subject: { organization: 'NMC' }, labels: { check: 'disk', mount: '/' } };
    const first = await raise(national, input);
    const again = await raise(national, { ...input, labels: { mount: '/', check: 'disk' } });
    const other = await raise(national, { ...input, labels: { check: 'disk', mount: '/var' } });
    expect(again.id).toBe(first.id);
    expect(other.id).not.toBe(first.id);
  });

  test('tells more of itself when it is raised again otherwise; worse is told, less is not', async () => {
    const input = { source: 'noc', externalId: 'worse', subject: { organization: 'NMC' } };
    await raise(national, { ...input, severity: 'MINOR' });
    const worse = await raise(national, { ...input, severity: 'CRITICAL', explanation: 'It spreads.' });
    expect(worse).toMatchObject({ severity: 'CRITICAL', explanation: 'It spreads.' });
    const less = await raise(national, { ...input, severity: 'INFO' });
    expect(less.severity).toBe('INFO');
    expect(less.transitions.nodes.map(({ cause }) => cause)).toEqual(['FIRED', 'WORSENED']);
  });

  test('clears by its key, and clearing what is cleared changes nothing', async () => {
    await raise(national, { source: 'noc', externalId: 'over', subject: { organization: 'NMC' } });
    const over = await clear(national, { source: 'noc', externalId: 'over' });
    expect(over).toMatchObject({ state: 'CLEARED', firing: false });
    const before = await changesOf(hub);
    expect(await clear(national, { source: 'noc', externalId: 'over' })).toEqual(over);
    expect(await clear(national, { id: over!.id })).toEqual(over);
    expect(await clear(national, { source: 'noc', externalId: 'nobody raised it' })).toBeNull();
    expect(await changesOf(hub)).toBe(before);
  });

  test('that comes back soon is the same one, flapping; later it is another', async () => {
    const input = { source: 'noc', externalId: 'flaps', subject: { organization: 'NMC' } };
    const first = await raise(national, { ...input, at: minutesAgo(100) });
    await clear(national, { source: 'noc', externalId: 'flaps', at: minutesAgo(90) });
    const back = await raise(national, { ...input, at: minutesAgo(80) });
    expect(back).toMatchObject({ id: first.id, state: 'RAISED', flaps: 1, clearedAt: null });
    await clear(national, { source: 'noc', externalId: 'flaps', at: minutesAgo(70) });
    const later = await raise(national, { ...input, at: minutesAgo(10) });
    expect(later).toMatchObject({ state: 'RAISED', flaps: 0 });
    expect(later.id).not.toBe(first.id);
  });

  test('of before what stands changes nothing, and one from ahead counts as of now', async () => {
    const input = { source: 'noc', externalId: 'clocks', subject: { organization: 'NMC' } };
    const first = await raise(national, { ...input, at: new Date(Date.now() + 3_600_000).toISOString() });
    expect(Date.parse(first.raisedAt)).toBeLessThanOrEqual(Date.now());
    expect(await clear(national, { source: 'noc', externalId: 'clocks', at: minutesAgo(5) })).toMatchObject({
      state: 'RAISED',
    });
  });

  test.each([
    [{ subject: { organization: 'NMC' }, source: 'rule' }, 'source: "rule" is the hub\'s own'],
    [{ subject: { organization: 'NMC' }, source: 'Ồn' }, 'source: it has'],
    [{}, 'externalId: give it, or a subject'],
    [{ subject: {} }, 'subject: a warning speaks of one object, 0 are named'],
    [{ subject: { organization: 'NOBODY' } }, 'subject.organization: there is no Organization'],
    [{ subject: { device: { id: 'dev_00000000-0000-7000-8000-000000000000' } } }, 'subject.device: no Device'],
    [{ subject: { organization: 'NMC' }, address: '10.0.0.1' }, 'address: give a subject or an address'],
    [{ externalId: '' }, 'externalId: it has 1 to 200'],
    [{ externalId: 'x', labels: [] }, 'labels: give an object'],
    [{ externalId: 'x', labels: { 'no name': '1' } }, 'labels: "no name" is no name'],
    [{ externalId: 'x', labels: { a: 1 } }, 'labels: "a" must be a text'],
    [
      { externalId: 'x', labels: Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`l${i}`, 'x'])) },
      '64 at most',
    ],
    [{ externalId: 'x', explanation: '' }, 'explanation: it has 1 to 4000'],
  ])('%j is refused in words', async (input, words) => {
    const { code, message } = await national.refusal(raiseDocument, {
      input: { severity: 'INFO', explanation: 'x', ...input },
    });
    expect({ code, message }).toEqual({ code: 'BAD_USER_INPUT', message: expect.stringContaining(words) });
  });

  test('in the name of another organization is refused, by its code', async () => {
    const input = { owner: 'MOH', externalId: 'x', severity: 'INFO', explanation: 'x' };
    expect(await national.refusal(raiseDocument, { input })).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('A desk', () => {
  test('of the owner takes a warning on, with a note; the next one comes too late', async () => {
    const desk = hub.as(await hub.key({ organization: 'RC-N', role: 'RESPONDER', label: 'trực ca đêm' }));
    const device = await hub.device({ owner: 'RC-N' });
    const { id } = await raise(national, { source: 'noc', externalId: 'take', subject: { device: { id: device.id } } });
    const taken = await acknowledge(desk, { id, note: 'Đang xử lý' });
    expect(taken).toMatchObject({ state: 'ACKNOWLEDGED', acknowledgedBy: 'trực ca đêm', note: 'Đang xử lý' });
    expect(taken.transitions.nodes.at(-1)).toEqual({
      ...{ from: 'RAISED', to: 'ACKNOWLEDGED', cause: 'ACKNOWLEDGED' },
      ...{ actorLabel: 'trực ca đêm', note: 'Đang xử lý' },
    });
    expect(await acknowledge(national, { id, note: 'too late' })).toEqual(taken);
    // What is taken on stays so while its source says the same, and clears.
    await raise(national, { source: 'noc', externalId: 'take', subject: { device: { id: device.id } } });
    expect(await clear(national, { source: 'noc', externalId: 'take' })).toMatchObject({
      ...{ state: 'CLEARED', acknowledgedBy: 'trực ca đêm' },
    });
  });

  test('that sees a warning and is of neither side takes nothing on, nor ends it', async () => {
    await hub.agreement({ provider: 'NMC', consumer: 'MOH', datasets: ['WARNINGS'] });
    const { id } = await raise(national, { source: 'noc', externalId: 'shown', subject: { organization: 'NMC' } });
    expect((await warningsOf(partner)).map((seen) => seen.id)).toContain(id);
    for (const document of [acknowledgeDocument, clearDocument])
      expect(await partner.refusal(document, { input: { id } })).toMatchObject({
        ...{ code: 'FORBIDDEN', message: expect.stringContaining('"NMC"') },
      });
  });

  test('of the owner does not end what another organization raised; one of that does, at once', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    const input = { source: 'noc', externalId: 'end', subject: { device: { id: device.id } } };
    const { id } = await raise(national, input);
    expect(await regional.refusal(clearDocument, { input: { id } })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await clear(national, { id, note: 'false alarm' })).toMatchObject({ state: 'CLEARED' });
    const [seen] = await warningsOf(regional, { id: { eq: id } });
    expect(seen!.transitions.nodes.at(-1)).toMatchObject({ cause: 'CLOSED', note: 'false alarm' });
  });

  test('that does not see a warning is told that there is none', async () => {
    const { id } = await raise(regional, { source: 'noc', externalId: 'own', subject: { organization: 'RC-N' } });
    const stranger = await hub.stewardOf('RC-S');
    for (const document of [acknowledgeDocument, clearDocument])
      expect(await stranger.refusal(document, { input: { id } })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
