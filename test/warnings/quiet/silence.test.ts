import { startHub, type Hub } from '../../support/hub';
import type { Viewer } from '../../support/viewer';
import { bySilence, endingSilence, hours, quietedBy, savingSilence, silence } from './quiet-desk';

let hub: Hub;
let national: Viewer;
beforeAll(async () => {
  hub = await startHub();
  national = hub.as(hub.keys.national);
});
afterAll(() => hub.stop());
beforeEach(() => hub.sql('DELETE FROM silence'));

const responder = async (
  organization: string,
  writesFor: string[] = [],
  role: 'RESPONDER' | 'REPORTER' = 'RESPONDER',
) => hub.as(await hub.key({ organization, role, writesFor, label: 'trạm trực đêm' }));

test('A silence says why, until when, and who has set it, and stays as history when it is ended', async () => {
  const device = await hub.device();
  const desk = await responder('NMC');
  const saved = await silence(desk, { subject: { device: { id: device.id } }, endsAt: hours(3) });
  expect(saved).toMatchObject({
    ...{ reason: 'Thay tuyến cáp quang', endedAt: null, setBy: 'trạm trực đêm', owner: { code: 'NMC' } },
    ...{ quiets: { nodes: [{ code: 'NMC' }] }, subject: { __typename: 'Device', id: device.id } },
  });
  expect(await quietedBy(hub, { subject: device })).toBe(bySilence(saved));
  const { ended } = await desk.data<{ ended: { silence: { endedAt: string } } }>(endingSilence, { id: saved.id });
  expect(ended.silence.endedAt).not.toBeNull();
  expect(await quietedBy(hub, { subject: device })).toBeNull();
  // Ended once, it stays ended then.
  const again = await desk.data<{ ended: { silence: { endedAt: string } } }>(endingSilence, { id: saved.id });
  expect(again.ended.silence.endedAt).toBe(ended.silence.endedAt);
  const { node } = await desk.data<{ node: { history: { nodes: { operation: string; actor: string }[] } } }>(
    'query($id: ID!) { node(id: $id) { history { nodes { operation actor } } } }',
    { id: saved.id },
  );
  expect(node.history.nodes.map(({ operation }) => operation)).toEqual(['UPDATED', 'CREATED']);
  const { silences } = await desk.data<{ silences: { nodes: object[] } }>(
    'query($now: DateTime!) { silences(filter: { endedAt: { lte: $now } }, orderBy: { field: ENDS_AT, direction: DESC }) { nodes { id } } }',
    { now: hours(1) },
  );
  expect(silences.nodes).toEqual([{ id: saved.id }]);
});

test('Saved again under its key it has its new terms, and is no second one; ended, it holds again', async () => {
  const subject = { organization: 'NMC' };
  const first = await silence(national, { externalId: 'đêm-nay', subject });
  await national.data(endingSilence, { id: first.id });
  const second = await silence(national, { externalId: 'đêm-nay', subject, reason: 'kéo dài', mostSeverity: 'MINOR' });
  expect(second).toMatchObject({ id: first.id, reason: 'kéo dài', endedAt: null, mostSeverity: 'MINOR' });
  expect(await quietedBy(hub, { severity: 'MAJOR' })).toBeNull();
  expect(await quietedBy(hub, { severity: 'MINOR' })).toBe(bySilence(second));
});

test('It holds from its first instant to just before its last', async () => {
  const [startsAt, endsAt] = [hours(1), hours(2)];
  const saved = await silence(national, { subject: { organization: 'NMC' }, startsAt, endsAt });
  const at = (text: string, ms: number) => new Date(Date.parse(text) + ms).toISOString();
  expect(await quietedBy(hub, { at: at(startsAt, -1) })).toBeNull();
  expect(await quietedBy(hub, { at: startsAt })).toBe(bySilence(saved));
  expect(await quietedBy(hub, { at: at(endsAt, -1) })).toBe(bySilence(saved));
  expect(await quietedBy(hub, { at: endsAt })).toBeNull();
});

