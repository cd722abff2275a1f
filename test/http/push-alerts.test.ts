import { startHub, type Hub } from '../support/hub';
import type { Viewer } from '../support/viewer';
import { changesOf, warningsOf } from '../warnings/warning-desk';

let hub: Hub;
let key: string;
let viewer: Viewer;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  key = await hub.key({ organization: 'NMC', role: 'REPORTER', label: 'alertmanager' });
  viewer = hub.as(hub.keys.national);
});
afterAll(() => hub.stop());

interface Told {
  status: number;
  body: Record<string, unknown> & { errors?: { message: string; extensions: { code: string } }[] };
}

async function send(body: unknown, { path = '', type = 'application/json', by = key } = {}): Promise<Told> {
  const response = await fetch(`${hub.url}/ingest/alertmanager${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${by}`, 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Told['body'] };
}

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();
let count = 0;
const alert = (given: object = {}) => ({
  ...{ status: 'firing', labels: { alertname: 'Down', severity: 'critical', n: String(++count) }, annotations: {} },
  ...{ startsAt: minutesAgo(30), endsAt: '0001-01-01T00:00:00Z', fingerprint: `f${count}`, ...given },
});
const webhook = (...alerts: unknown[]) => ({ version: '4', groupKey: 'g', status: 'firing', receiver: 'hub', alerts });
const resolved = (one: object, ago = 10) => ({ ...one, status: 'resolved', endsAt: minutesAgo(ago) });
const none = { raised: 0, cleared: 0, changed: 0, unchanged: 0, ignored: 0, refused: [], truncated: 0 };
const known = async (fingerprint: string) => warningsOf(viewer, { fingerprint: { eq: fingerprint } });

describe('Alerts', () => {
  test('become warnings of who owns what they speak of, once however often they come', async () => {
    const device = await hub.device({ owner: 'RC-N', managementAddress: '10.9.0.1' });
    const one = alert({
      labels: { alertname: 'Down', severity: 'critical', instance: '10.9.0.1:9100' },
      annotations: { summary: 'Thiết bị không trả lời', description: 'Đã 5 phút.' },
    });
    expect(await send(webhook(one))).toEqual({ status: 200, body: { ...none, raised: 1 } });
    const [seen] = await known(one.fingerprint);
    expect(seen).toMatchObject({
      ...{ source: 'alertmanager', severity: 'CRITICAL', state: 'RAISED', raisedAt: expect.stringContaining('T') },
      ...{ owner: { code: 'RC-N' }, writer: { code: 'NMC' }, subject: { id: device.id } },
      ...{ explanation: 'Thiết bị không trả lời\nĐã 5 phút.', labels: one.labels },
    });
    expect(Date.parse(seen!.raisedAt)).toBe(Date.parse(one.startsAt));
    const before = await changesOf(hub);
    expect(await send(webhook(one))).toEqual({ status: 200, body: { ...none, unchanged: 1 } });
    expect(await changesOf(hub)).toBe(before);
    expect(await send(webhook(resolved(one)))).toEqual({ status: 200, body: { ...none, cleared: 1 } });
    expect(await send(webhook(resolved(one)))).toEqual({ status: 200, body: { ...none, unchanged: 1 } });
    // Late: what fired before it was resolved raises nothing.
    expect(await send(webhook(one))).toEqual({ status: 200, body: { ...none, unchanged: 1 } });
    expect(await known(one.fingerprint)).toMatchObject([{ state: 'CLEARED', firing: false }]);
  });

  test('that nobody saw firing leave nothing', async () => {
    expect(await send(webhook(resolved(alert())))).toEqual({ status: 200, body: { ...none, ignored: 1 } });
  });

  test('of one body are kept together, sound ones beside those that are refused', async () => {
    const [sound, bad] = [alert(), alert({ labels: { 'no name': 'x' } })];
    const { status, body } = await send(webhook(sound, bad, 7));
    expect({ status, ...body }).toMatchObject({
      ...{ status: 400, raised: 1 },
      refused: [
        { reason: 'LABELS', alerts: 1, example: expect.stringContaining('alerts[1].labels: "no name"') },
        { reason: 'MALFORMED', alerts: 1, example: 'alerts[2] is no object' },
      ],
    });
    expect(await known(sound.fingerprint)).toHaveLength(1);
    expect(await known(bad.fingerprint)).toEqual([]);
  });

  test('come in the name of the organization that is asked for, and from the system that is', async () => {
    const one = alert();
    const by = await hub.key({ organization: 'NMC', role: 'REPORTER', writesFor: ['RC-S'] });
    expect(await send(webhook(one), { path: '?owner=RC-S&source=am-south', by })).toMatchObject({ status: 200 });
    expect(await known(one.fingerprint)).toMatchObject([{ source: 'am-south', writer: { code: 'RC-S' } }]);
    for (const path of ['?owner=MOH', '?owner=RC-S', '?source=rule', '?source=Ồn'])
      expect((await send(webhook(alert()), { path })).status).toBe(path.includes('owner') ? 403 : 400);
  });

  test('of a thousand, from two Alertmanagers at once, are a thousand warnings', async () => {
    const many = Array.from({ length: 1000 }, () => alert());
    const told = await Promise.all([send(webhook(...many)), send(webhook(...many.toReversed()))]);
    expect(told.map(({ status }) => status)).toEqual([200, 200]);
    const outcomes = told.map(({ body }) => `${body['raised']} ${body['unchanged']}`).sort();
    expect(outcomes).toEqual(['0 1000', '1000 0']);
  });
});

