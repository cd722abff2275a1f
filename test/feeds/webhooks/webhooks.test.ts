import { startHub, type Hub } from '../../support/hub';
import { startReceiver, status, type Receiver } from '../../support/receiver';
import { until } from '../../support/until';
import type { Viewer } from '../../support/viewer';
import {
  bodyOf,
  changesIn,
  saveWebhook,
  sendWebhooks,
  standingOf,
  verified,
  type Sending,
} from '../../support/webhooks';

let hub: Hub;
let sending: Sending;
let receiver: Receiver;
beforeAll(async () => {
  hub = await startHub({ config: { webhookNetworks: ['127.0.0.1'] } });
  sending = await sendWebhooks(hub);
});
afterAll(async () => {
  await sending.stop();
  await hub.stop();
  expect(sending.faults).toEqual([]);
});
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.stop());

const filter = { types: ['Device'] };
const came = (count: number) =>
  until(`${count} messages came`, async () => receiver.received.length >= count, {
    last: () => JSON.stringify(receiver.received.map(({ body }) => body)),
  });
const told = (name: string) =>
  until(`${name} was told`, async () => changesIn(receiver.received).some((change) => change.endsWith(name)));
const caughtUp = (viewer: Viewer, id: string) =>
  until('all was sent', async () => {
    const standing = await standingOf(viewer, id);
    return standing.caughtUpAt !== null && standing.state === 'ACTIVE' && standing.lagSeconds === 0 ? standing : null;
  });
const rename = (id: string, name: string) => hub.sql('UPDATE device SET name = $2 WHERE id = $1', [id.slice(4), name]);
const reader = async (organization: string) => hub.as(await hub.key({ organization, role: 'READER' }));

