import { startHub, type Hub } from '../../support/hub';
import { entriesOf, IncidentDesk, type Incident } from '../../support/incident-desk';

let hub: Hub;
let north: IncidentDesk;
let south: IncidentDesk;
let health: IncidentDesk;
let both: IncidentDesk;
beforeAll(async () => {
  hub = await startHub();
  [north, south, health, both] = await Promise.all([
    IncidentDesk.of(hub, 'RC-N', 'STEWARD'),
    IncidentDesk.of(hub, 'RC-S'),
    IncidentDesk.of(hub, 'MOH'),
    IncidentDesk.of(hub, 'NMC', 'RESPONDER', ['RC-N', 'RC-S']),
  ]);
});
afterAll(() => hub.stop());

const named = ({ id, version }: Incident) => ({ incident: id, version });
const merge = (desk: IncidentDesk, into: Incident, duplicates: Incident[], note?: string) =>
  desk.do('mergeIncidents', { into: named(into), duplicates: duplicates.map(named), note });
const refusedMerge = (desk: IncidentDesk, into: Incident, duplicates: Incident[]) =>
  desk.refused('mergeIncidents', { into: named(into), duplicates: duplicates.map(named) });
const tell = (desk: IncidentDesk, { id }: Incident, text: string, tlp?: string) =>
  desk.viewer.data(
    `mutation($input: AddTimelineEntryInput!) { addTimelineEntry(input: $input) { timelineEntry { id } } }`,
    { input: { incident: id, text, tlp } },
  );
const texts = (incident: Incident | null) => entriesOf(incident).map(({ text }) => text);

