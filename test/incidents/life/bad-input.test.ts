import { startHub, type Hub } from '../../support/hub';
import { IncidentDesk, type Incident } from '../../support/incident-desk';
import type { Variables } from '../../support/viewer';

let hub: Hub;
let north: IncidentDesk;
let opened: Incident;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  north = await IncidentDesk.of(hub, 'RC-N', 'STEWARD');
  opened = await north.open('RC-N', { detectedAt: '2026-11-01T00:00:00Z' });
});
afterAll(() => hub.stop());

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const step = (input: Variables) => north.refusedOn('transitionIncident', opened, input);
const update = (input: Variables, incident = opened) => north.refusedOn('updateIncident', incident, input);

describe('A step', () => {
  test.each([
    ['out of order', { to: 'CONTAINED' }, /^to: an incident that is NEW goes on to TRIAGED or CLOSED/],
    ['to where it is', { to: 'NEW' }, /^to: the incident is NEW already/],
    [
      'before it was found',
      { to: 'TRIAGED', awareAt: '2026-11-01T00:00:00Z', at: '2026-10-01T00:00:00Z' },
      /^acknowledgedAt: .* lies before detectedAt/,
    ],
    ['without what it asks for', { to: 'TRIAGED' }, /^awareAt: say when/],
    [
      'with a class that RSIT does not have',
      { to: 'TRIAGED', classification: { class: 'availability', type: 'phishing' } },
      /^classification: RSIT has no type/,
    ],
    ['with an empty note', { to: 'TRIAGED', note: ' ' }, /^note: it has 1 to 5,000 characters/],
    [
      'with a novel',
      { to: 'CLOSED', resolution: 'x'.repeat(10_001) },
      /^resolution: it has 1 to 10,000 characters, this one has 10001/,
    ],
  ])('%s is refused in words', async (_, input, message) => {
    expect(await step(input)).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
  });

  test('in the future, or awareness in it, is refused', async () => {
    expect(await step({ to: 'TRIAGED', awareAt: tomorrow() })).toMatchObject({
      message: expect.stringContaining('in the future'),
    });
    expect(await step({ to: 'CLOSED', resolution: 'x', at: tomorrow() })).toMatchObject({
      message: expect.stringContaining('in the future'),
    });
  });

  test('to a state that there is none, without a version, or with one that is no number', async () => {
    const { id, version } = opened;
    expect(await step({ to: 'PENDING' })).toMatchObject({ status: 400 });
    expect(await north.refused('transitionIncident', { incident: id, to: 'TRIAGED' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('version'),
    });
    expect(await north.refused('updateIncident', { incident: id, title: 'x' })).toMatchObject({
      message: expect.stringContaining('version'),
    });
    expect(await north.refused('transitionIncident', { incident: id, version: 'x', to: 'TRIAGED' })).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    for (const other of [version + 1, 0, -1, 2 ** 31 - 1])
      expect(
        await north.refused('transitionIncident', {
          incident: id,
          version: other,
          to: 'TRIAGED',
          awareAt: '2026-11-01T00:00:00Z',
        }),
      ).toMatchObject({ code: 'CONFLICT', status: 409 });
  });

  test('of what is no incident, or hidden, is one answer', async () => {
    const hidden = await (await IncidentDesk.of(hub, 'MOH')).open('MOH');
    const absent = `${hidden.id.slice(0, -12)}000000000000`;
    for (const name of ['transitionIncident', 'updateIncident', 'handOverIncident', 'answerHandOver']) {
      const more = { transitionIncident: { to: 'TRIAGED' }, answerHandOver: { accept: true } }[name] ?? {};
      const [one, other] = [
        await north.refusedOn(name, hidden, more),
        await north.refusedOn(name, { id: absent, version: 1 }, more),
      ];
      expect(one).toEqual(other);
      expect(one).toMatchObject({ code: 'NOT_FOUND' });
      expect(await north.refusedOn(name, { id: 'dev_x', version: 1 }, more)).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });
});

describe('A change', () => {
  test.each([
    ['a title that is empty', { title: '' }, /^title: it must have 1 to 300 characters/],
    ['a title of a page', { title: 'x'.repeat(301) }, /^title: it must have 1 to 300/],
    ['a summary of a book', { summary: 'x'.repeat(20_001) }, /^summary: it must have 20000 characters at most/],
    ['links that are none', { links: ['javascript:alert(1)'] }, /^links: .* is no http/],
    [
      'too many labels',
      { labels: Array.from({ length: 201 }, (_, n) => `l${n}`) },
      /^labels: it must hold 200 at most/,
    ],
    ['an organization that there is none', { coworkers: ['NOBODY'] }, /^coworkers: there is no/],
    ['a region that there is none', { region: 'NOWHERE' }, /^region: there is no/],
    [
      'an object that there is none',
      { affects: [{ device: { externalId: 'none' } }] },
      /^affects\[0\]\.device: no Device/,
    ],
    [
      'an object of two kinds',
      { affects: [{ organization: 'NMC', device: { externalId: 'x' } }] },
      /^affects\[0\]: it names one object/,
    ],
    [
      'an occurrence within a year',
      { occurredAt: '2013-05-01T00:00:00Z', occurredAtPrecision: 'YEAR' },
      /^occurredAt: known to the YEAR/,
    ],
    ['a precision of nothing', { occurredAtPrecision: 'YEAR' }, /^occurredAtPrecision: say occurredAt/],
    [
      'an occurrence after it was found',
      { occurredAt: '2026-11-02T00:00:00Z' },
      /^occurredAt: .* lies after detectedAt/,
    ],
    ['a closing of what is open', { closedAt: '2026-11-02T00:00:00Z' }, /^closedAt: it comes and goes with the steps/],
    ['a resolution of what is open', { resolution: 'xong' }, /^resolution: it comes with the step/],
    ['a text with a NUL', { title: 'a\u0000b' }, /NUL/],
  ])('of %s is refused in words', async (_, input, message) => {
    expect(await update(input)).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
  });

  test('that lets awareness come after closing, or go, is refused; times are set right in their order', async () => {
    const incident = await north.open('RC-N', { awareAt: '2026-11-01T00:00:00Z' });
    const triaged = await north.go(incident, 'TRIAGED', { at: '2026-11-02T00:00:00Z' });
    expect(await update({ awareAt: null }, triaged)).toMatchObject({
      message: expect.stringMatching(/^awareAt: say when/),
    });
    expect(await update({ classification: { class: 'other', type: 'undetermined' } }, triaged)).toMatchObject({
      message: expect.stringMatching(/^classification:/),
    });
    const resolved = await north.go(triaged, 'RESOLVED', { at: '2026-11-03T00:00:00Z', resolution: 'xong' });
    const closed = await north.go(resolved, 'CLOSED', { at: '2026-11-04T00:00:00Z' });
    expect(await update({ awareAt: '2026-11-05T00:00:00Z' }, closed)).toMatchObject({
      message: expect.stringMatching(/^awareAt: .* lies after closedAt/),
    });
    expect(await update({ resolvedAt: '2026-11-05T00:00:00Z' }, closed)).toMatchObject({
      message: expect.stringMatching(/lies after closedAt/),
    });
    expect(await update({ detectedAt: tomorrow() }, closed)).toMatchObject({
      message: expect.stringContaining('in the future'),
    });
    expect(await update({ resolvedAt: null }, closed)).toMatchObject({
      message: expect.stringMatching(/^resolvedAt: it comes and goes/),
    });
    expect(
      await north.on('updateIncident', closed, { resolvedAt: '2026-11-03T06:00:00Z', resolution: 'Xong hẳn.' }),
    ).toMatchObject({
      ...{ resolvedAt: '2026-11-03T06:00:00Z', resolution: 'Xong hẳn.', state: 'CLOSED' },
    });
  });

  test('of nothing changes nothing but the version', async () => {
    const incident = await north.open('RC-N');
    const { version, timeline: _, ...rest } = await north.on('updateIncident', incident);
    expect(version).toBe(2);
    expect(incident).toMatchObject(rest);
  });
});

describe('An incident that is opened', () => {
  test('has happened already', async () => {
    for (const field of ['occurredAt', 'detectedAt', 'awareAt'])
      expect(
        await north.refused('openIncident', {
          owner: 'RC-N',
          title: 'x',
          tlp: 'RED',
          severity: 'INFO',
          classification: { class: 'test', type: 'test' },
          [field]: tomorrow(),
        }),
      ).toMatchObject({
        message: expect.stringMatching(new RegExp(`^${field}: .* in the future`)),
      });
  });
});

describe('A timeline entry', () => {
  const document = `mutation($input: AddTimelineEntryInput!) { addTimelineEntry(input: $input) { timelineEntry { id } } }`;

  test('of 10 MB is turned away at the door, one of a book by its field', async () => {
    const { status } = await north.viewer
      .query(document, { input: { incident: opened.id, text: 'x'.repeat(10_000_000) } })
      .catch(() => ({ status: 413 }));
    expect(status).toBe(413);
    expect(
      await north.viewer.refusal(document, { input: { incident: opened.id, text: 'đ'.repeat(20_001) } }),
    ).toMatchObject({
      ...{ code: 'BAD_USER_INPUT', message: expect.stringContaining('20,000') },
    });
    const rows = await hub.sql('SELECT 1 FROM timeline_entry t WHERE t.incident_id = $1', [opened.id.slice(4)]);
    expect(rows).toEqual([]);
  });

  test('tells of what has been', async () => {
    expect(
      await north.viewer.refusal(document, { input: { incident: opened.id, text: 'x', at: tomorrow() } }),
    ).toMatchObject({
      ...{ code: 'BAD_USER_INPUT', message: expect.stringContaining('in the future') },
    });
  });
});
