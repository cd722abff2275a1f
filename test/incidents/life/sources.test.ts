import { startHub, type Hub } from '../../support/hub';
import { IncidentDesk, outage, type Incident } from '../../support/incident-desk';
import type { Variables } from '../../support/viewer';

let hub: Hub;
let north: IncidentDesk;
let south: IncidentDesk;
let source: IncidentDesk;
beforeAll(async () => {
  hub = await startHub();
  [north, south, source] = await Promise.all([
    IncidentDesk.of(hub, 'RC-N', 'STEWARD'),
    IncidentDesk.of(hub, 'RC-S'),
    IncidentDesk.of(hub, 'RC-N', 'REPORTER'),
  ]);
});
afterAll(() => hub.stop());

const awareAt = '2026-11-01T00:00:00Z';
interface Sent {
  created: number;
  updated: number;
  unchanged: number;
  ids: string[];
  refused: { index: number; field: string | null; message: string }[];
}
const send = async (records: Variables[], owner = 'RC-N'): Promise<Sent> => {
  const document = `mutation($input: UpsertIncidentsInput!) { sent: upsertIncidents(input: $input) { created updated unchanged ids refused { index field message } } }`;
  const input = { owner, source: 'tickets', records: records.map((record) => ({ ...outage, ...record })) };
  return (await source.viewer.data<{ sent: Sent }>(document, { input })).sent;
};
const sent = async (record: Variables): Promise<Incident> =>
  (await north.read({ id: (await send([record])).ids[0]! }))!;

describe('What a source sends again', () => {
  test('is taken whole, state and times, until a desk says otherwise', async () => {
    const first = await sent({ externalId: 'k1', state: 'NEW' });
    expect(
      await sent({ externalId: 'k1', state: 'IN_PROGRESS', acknowledgedAt: '2026-11-02T00:00:00Z' }),
    ).toMatchObject({
      ...{ id: first.id, state: 'IN_PROGRESS', acknowledgedAt: '2026-11-02T00:00:00Z', version: 2, deskFields: [] },
    });
  });

  test('takes nothing back that a desk has said: the state least of all, and no marking is widened', async () => {
    const opened = await sent({ externalId: 'k2' });
    const triaged = await north.go(opened, 'TRIAGED', { awareAt });
    const narrowed = await north.on('updateIncident', triaged, { tlp: 'RED', title: 'Tên của bàn trực', affects: [] });
    expect(narrowed['deskFields']).toEqual(['affects', 'awareAt', 'resolution', 'state', 'title', 'tlp']);
    const device = await hub.device({ owner: 'RC-N' });
    const again = await sent({
      ...{ externalId: 'k2', title: 'Tên của nguồn', tlp: 'CLEAR', state: 'CLOSED', closedAt: '2026-11-02T00:00:00Z' },
      ...{ summary: 'Lời của nguồn', awareAt: null, affects: [{ device: { id: device.id } }] },
    });
    expect(again).toMatchObject({
      ...{ title: 'Tên của bàn trực', tlp: 'RED', state: 'TRIAGED', closedAt: null, affects: [] },
      acknowledgedAt: triaged['acknowledgedAt'],
    });
    expect(again['awareAt']).toBe(awareAt);
    // What no desk has spoken of is the source's still.
    expect(again['version']).toBe(4);
  });

  test('is left as it stands once it was handed over, beside what is its own', async () => {
    const [one, other] = [await sent({ externalId: 'k3' }), await sent({ externalId: 'k4' })];
    const offered = await north.on('handOverIncident', one, { to: 'RC-S' });
    await south.on('answerHandOver', offered, { accept: true });
    const again = await send([
      { externalId: 'k3', title: 'mới' },
      { externalId: 'k5' },
      { externalId: 'k4', title: 'mới' },
    ]);
    expect(again).toMatchObject({ created: 1, updated: 1, unchanged: 1, refused: [] });
    expect(again.ids).toEqual([one.id, expect.any(String), other.id]);
    expect(await south.read(one)).toMatchObject({ title: outage.title, owner: { code: 'RC-S' } });
    const refused = await send([{ externalId: 'k3' }, { externalId: 'k6', classification: { class: 'x', type: 'y' } }]);
    expect(refused).toMatchObject({ ids: [], refused: [{ index: 1, field: 'classification' }] });
    const late = await send([{ externalId: 'k3' }, { externalId: 'k4' }, { externalId: 'k7', title: '' }]);
    expect(late).toMatchObject({ ids: [], refused: [{ index: 2, field: 'title' }] });
    // Opened again under its key, it is what it became.
    expect(await source.open('RC-N', { source: 'tickets', externalId: 'k3' })).toMatchObject({
      id: one.id,
      owner: { code: 'RC-S' },
    });
    // And its new owner's source has keys of its own.
    const theirs = await IncidentDesk.of(hub, 'RC-S', 'REPORTER');
    expect((await theirs.open('RC-S', { source: 'tickets', externalId: 'k3' })).id).not.toBe(one.id);
  });

  test('and a merged one stays where it was merged', async () => {
    const [into, duplicate] = [await sent({ externalId: 'k8' }), await sent({ externalId: 'k9' })];
    const named = ({ id, version }: Incident) => ({ incident: id, version });
    await north.do('mergeIncidents', { into: named(into), duplicates: [named(duplicate)] });
    expect(await sent({ externalId: 'k9', state: 'IN_PROGRESS' })).toMatchObject({
      state: 'CLOSED',
      mergedInto: { id: into.id },
    });
  });
});