describe('Merging', () => {
  test('closes the duplicate and loses nothing of either', async () => {
    const [one, other] = [await hub.device({ owner: 'RC-N' }), await hub.device({ owner: 'RC-N' })];
    const into = await north.open('RC-N', { affects: [{ device: { id: one.id } }], labels: ['x:a="1"'] });
    const duplicate = await both.open('RC-S', {
      ...{ affects: [{ device: { id: other.id } }], labels: ['x:b="2"'], links: ['https://example.org/a'] },
      ...{ coworkers: ['MOH'], recipients: ['MOH-IT'] },
    });
    const cause = await north.open('RC-N', { title: 'Nguyên nhân' });
    await both.do('linkIncidents', { incident: duplicate.id, kind: 'CAUSED_BY', other: cause.id, note: 'cùng tuyến' });
    await tell(north, into, 'của bản chính');
    await tell(south, duplicate, 'của bản trùng', 'RED');
    const merged = await merge(both, into, [duplicate], 'Cùng một sợi cáp.');
    expect(merged).toMatchObject({
      ...{ state: 'NEW', coworkers: ['MOH', 'RC-S'], labels: ['x:a="1"', 'x:b="2"'], links: ['https://example.org/a'] },
      ...{ merged: { nodes: [{ id: duplicate.id }] }, linked: [{ kind: 'CAUSED_BY', incident: { id: cause.id } }] },
    });
    expect((merged['affects'] as { id: string }[]).map(({ id }) => id).sort()).toEqual([one.id, other.id].sort());
    expect((await north.read(into))!['recipients']).toEqual(['MOH-IT', 'NMC']);
    const closed = (await south.read(duplicate))!;
    expect(closed).toMatchObject({
      ...{ state: 'CLOSED', mergedInto: { id: into.id }, closedAt: expect.any(String), coworkers: ['MOH'] },
      // What the center in the south does not see is not lost.
      ...{ affects: [], labels: ['x:b="2"'], linked: [] },
    });
    expect(await both.read(duplicate)).toMatchObject({
      ...{ affects: [{ id: other.id }], linked: [{ kind: 'CAUSED_BY', incident: { id: cause.id } }] },
    });
    // Both timelines hold what each was told; an entry says where it was told, and is for who it was for.
    expect(texts(closed)).toEqual([
      'của bản trùng',
      'NEW → CLOSED: merged into another incident as a duplicate.\nCùng một sợi cáp.',
    ]);
    expect(texts(await south.read(into))).toEqual([
      ...['của bản chính', 'của bản trùng'],
      'NEW → CLOSED: merged into another incident as a duplicate.\nCùng một sợi cáp.',
      'A duplicate was merged into this incident.',
    ]);
    expect(texts(await north.read(into))).toEqual(['của bản chính', 'A duplicate was merged into this incident.']);
    expect(entriesOf(await south.read(into))[1]).toMatchObject({ tlp: 'RED', incident: { id: duplicate.id } });
    // And the other end of the link has both.
    expect((await both.read(cause))!['linked']).toHaveLength(2);
  });

  test('tells nobody more than the markings did', async () => {
    const device = await hub.device({ owner: 'MOH' });
    const into = await north.open('RC-N', { tlp: 'CLEAR' });
    const red = await north.open('RC-N', {
      tlp: 'RED',
      labels: ['x:secret="1"'],
      links: ['https://example.org/secret'],
    });
    await hub.sql('INSERT INTO incident_subject (incident_id, device_id) VALUES ($1, $2)', [
      red.id.slice(4),
      device.id.slice(4),
    ]);
    await tell(north, red, 'bí mật');
    const merged = await merge(north, into, [red]);
    expect(merged).toMatchObject({ labels: [], links: [], affects: [] });
    const seen = (await health.read(into))!;
    expect(JSON.stringify(seen)).not.toContain(red.id);
    expect(JSON.stringify(seen)).not.toContain('secret');
    expect(texts(seen)).toEqual(['A duplicate was merged into this incident.']);
    expect(seen['merged']).toEqual({ nodes: [] });
    // Nor does the duplicate tell of the other.
    const hidden = await north.open('RC-N', { tlp: 'RED' });
    const open = await north.open('RC-N', { tlp: 'CLEAR' });
    await merge(north, hidden, [open]);
    const shut = (await health.read(open))!;
    expect(shut).toMatchObject({ state: 'CLOSED', mergedInto: null });
    expect(JSON.stringify(shut)).not.toContain(hidden.id);
  });

  test('takes along what was merged before, and twenty at once', async () => {
    const [first, second, third] = [await north.open('RC-N'), await north.open('RC-N'), await north.open('RC-N')];
    await tell(north, first, 'một');
    const two = await merge(north, second, [first]);
    await merge(north, third, [two]);
    expect(await north.read(first)).toMatchObject({ mergedInto: { id: third.id } });
    expect(texts(await north.read(third))).toContain('một');
    const many: Incident[] = [];
    for (let n = 0; n < 20; n += 1) many.push(await north.open('RC-N'));
    const all = await merge(north, (await north.read(third))!, many);
    expect((await hub.sql('SELECT 1 FROM incident i WHERE i.merged_into_id = $1', [all.id.slice(4)])).length).toBe(22);
    expect(texts(all)).toContain('20 duplicates were merged into this incident.');
  });

  test('is undone by reopening, which is a steward to do', async () => {
    const [into, duplicate] = [await north.open('RC-N'), await north.open('RC-N')];
    await merge(north, into, [duplicate]);
    const closed = (await north.read(duplicate))!;
    expect(await north.refusedOn('updateIncident', closed, { title: 'x' })).toMatchObject({
      ...{ code: 'BAD_USER_INPUT', message: expect.stringContaining('merged into another incident') },
    });
    const reopened = await north.go(closed, 'IN_PROGRESS', {
      note: 'Không phải một.',
      awareAt: '2026-11-01T00:00:00Z',
    });
    expect(reopened).toMatchObject({ state: 'IN_PROGRESS', mergedInto: null, closedAt: null });
    expect(await north.read(into)).toMatchObject({ merged: { nodes: [] } });
  });

  test('is refused where it makes no sense, in words', async () => {
    const [one, two, three] = [await north.open('RC-N'), await north.open('RC-N'), await north.open('RC-N')];
    expect(await refusedMerge(north, one, [one])).toMatchObject({
      message: expect.stringContaining('duplicate of itself'),
    });
    expect(await refusedMerge(north, one, [])).toMatchObject({ message: 'duplicates: name 1 to 20, not 0.' });
    const merged = await merge(north, one, [two]);
    const closed = (await north.read(two))!;
    expect(await refusedMerge(north, three, [closed])).toMatchObject({
      message: expect.stringContaining('merged already'),
    });
    expect(await refusedMerge(north, closed, [three])).toMatchObject({
      message: expect.stringContaining('merge into that one'),
    });
    const shut = await north.go(three, 'CLOSED', { resolution: 'Báo nhầm.' });
    expect(await refusedMerge(north, shut, [merged])).toMatchObject({ message: expect.stringContaining('CLOSED') });
    const foreign = await south.open('RC-S', { coworkers: ['RC-N'] });
    expect(await refusedMerge(north, merged, [foreign])).toMatchObject({ code: 'FORBIDDEN' });
    const hidden = await south.open('RC-S', { tlp: 'RED' });
    expect(await refusedMerge(north, merged, [hidden])).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('knows since when the owner knew, and weighs what is affected now', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    await hub.system({ owner: 'RC-N', level: 5, devices: [device] });
    const into = await north.open('RC-N', { severity: null, impact: 'FULL', awareAt: '2026-11-03T00:00:00Z' });
    expect(into).toMatchObject({ severity: 'MAJOR' });
    const early = await north.open('RC-N', {
      awareAt: '2026-11-02T00:00:00Z',
      affects: [{ device: { id: device.id } }],
    });
    expect(await merge(north, into, [early])).toMatchObject({ awareAt: '2026-11-02T00:00:00Z', severity: 'CRITICAL' });
  });
});

describe('A link', () => {
  const linked = (incident: Incident | null) =>
    (incident!['linked'] as { kind: string; incident: { id: string } }[]).map(({ kind, incident: { id } }) => [
      kind,
      id,
    ]);

  test('reads from both ends, each the other way round, and one takes the place of another', async () => {
    const [cut, down] = [await north.open('RC-N'), await north.open('RC-N')];
    await north.do('linkIncidents', { incident: down.id, kind: 'CAUSED_BY', other: cut.id });
    await north.do('linkIncidents', { incident: down.id, kind: 'CAUSED_BY', other: cut.id });
    expect([linked(await north.read(down)), linked(await north.read(cut))]).toEqual([
      [['CAUSED_BY', cut.id]],
      [['CAUSES', down.id]],
    ]);
    await north.do('linkIncidents', { incident: cut.id, kind: 'DUPLICATE_OF', other: down.id, note: 'một việc' });
    expect([linked(await north.read(down)), linked(await north.read(cut))]).toEqual([
      [['HAS_DUPLICATE', cut.id]],
      [['DUPLICATE_OF', down.id]],
    ]);
    await north.do('unlinkIncidents', { incident: down.id, other: cut.id });
    expect([linked(await north.read(down)), linked(await north.read(cut))]).toEqual([[], []]);
  });

  test('shows where both ends are seen, and is told of nowhere else', async () => {
    const open = await north.open('RC-N', { tlp: 'CLEAR' });
    const red = await north.open('RC-N', { tlp: 'RED' });
    const { changes } = await health.viewer.data<{ changes: { endCursor: string } }>(
      '{ changes(from: NOW) { endCursor } }',
    );
    await north.do('linkIncidents', { incident: open.id, kind: 'RELATED', other: red.id });
    const follow = `query($after: Cursor!) { changes(after: $after) { changes { nodeId operation } } }`;
    const told = (desk: IncidentDesk) =>
      desk.viewer.data<{ changes: { changes: object[] } }>(follow, { after: changes.endCursor });
    expect(linked(await health.read(open))).toEqual([]);
    expect((await told(health)).changes.changes).toEqual([]);
    expect(linked(await north.read(open))).toEqual([['RELATED', red.id]]);
    // Once it is open to all, the link is too.
    await north.on('updateIncident', red, { tlp: 'CLEAR' });
    expect(linked(await health.read(open))).toEqual([['RELATED', red.id]]);
  });

  test('is told of by feeds to who sees both ends', async () => {
    const [one, other] = [await north.open('RC-N', { tlp: 'CLEAR' }), await north.open('RC-N', { tlp: 'CLEAR' })];
    const { changes } = await health.viewer.data<{ changes: { endCursor: string } }>(
      '{ changes(from: NOW) { endCursor } }',
    );
    await north.do('linkIncidents', { incident: one.id, kind: 'RELATED', other: other.id });
    const follow = `query($after: Cursor!) { changes(after: $after) { changes { nodeId operation } } }`;
    const told = await health.viewer.data<{ changes: { changes: { nodeId: string; operation: string }[] } }>(follow, {
      after: changes.endCursor,
    });
    expect(told.changes.changes.map(({ nodeId }) => nodeId).sort()).toEqual([one.id, other.id].sort());
  });

  test('is for who works on one end and sees the other', async () => {
    const own = await south.open('RC-S', { tlp: 'CLEAR' });
    const others = await north.open('RC-N', { tlp: 'CLEAR' });
    const hidden = await north.open('RC-N', { tlp: 'RED' });
    await south.do('linkIncidents', { incident: own.id, kind: 'CAUSED_BY', other: others.id });
    expect(linked(await north.read(others))).toEqual([['CAUSES', own.id]]);
    const by = (desk: IncidentDesk, incident: Incident, other: Incident) =>
      desk.refused('linkIncidents', { incident: incident.id, kind: 'RELATED', other: other.id });
    expect(await by(health, own, others)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await by(south, own, hidden)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await by(south, own, own)).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await health.refused('unlinkIncidents', { incident: own.id, other: others.id })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });
});