describe('A partner that has changes sent to it', () => {
  test('gets what it sees, signed, then what changes, in order, and is told how it stands', async () => {
    await hub.organization({ code: 'A' });
    const partner = await reader('A');
    const device = await hub.device({ owner: 'A', name: 'Bộ định tuyến Đà Nẵng' });
    await hub.device({ owner: 'RC-N', name: 'of others' });
    const { secret, webhook } = await saveWebhook(partner, { label: 'Trung tâm A', url: receiver.url, filter });
    expect(webhook).toMatchObject({ state: 'ACTIVE', endedReason: null, filter, label: 'Trung tâm A' });
    await came(1);
    const first = verified(receiver.received[0]!, secret!);
    expect(first).toMatchObject({ type: 'changes', webhook: webhook.id });
    expect(first.changes).toEqual([
      expect.objectContaining({
        ...{ operation: 'DISCLOSED', type: 'Device', nodeId: device.id },
        node: expect.objectContaining({
          id: device.id,
          name: 'Bộ định tuyến Đà Nẵng',
          owner: expect.objectContaining({ code: 'A' }) as object,
        }) as object,
      }),
    ]);
    await rename(device.id, 'một');
    await told('một');
    await rename(device.id, 'hai');
    await told('hai');
    expect(changesIn(receiver.received)).toEqual(['DISCLOSED Bộ định tuyến Đà Nẵng', 'UPDATED một', 'UPDATED hai']);
    const standing = await caughtUp(partner, webhook.id);
    expect(standing).toMatchObject({ failures: 0, pendingChanges: null, nextTryAt: null, deadLetters: { nodes: [] } });
    expect(standing.attempts.nodes.map(({ status: answered, changes, fault }) => [answered, changes, fault])).toEqual([
      [204, 1, null],
      [204, 1, null],
      [204, 1, null],
    ]);
    expect(standing.cursor).toBeTruthy();
    expect(Date.parse(standing.horizonAt!)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  });

  test('has the same message again where it did not take it, and the next one only then', async () => {
    await hub.organization({ code: 'B' });
    const partner = await reader('B');
    const device = await hub.device({ owner: 'B', name: 'b1' });
    let tries = 0;
    receiver.answer((response) => status((tries += 1) <= 2 ? 500 : 204)(response));
    const { webhook } = await saveWebhook(partner, { label: 'B', url: receiver.url, filter });
    await came(3);
    await rename(device.id, 'b2');
    await told('b2');
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(ids[3]).not.toBe(ids[0]);
    const { attempts, failures } = await caughtUp(partner, webhook.id);
    expect(failures).toBe(0);
    expect(attempts.nodes.map(({ status: answered, fault, nextAt }) => [answered, fault, nextAt !== null])).toEqual([
      [500, 'The receiver answered 500.', true],
      [500, 'The receiver answered 500.', true],
      [204, null, false],
      [204, null, false],
    ]);
  });

  test('follows no redirect, waits as Retry-After says, and tells its state meanwhile', async () => {
    await hub.organization({ code: 'C' });
    const partner = await reader('C');
    await hub.device({ owner: 'C', name: 'c1' });
    const other = await startReceiver();
    let tries = 0;
    receiver.answer((response) =>
      ((tries += 1) === 1 ? status(302, { location: other.url }) : status(429, { 'retry-after': '7200' }))(response),
    );
    const { webhook } = await saveWebhook(partner, { label: 'C', url: receiver.url, filter });
    const standing = await until('it waits', async () => {
      const now = await standingOf(partner, webhook.id);
      return now.failures === 2 ? now : null;
    });
    expect(other.received).toEqual([]);
    await other.stop();
    expect(standing).toMatchObject({ state: 'RETRYING', pendingChanges: 1 });
    expect(standing.lagSeconds).toBeGreaterThan(0);
    const waits = Date.parse(standing.nextTryAt!) - Date.now();
    expect(waits).toBeGreaterThan(7_000_000);
    expect(standing.attempts.nodes[0]!.fault).toBe('The receiver answered 302: redirects are not followed.');
    // Saved again, it is tried at once.
    receiver.answer(status(200));
    await saveWebhook(partner, { id: webhook.id });
    await caughtUp(partner, webhook.id);
  });

  test('and wants no more says so by 410, until it is saved again', async () => {
    await hub.organization({ code: 'D' });
    const partner = await reader('D');
    await hub.device({ owner: 'D', name: 'd1' });
    receiver.answer(status(410));
    const { webhook } = await saveWebhook(partner, { label: 'D', url: receiver.url, filter });
    await until('it ended', async () => (await standingOf(partner, webhook.id)).endedReason === 'GONE');
    receiver.answer(status(200));
    await saveWebhook(partner, { id: webhook.id });
    await caughtUp(partner, webhook.id);
    expect(changesIn(receiver.received)).toEqual(['DISCLOSED d1', 'DISCLOSED d1']);
  });

  test('that does not take a message for long loses it to the dead letters, goes on with the next, and can have it again', async () => {
    await hub.organization({ code: 'E' });
    const partner = await reader('E');
    const device = await hub.device({ owner: 'E', name: 'xấu' });
    const impatient = await sendWebhooks(hub, { schedule: [0], tickMs: 10 });
    await sending.stop();
    receiver.answer((response, { body }) => status(body.includes('xấu') ? 500 : 200)(response));
    const { webhook } = await saveWebhook(partner, { label: 'E', url: receiver.url, filter, from: 'NOW' });
    await caughtUp(partner, webhook.id);
    await hub.sql('UPDATE device SET serial = $2 WHERE id = $1', [device.id.slice(4), 'S1']);
    const { deadLetters } = await until('it was given up', async () => {
      const standing = await standingOf(partner, webhook.id);
      return standing.deadLetters.nodes.length > 0 ? standing : null;
    });
    expect(deadLetters.nodes).toEqual([expect.objectContaining({ changes: 1, tries: 2 })]);
    await rename(device.id, 'tốt');
    await told('tốt');
    const before = receiver.received.length;
    const [letter] = deadLetters.nodes;
    await partner.data('mutation($input: RedeliverInput!) { redeliver(input: $input) { webhook { state } } }', {
      input: { webhook: webhook.id, after: letter!.after },
    });
    await came(before + 1);
    const again = receiver.received[before]!;
    expect(changesIn([again])).toEqual(['UPDATED tốt']);
    expect(receiver.received.slice(0, before).map(({ headers }) => headers['webhook-id'])).not.toContain(
      again.headers['webhook-id'],
    );
    await impatient.stop();
    expect(impatient.faults).toEqual([]);
    sending = await sendWebhooks(hub);
  });
});

describe('Secrets', () => {
  test('are shown once, and by two of them a message is signed while they change', async () => {
    await hub.organization({ code: 'F' });
    const partner = await reader('F');
    const device = await hub.device({ owner: 'F', name: 'f0' });
    const { secret, webhook } = await saveWebhook(partner, { label: 'F', url: receiver.url, filter });
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect((await saveWebhook(partner, { id: webhook.id, label: 'F' })).secret).toBeNull();
    // A turn signs with the secrets that it began with.
    await caughtUp(partner, webhook.id);
    const rotate = async (retireOldAt?: string) =>
      (
        await partner.data<{ r: { secret: string } }>(
          'mutation($input: RotateWebhookSecretInput!) { r: rotateWebhookSecret(input: $input) { secret webhook { oldSecretUntil } } }',
          { input: { webhook: webhook.id, ...(retireOldAt && { retireOldAt }) } },
        )
      ).r.secret;
    const second = await rotate();
    await rename(device.id, 'f1');
    await told('f1');
    for (const one of [secret!, second]) expect(verified(receiver.received.at(-1)!, one).changes).toHaveLength(1);
    expect((await standingOf(partner, webhook.id)).oldSecretUntil).not.toBeNull();
    const third = await rotate(new Date(Date.now() - 1000).toISOString());
    await rename(device.id, 'f2');
    await told('f2');
    const last = receiver.received.at(-1)!;
    expect(verified(last, third).changes).toHaveLength(1);
    for (const old of [secret!, second]) expect(() => verified(last, old)).toThrow('No matching signature');
    expect((await standingOf(partner, webhook.id)).oldSecretUntil).toBeNull();
    const kept = await hub.sql<{ text: string }>(
      `SELECT coalesce(c.after, c.before)::text AS text FROM private.change c WHERE c.record_type = 'Webhook'`,
    );
    expect(kept.length).toBeGreaterThan(0);
    const raw = Buffer.from(third.slice(6), 'base64');
    for (const { text } of kept)
      for (const form of [third.slice(6), raw.toString('hex')]) expect(text).not.toContain(form);
    await expect(hub.asApiRole('SELECT 1 FROM private.webhook_secret')).rejects.toThrow('permission denied');
    await expect(hub.asApiRole('SELECT hub.enter_webhook($1)', [webhook.id.slice(4)])).rejects.toThrow(
      'permission denied',
    );
  });
});

describe('Access is what it is at the delivery', () => {
  test('what an agreement shows is DISCLOSED without what it withholds, and WITHDRAWN with its end', async () => {
    await hub.organization({ code: 'G' });
    const partner = await reader('G');
    const device = await hub.device({ owner: 'RC-S', name: 'chia sẻ', serial: 'SECRET-1' });
    const { webhook } = await saveWebhook(partner, { label: 'G', url: receiver.url, filter });
    await caughtUp(partner, webhook.id);
    expect(receiver.received).toEqual([]);
    const agreement = await hub.agreement({ provider: 'RC-S', consumer: 'G', withheld: ['SERIAL'] });
    await told('chia sẻ');
    const { node } = bodyOf(receiver.received.at(-1)!).changes.find(({ nodeId }) => nodeId === device.id)!;
    expect(node).toMatchObject({ name: 'chia sẻ' });
    expect(node).not.toHaveProperty('serial');
    const steward = await hub.stewardOf('RC-S');
    await steward.data('mutation($id: ID!) { revokeAgreement(input: { id: $id }) { agreement { id } } }', {
      id: agreement,
    });
    await until('it was withdrawn', async () => changesIn(receiver.received).includes(`WITHDRAWN ${device.id}`));
    await rename(device.id, 'ẩn');
    await hub.device({ owner: 'G', name: 'của mình' });
    await told('của mình');
    expect(receiver.received.some(({ body }) => body.includes('SECRET-1') || body.includes('ẩn'))).toBe(false);
  });

  test('and a retry says what is so then', async () => {
    await hub.organization({ code: 'H' });
    const partner = await reader('H');
    const device = await hub.device({ owner: 'RC-S', name: 'còn thấy' });
    const agreement = await hub.agreement({ provider: 'RC-S', consumer: 'H' });
    const { webhook } = await saveWebhook(partner, { label: 'H', url: receiver.url, filter, from: 'NOW' });
    await caughtUp(partner, webhook.id);
    receiver.answer(status(503, { 'retry-after': '3600' }));
    await rename(device.id, 'bí mật');
    await told('bí mật');
    const steward = await hub.stewardOf('RC-S');
    await steward.data('mutation($id: ID!) { revokeAgreement(input: { id: $id }) { agreement { id } } }', {
      id: agreement,
    });
    receiver.answer(status(200));
    await saveWebhook(partner, { id: webhook.id });
    await until('it was withdrawn', async () => changesIn(receiver.received).includes(`WITHDRAWN ${device.id}`));
    const [refused, ...later] = receiver.received;
    expect(refused!.body).toContain('bí mật');
    expect(later.some(({ body }) => body.includes('bí mật'))).toBe(false);
  });

  test.each(['key', 'client'])('it ends with the %s, and sends nothing more', async (what) => {
    const code = `I-${what}`;
    await hub.organization({ code });
    const text = await hub.key({ organization: code, role: 'READER' });
    const partner = hub.as(text);
    const steward = await hub.stewardOf(code);
    const device = await hub.device({ owner: code, name: 'i1' });
    const { webhook } = await saveWebhook(partner, { label: 'I', url: receiver.url, filter });
    await caughtUp(partner, webhook.id);
    await hub.sql(
      what === 'key'
        ? 'UPDATE api_key SET revoked_at = now() WHERE id = (SELECT w.key_id FROM webhook w WHERE w.id = $1)'
        : 'UPDATE api_client SET revoked_at = now() WHERE id = (SELECT w.client_id FROM webhook w WHERE w.id = $1)',
      [webhook.id.slice(4)],
    );
    await rename(device.id, 'i2');
    await until('it ended', async () => (await standingOf(steward, webhook.id)).endedReason === 'KEY_ENDED');
    expect(changesIn(receiver.received)).toEqual(['DISCLOSED i1']);
  });

  test('it stays when the key that saved it runs out while another one is in force, and ends with the last one', async () => {
    await hub.organization({ code: 'J' });
    const steward = await hub.stewardOf('J');
    const text = await hub.key({ organization: 'J', role: 'READER' });
    const device = await hub.device({ owner: 'J', name: 'j1' });
    const { webhook } = await saveWebhook(hub.as(text), { label: 'J', url: receiver.url, filter });
    await told('j1');
    const [other] = await hub.sql<{ id: string }>(
      `INSERT INTO api_key (id, client_id, owner_id, expires_at)
       SELECT gen_random_uuid(), w.client_id, w.owner_id, now() + interval '1 day' FROM webhook w WHERE w.id = $1 RETURNING id`,
      [webhook.id.slice(4)],
    );
    await hub.sql('UPDATE api_key SET expires_at = now() WHERE id = (SELECT w.key_id FROM webhook w WHERE w.id = $1)', [
      webhook.id.slice(4),
    ]);
    await rename(device.id, 'j2');
    await told('j2');
    await hub.sql('UPDATE api_key SET expires_at = now() WHERE id = $1', [other!.id]);
    await rename(device.id, 'j3');
    await until('it ended', async () => (await standingOf(steward, webhook.id)).endedReason === 'KEY_ENDED');
    expect(changesIn(receiver.received)).toEqual(['DISCLOSED j1', 'UPDATED j2']);
  });
});
