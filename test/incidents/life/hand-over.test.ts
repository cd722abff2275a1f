import { startHub, type Hub } from '../../support/hub';
import { entriesOf, IncidentDesk, type Incident } from '../../support/incident-desk';

let hub: Hub;
let north: IncidentDesk;
let south: IncidentDesk;
let health: IncidentDesk;
let national: IncidentDesk;
beforeAll(async () => {
  hub = await startHub();
  [north, south, health, national] = await Promise.all([
    IncidentDesk.of(hub, 'RC-N'),
    IncidentDesk.of(hub, 'RC-S'),
    IncidentDesk.of(hub, 'MOH', 'STEWARD'),
    IncidentDesk.of(hub, 'NMC', 'STEWARD'),
  ]);
});
afterAll(() => hub.stop());

const awareAt = '2026-11-01T00:00:00Z';
const codeOf = (owner: unknown) => (owner as { code: string } | null)?.code;

describe('Handing over', () => {
  test('is offered: the other side sees the incident at once, and owns it once it accepts', async () => {
    const red = await north.open('RC-N', { tlp: 'RED' });
    expect(await health.read(red)).toBeNull();
    const offered = await north.on('handOverIncident', red, { to: 'MOH', note: 'Thiết bị là của Bộ Y tế.' });
    expect({ owner: codeOf(offered['owner']), to: codeOf(offered['handOverTo']) }).toEqual({
      owner: 'RC-N',
      to: 'MOH',
    });
    const seen = await health.read(red);
    expect({ owner: codeOf(seen!['owner']), to: codeOf(seen!['handOverTo']) }).toEqual({ owner: 'RC-N', to: 'MOH' });
    expect(await health.refusedOn('transitionIncident', seen!, { to: 'TRIAGED', awareAt })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const taken = await health.on('answerHandOver', seen!, { accept: true, note: 'Đã nhận.' });
    expect({ owner: codeOf(taken['owner']), to: taken['handOverTo'], coworkers: taken['coworkers'] }).toEqual({
      ...{ owner: 'MOH', to: null, coworkers: ['RC-N'] },
    });
    expect(entriesOf(taken).map(({ kind, text, tlp, author }) => [kind, text, tlp, author.code])).toEqual([
      ['COMMUNICATION', 'Offered to MOH.\nThiết bị là của Bộ Y tế.', 'RED', 'RC-N'],
      ['ACTION', 'Handed over by RC-N to MOH.', 'RED', 'MOH'],
      ['COMMUNICATION', 'Đã nhận.', 'RED', 'MOH'],
    ]);
    // The former owner sees it still, and has the rights of a co-worker.
    const kept = (await north.read(red))!;
    expect(codeOf(kept['owner'])).toBe('MOH');
    expect(await north.refusedOn('updateIncident', kept, { title: 'x' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await north.refusedOn('handOverIncident', kept, { to: 'RC-S' })).toMatchObject({ code: 'FORBIDDEN' });
    const triaged = await health.go(kept, 'TRIAGED', { awareAt });
    expect(await north.go(triaged, 'IN_PROGRESS')).toMatchObject({ state: 'IN_PROGRESS' });
  });

  test('without staying on takes the incident out of sight, with all that hangs on it', async () => {
    // Reported by another organization: who reports an incident goes on to see it.
    const amber = await (await IncidentDesk.of(hub, 'NMC', 'REPORTER', ['RC-N'])).open('RC-N', { tlp: 'AMBER_STRICT' });
    await north.viewer.data(
      `mutation($input: AddTimelineEntryInput!) { addTimelineEntry(input: $input) { timelineEntry { id } } }`,
      { input: { incident: amber.id, text: 'ghi chú' } },
    );
    const offered = await north.on('handOverIncident', amber, { to: 'RC-S', staysOn: false });
    const taken = await south.on('answerHandOver', offered, { accept: true });
    expect(await north.read(amber)).toBeNull();
    expect(await north.refusedOn('transitionIncident', taken, { to: 'TRIAGED' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(taken).toMatchObject({ coworkers: [] });
    const rows = await hub.sql(
      `SELECT DISTINCT o.code FROM timeline_entry t JOIN organization o ON o.id = t.owner_id WHERE t.incident_id = $1`,
      [amber.id.slice(4)],
    );
    expect(rows).toEqual([{ code: 'RC-S' }]);
  });

  test('is declined: nothing is owned, and who was asked sees it no more', async () => {
    const red = await north.open('RC-N', { tlp: 'RED' });
    const offered = await north.on('handOverIncident', red, { to: 'MOH' });
    const { data } = await health.answer('answerHandOver', {
      incident: red.id,
      version: offered.version,
      accept: false,
      note: 'Không phải của chúng tôi.',
    });
    expect(data).toEqual({ done: { incident: null } });
    expect(await health.read(red)).toBeNull();
    const standing = (await north.read(red))!;
    expect(standing).toMatchObject({ owner: { code: 'RC-N' }, handOverTo: null, coworkers: [] });
    expect(entriesOf(standing).at(-1)).toMatchObject({
      text: 'MOH does not take it over.\nKhông phải của chúng tôi.',
      tlp: 'RED',
    });
  });

  test('is taken back before it is answered', async () => {
    const red = await north.open('RC-N', { tlp: 'RED' });
    const offered = await north.on('handOverIncident', red, { to: 'MOH' });
    const back = await north.on('handOverIncident', offered, { to: null });
    expect(back).toMatchObject({ handOverTo: null, owner: { code: 'RC-N' } });
    expect(await health.read(red)).toBeNull();
    expect(
      await health.refused('answerHandOver', { incident: red.id, version: back.version, accept: true }),
    ).toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  test('by a key of both sides is done at once', async () => {
    const both = await IncidentDesk.of(hub, 'NMC', 'RESPONDER', ['RC-N', 'RC-S']);
    const opened = await both.open('RC-N');
    const moved = await both.on('handOverIncident', opened, { to: 'RC-S' });
    expect(moved).toMatchObject({ owner: { code: 'RC-S' }, handOverTo: null, coworkers: ['RC-N'] });
    expect(await north.go(await south.go(moved, 'TRIAGED', { awareAt }), 'IN_PROGRESS')).toMatchObject({ version: 4 });
  });

  test('is for the owner, to another organization that there is', async () => {
    const opened = await north.open('RC-N', { coworkers: ['RC-S'] });
    expect(await south.refusedOn('handOverIncident', opened, { to: 'RC-S' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await national.refusedOn('handOverIncident', opened, { to: 'NMC' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await south.refusedOn('answerHandOver', opened, { accept: true })).toMatchObject({ code: 'FORBIDDEN' });
    for (const to of ['RC-N', 'NOBODY'])
      expect(await north.refusedOn('handOverIncident', opened, { to })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('is known while it is open to its owner side and who is asked, and to nobody else', async () => {
    const open = await north.open('RC-N', { tlp: 'CLEAR' });
    await north.on('handOverIncident', open, { to: 'MOH' });
    expect(await south.read(open)).toMatchObject({ handOverTo: null, coworkers: null, recipients: null });
    expect(await national.read(open)).toMatchObject({ handOverTo: { code: 'MOH' } });
    const history = `query($id: ID!) { node(id: $id) { history(first: 10) { nodes { before after } } } }`;
    expect(JSON.stringify(await south.viewer.data(history, { id: open.id }))).not.toContain('hand_over_to');
    expect(JSON.stringify(await north.viewer.data(history, { id: open.id }))).toContain('hand_over_to');
  });
});

describe('A coordinator', () => {
  test('that the owner names leads, and neither hands over nor widens', async () => {
    const opened = await north.open('RC-N', { tlp: 'AMBER' });
    const named = await north.on('updateIncident', opened, { coordinator: 'MOH' });
    expect(await health.read(opened)).toMatchObject({ coordinator: { code: 'MOH' } });
    const triaged = await health.go(named, 'TRIAGED', { awareAt });
    const narrowed = await health.on('updateIncident', triaged, {
      tlp: 'RED',
      coworkers: ['RC-S'],
      title: 'Sự cố liên vùng',
    });
    expect(narrowed).toMatchObject({ tlp: 'RED', coworkers: ['RC-S'], title: 'Sự cố liên vùng' });
    expect(await health.refusedOn('updateIncident', narrowed, { tlp: 'GREEN' })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await health.refusedOn('updateIncident', narrowed, { coordinator: null })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await health.refusedOn('handOverIncident', narrowed, { to: 'MOH' })).toMatchObject({ code: 'FORBIDDEN' });
    const device = await hub.device({ owner: 'MOH' });
    expect(await health.on('updateIncident', narrowed, { affects: [{ device: { id: device.id } }] })).toMatchObject({
      affects: [{ id: device.id }],
    });
  });

  test('is the national center where its steward takes it up, of what it sees', async () => {
    const opened = await north.open('RC-N');
    expect(await national.refusedOn('transitionIncident', opened, { to: 'TRIAGED', awareAt })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await national.refusedOn('updateIncident', opened, { coordinator: 'RC-S' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await national.refusedOn('updateIncident', opened, { coordinator: 'NMC', title: 'x' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const responder = await IncidentDesk.of(hub, 'NMC');
    expect(await responder.refusedOn('updateIncident', opened, { coordinator: 'NMC' })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const taken = await national.on('updateIncident', opened, { coordinator: 'NMC' });
    expect(await responder.go(taken, 'TRIAGED', { awareAt })).toMatchObject({
      state: 'TRIAGED',
      coordinator: { code: 'NMC' },
    });
    const red = await north.open('RC-N', { tlp: 'RED' });
    expect(await national.refusedOn('updateIncident', red, { coordinator: 'NMC' })).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('A co-worker', () => {
  let incident: Incident;
  beforeAll(async () => {
    const opened = await north.open('RC-N', { tlp: 'RED', coworkers: ['RC-S'], recipients: ['MOH'] });
    incident = await north.go(opened, 'TRIAGED', { awareAt });
  });

  test('does what lies between triage and closing', async () => {
    for (const to of ['IN_PROGRESS', 'CONTAINED']) incident = await south.go(incident, to);
    incident = await south.go(incident, 'RESOLVED', { resolution: 'Đã thay bộ nguồn.' });
    expect(await south.refusedOn('transitionIncident', incident, { to: 'CLOSED' })).toMatchObject({
      ...{ code: 'FORBIDDEN', message: expect.stringContaining('its owner and its coordinator') },
    });
    expect(await south.refusedOn('updateIncident', incident, { title: 'x' })).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is no recipient: that one sees it, and that is all', async () => {
    expect(await health.read(incident)).toMatchObject({ state: 'RESOLVED', coworkers: null });
    expect(await health.refusedOn('transitionIncident', incident, { to: 'CLOSED' })).toMatchObject({
      ...{ code: 'FORBIDDEN', message: expect.stringContaining('to work on') },
    });
  });

  test('may be a sharing group: each member is one', async () => {
    await hub.group('RC-N', 'CERT', ['MOH']);
    const opened = await north.open('RC-N', { tlp: 'RED', coworkers: ['CERT'] });
    const triaged = await north.go(opened, 'TRIAGED', { awareAt });
    const started = await health.go(triaged, 'IN_PROGRESS');
    expect(entriesOf(started).at(-1)!.author.code).toBe('MOH');
  });
});