describe('It is for its subject and what stands on that:', () => {
  test('a site for its devices, their interfaces and the links that end there', async () => {
    const site = await hub.site();
    const device = await hub.device({ site });
    const port = await hub.interface({ device });
    const link = await hub.link({ a: { interface: port } });
    const [aside, saved] = [await hub.device(), await silence(national, { subject: { site: { id: site.id } } })];
    for (const subject of [site, device, port, link]) expect(await quietedBy(hub, { subject })).toBe(bySilence(saved));
    expect(await quietedBy(hub, { subject: aside })).toBeNull();
    expect(await quietedBy(hub, {})).toBeNull();
  });

  test('a link for the interfaces at both ends, and no further', async () => {
    const [a, b] = [await hub.interface(), await hub.interface()];
    const link = await hub.link({ a: { interface: a }, b: { interface: b } });
    const saved = await silence(national, { subject: { link: { id: link.id } } });
    for (const subject of [link, a, b]) expect(await quietedBy(hub, { subject })).toBe(bySilence(saved));
    const [row] = await hub.sql<{ id: string }>('SELECT i.device_id AS id FROM interface i WHERE i.id = $1', [
      a.id.slice(4),
    ]);
    expect(await quietedBy(hub, { subject: { ...a, id: `dev_${row!.id}` } })).toBeNull();
  });

  test('an information system for its parts, at any depth', async () => {
    const leaf = await hub.system();
    const middle = await hub.system({ parts: [leaf] });
    const whole = await hub.system({ parts: [middle] });
    const saved = await silence(national, { subject: { informationSystem: { id: middle.id } } });
    for (const subject of [middle, leaf]) expect(await quietedBy(hub, { subject })).toBe(bySilence(saved));
    expect(await quietedBy(hub, { subject: whole })).toBeNull();
  });

  test('an organization for all that it owns', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    const desk = await responder('NMC', ['RC-N']);
    const saved = await silence(desk, { subject: { organization: 'RC-N' }, quiets: ['NMC', 'RC-N'] });
    expect(await quietedBy(hub, { subject: device })).toBe(bySilence(saved));
    expect(await quietedBy(hub, { owner: 'NMC' })).toBeNull();
  });
});

test('All labels that it names must be there', async () => {
  const saved = await silence(national, { labels: { job: 'node', khu: 'Hà Nội' } });
  expect(await quietedBy(hub, { labels: { job: 'node', khu: 'Hà Nội', more: 'x' } })).toBe(bySilence(saved));
  expect(await quietedBy(hub, { labels: { job: 'node' } })).toBeNull();
  expect(await quietedBy(hub, { labels: { job: 'node', khu: 'Ha Noi' } })).toBeNull();
});

describe('Nobody quiets what is another’s:', () => {
  test('one names oneself, and those below that the key writes for', async () => {
    const refusal = async (viewer: Viewer, input: object) =>
      viewer.refusal(savingSilence, {
        input: { owner: 'NMC', reason: 'x', endsAt: hours(1), mostSeverity: 'INFO', ...input },
      });
    const desk = await responder('NMC', ['RC-N']);
    expect(await refusal(desk, { quiets: ['RC-N', 'RC-S'] })).toMatchObject({
      code: 'FORBIDDEN',
      message: 'quiets: this key may not write for "RC-S".',
    });
    expect(await refusal(desk, { quiets: ['MOH'] })).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('"MOH" does not stand below "NMC"') as string,
    });
    expect(await refusal(desk, { owner: 'RC-N', quiets: ['NMC'] })).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(hub.as(hub.keys.partner), {})).toMatchObject({ code: 'FORBIDDEN' });
    expect(await refusal(await responder('NMC', [], 'REPORTER'), {})).toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('RESPONDER') as string,
    });
  });

  test('a partner’s silence of a device that it sees by agreement holds back what it raises itself, and nothing of its owner', async () => {
    const device = await hub.device({ owner: 'NMC' });
    await hub.agreement({ provider: 'NMC', consumer: 'MOH', datasets: ['INVENTORY'] });
    const saved = await silence(hub.as(hub.keys.partner), { owner: 'MOH', subject: { device: { id: device.id } } });
    expect(await quietedBy(hub, { subject: device })).toBeNull();
    expect(await quietedBy(hub, { subject: device, writer: 'RC-N' })).toBeNull();
    expect(await quietedBy(hub, { subject: device, writer: 'MOH' })).toBe(bySilence(saved));
  });

  test('the database itself refuses a silence for others, whatever the program forgets', async () => {
    const saved = await silence(hub.as(hub.keys.partner), { owner: 'MOH', mostSeverity: 'INFO' });
    expect(saved.quiets).toEqual({ nodes: [{ code: 'MOH' }] });
    await expect(
      hub.sql(
        `SELECT private.scope_as(o.id, 'STEWARD', '{}', NULL, 'x') FROM organization o WHERE o.code = 'MOH';
         UPDATE silence SET quiets_ids = ARRAY(SELECT o.id FROM organization o WHERE o.code = 'NMC')`.replaceAll(
          '\n',
          ' ',
        ),
      ),
    ).rejects.toThrow('a silence is for organizations that the key may write for');
  });

  test('one that has left the tree is quieted no more', async () => {
    await hub.organization({ code: 'LEAVES', parent: 'RC-S' });
    const desk = await responder('RC-S', ['LEAVES']);
    const saved = await silence(desk, { owner: 'RC-S', quiets: ['LEAVES'], mostSeverity: 'CRITICAL' });
    expect(await quietedBy(hub, { owner: 'LEAVES' })).toBe(bySilence(saved));
    await hub.sql(
      `UPDATE organization SET parent_id = (SELECT o.id FROM organization o WHERE o.code = 'MOH') WHERE code = 'LEAVES'`,
    );
    expect(await quietedBy(hub, { owner: 'LEAVES' })).toBeNull();
  });
});