describe('History that is loaded', () => {
  test('keeps its states and dates as they are known, in whatever order they lie', async () => {
    const old = {
      ...{ externalId: 'h1', state: 'CLOSED', occurredAt: '2013-01-01T00:00:00Z', occurredAtPrecision: 'YEAR' },
      ...{ detectedAt: '2013-05-02T00:00:00Z', awareAt: '2014-01-01T00:00:00Z', closedAt: '2013-06-01T00:00:00Z' },
    };
    expect(await sent(old)).toMatchObject({
      ...{ state: 'CLOSED', occurredAt: old.occurredAt, detectedAt: old.detectedAt, awareAt: old.awareAt },
      ...{ closedAt: old.closedAt, resolution: null, acknowledgedAt: null },
    });
  });

  test('goes on like any other once a desk takes it up: what is missing is asked for', async () => {
    const old = await sent({
      externalId: 'h2',
      state: 'IN_PROGRESS',
      classification: { class: 'other', type: 'undetermined' },
    });
    expect(await north.refusedOn('transitionIncident', old, { to: 'CONTAINED' })).toMatchObject({
      message: expect.stringMatching(/^classification:/),
    });
    const { classification } = outage;
    expect(await north.go(old, 'CONTAINED', { classification, awareAt })).toMatchObject({ state: 'CONTAINED' });
    // Words on it are taken without what it never had.
    const bare = await sent({ externalId: 'h3', state: 'RESOLVED' });
    expect(await north.on('updateIncident', bare, { summary: 'Ghi thêm.' })).toMatchObject({ version: 2 });
  });
});

describe('Severity', () => {
  const system = async (level: number) => {
    const device = await hub.device({ owner: 'RC-N' });
    await hub.system({ owner: 'RC-N', level, devices: [device] });
    return device;
  };

  test('follows from impact and the level of what is affected, and again whenever that changes', async () => {
    const [low, high] = [await system(1), await system(5)];
    const opened = await north.open('RC-N', {
      severity: null,
      impact: 'SERIOUS',
      affects: [{ device: { id: low.id } }],
    });
    expect(opened).toMatchObject({ severity: 'MINOR', severityReason: null });
    const wider = await north.on('updateIncident', opened, {
      affects: [{ device: { id: low.id } }, { device: { id: high.id } }],
    });
    expect(wider).toMatchObject({ severity: 'CRITICAL' });
    const port = await hub.interface({ device: high, owner: 'RC-N' });
    expect(await north.on('updateIncident', wider, { affects: [{ interface: { id: port.id } }] })).toMatchObject({
      severity: 'CRITICAL',
    });
    const calm = await north.on('updateIncident', (await north.read(wider))!, { impact: 'NONE' });
    expect(calm).toMatchObject({ severity: 'MINOR', impact: 'NONE' });
    const said = await north.on('updateIncident', calm, { severity: 'INFO', severityReason: 'Diễn tập.' });
    expect(said).toMatchObject({ severity: 'INFO', severityReason: 'Diễn tập.' });
    // What is said stands, whatever it affects, until it is left to the rule again.
    const stands = await north.on('updateIncident', said, { impact: 'FULL' });
    expect(stands).toMatchObject({ severity: 'INFO' });
    expect(await north.on('updateIncident', stands, { severity: null })).toMatchObject({
      severity: 'CRITICAL',
      severityReason: null,
    });
  });

  test('of what a source sends with an impact follows too, from what it affects already', async () => {
    const high = await system(4);
    await send([{ externalId: 's1', affects: [{ device: { id: high.id } }] }]);
    expect(await sent({ externalId: 's1', severity: null, impact: 'FULL' })).toMatchObject({ severity: 'CRITICAL' });
    expect(
      await sent({ externalId: 's1', severity: 'INFO', severityReason: 'Diễn tập.', impact: 'FULL' }),
    ).toMatchObject({ severity: 'INFO' });
  });

  test('is said with a reason, or not at all, where the impact is known', async () => {
    const refused = async (more: Variables) =>
      (await north.refused('openIncident', { owner: 'RC-N', ...outage, ...more })).message;
    expect(await refused({ impact: 'FULL' })).toMatch(/^severityReason: the impact decides/);
    expect(await refused({ severity: null })).toMatch(/^severity: say it, or say the impact/);
    expect(await refused({ severity: null, impact: 'FULL', severityReason: 'vì' })).toMatch(
      /^severityReason: it is the reason/,
    );
    const opened = await north.open('RC-N');
    const update = async (input: Variables) => (await north.refusedOn('updateIncident', opened, input)).message;
    expect(await update({ severity: null })).toMatch(/^severity: it is left to the rule/);
    expect(await update({ severityReason: 'vì' })).toMatch(/^severityReason: it is the reason/);
    expect(await update({ severity: 'INFO', impact: 'FULL' })).toMatch(/^severityReason: the impact decides/);
  });

  test('tells nothing of systems that who writes does not see', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    await hub.system({ owner: 'NMC', level: 5, devices: [device] });
    const input = { severity: null, impact: 'FULL', affects: [{ device: { id: device.id } }] };
    expect(await north.open('RC-N', input)).toMatchObject({ severity: 'MAJOR' });
  });
});