describe('A body', () => {
  test.each([
    [{ ...webhook(alert()), version: '3' }, 400, 'version "3"'],
    [{ ...webhook(alert()), version: '5' }, 400, 'takes version "4"'],
    ['{"version": "4", "alerts": [', 400, 'no JSON'],
    ['[]', 400, 'no object'],
    [webhook(...Array.from({ length: 5001 }, () => 1)), 413, '5001 alerts'],
  ])('that is no webhook of version 4 is refused as a whole: %#', async (body, status, words) => {
    const before = await changesOf(hub);
    const told = await send(body);
    expect(told).toMatchObject({ status, body: { errors: [{ message: expect.stringContaining(words) }] } });
    expect(await changesOf(hub)).toBe(before);
  });

  test('with a million labels is refused clearly, before it is even read, and nothing of it is kept', async () => {
    const labels = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, i) => [`l${i}`, '']));
    const [one, sound] = [alert({ labels }), alert()];
    expect(await send(webhook(one, sound))).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringContaining('64 labels at most') }] },
    });
    for (const { fingerprint } of [one, sound]) expect(await known(fingerprint)).toEqual([]);
  });

  test('of more than 16 MB, of another type, without a key or by a reader is not looked at', async () => {
    expect((await send(`{"version": "4", "x": "${'x'.repeat(17_000_000)}"}`)).status).toBe(413);
    expect((await send(webhook(), { type: 'text/plain' })).status).toBe(415);
    expect((await send(webhook(), { by: 'cwk_none' })).status).toBe(401);
    expect((await send(webhook(), { by: await hub.key({ organization: 'NMC', role: 'READER' }) })).status).toBe(403);
  });
});

test('/metrics counts alerts by what became of them', async () => {
  const text = await (await fetch(`${hub.url}/metrics`)).text();
  const counted = (outcome: string) =>
    Number(new RegExp(`hub_pushed_alerts_total{outcome="${outcome}"} (\\d+)`).exec(text)?.[1]);
  for (const outcome of ['raised', 'cleared', 'unchanged', 'LABELS', 'MALFORMED'])
    expect({ outcome, is: counted(outcome) > 0 }).toEqual({ outcome, is: true });
});