test('Its owner sees it, who it quiets, and who stands above; nobody else, by no agreement', async () => {
  const desk = await responder('NMC', ['RC-N']);
  const saved = await silence(desk, { quiets: ['RC-N'], mostSeverity: 'INFO' });
  await hub.agreement({ provider: 'NMC', consumer: 'MOH', datasets: ['INVENTORY', 'WARNINGS'] });
  const seenBy = async (viewer: Viewer) =>
    (await viewer.data<{ node: object | null }>('query($id: ID!) { node(id: $id) { id } }', { id: saved.id })).node !==
    null;
  expect(await seenBy(national)).toBe(true);
  expect(await seenBy(hub.as(hub.keys.regional))).toBe(true);
  expect(await seenBy(await hub.stewardOf('RC-S'))).toBe(false);
  expect(await seenBy(hub.as(hub.keys.partner))).toBe(false);
  expect(await hub.as(hub.keys.partner).refusal(endingSilence, { id: saved.id })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await hub.as(hub.keys.regional).refusal(endingSilence, { id: saved.id })).toMatchObject({ code: 'FORBIDDEN' });
});

test.each([
  [{ reason: '  ' }, 'reason: say why'],
  [{ endsAt: hours(-1) }, 'endsAt: it has passed'],
  [{ startsAt: hours(5), endsAt: hours(4) }, 'endsAt: it comes after startsAt'],
  [{ endsAt: hours(91 * 24) }, 'endsAt: a silence lasts 90 days at most'],
  [{ mostSeverity: null }, 'it would hold back everything'],
  [{ mostSeverity: null, labels: {} }, 'it would hold back everything'],
  [{ labels: ['x'] }, 'labels: they are an object of texts'],
  [{ labels: { job: 1 } }, 'labels: "job" is no label'],
  [{ subject: {} }, 'subject: it names one object'],
  [{ subject: { organization: 'NMC', device: { id: 'x' } } }, 'subject: it names one object'],
  [{ subject: { device: { id: 'dev_x' } } }, 'subject.device: no Device "dev_x" is visible'],
  [{ subject: { organization: 'KHÔNG' } }, 'subject.organization: there is no Organization with the code "KHÔNG"'],
  [{ quiets: [] }, 'quiets: it names 1 to 100'],
  [{ source: 'Nguồn' }, 'source: it has 1 to 63'],
  [{ externalId: '' }, 'externalId: it has 1 to 200'],
])('Bad input is told by its field: %j', async (input, message) => {
  const all = { owner: 'NMC', reason: 'x', endsAt: hours(1), mostSeverity: 'INFO', ...input };
  const refusal = await national.refusal(savingSilence, { input: all });
  expect(refusal.code).toBe('BAD_USER_INPUT');
  expect(refusal.message).toContain(message);
});
