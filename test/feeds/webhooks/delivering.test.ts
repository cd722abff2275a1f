import { startHub, type Hub } from '../../support/hub';
import { startHubProcess } from '../../support/hub-process';
import { startReceiver, status, type Receiver } from '../../support/receiver';
import { until } from '../../support/until';
import type { Viewer } from '../../support/viewer';
import { bodyOf, changesIn, saveWebhook, sendWebhooks, standingOf } from '../../support/webhooks';

let hub: Hub;
let receiver: Receiver;
beforeEach(async () => {
  hub = await startHub({ config: { webhookNetworks: ['127.0.0.1'] } });
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.stop();
  await hub.stop();
});

const filter = { types: ['Device'] };
const regional = (): Viewer => hub.as(hub.keys.regional);
const devices = (count: number, prefix = 'd') =>
  hub.send('Devices', {
    owner: 'RC-N',
    source: 'netbox',
    records: Array.from({ length: count }, (_, i) => ({
      externalId: `${prefix}${i}`,
      name: `${prefix}${i}`,
      role: 'ROUTER',
    })),
  });
const caughtUp = (viewer: Viewer, id: string) =>
  until(
    'all was sent',
    async () => {
      const standing = await standingOf(viewer, id);
      return standing.caughtUpAt !== null && standing.lagSeconds === 0 ? standing : null;
    },
    { last: () => JSON.stringify(receiver.received.length) },
  );

test('Several processes send for one webhook by turns: everything comes once, and one message at a time', async () => {
  await devices(450);
  const [one, other] = [await sendWebhooks(hub, { tickMs: 5 }), await sendWebhooks(hub, { tickMs: 5 })];
  let [underWay, most] = [0, 0];
  receiver.answer((response) => {
    most = Math.max(most, (underWay += 1));
    setTimeout(() => {
      underWay -= 1;
      status(200)(response);
    }, 20);
  });
  const { webhook } = await saveWebhook(regional(), { label: 'x', url: receiver.url, filter });
  await caughtUp(regional(), webhook.id);
  await Promise.all([one.stop(), other.stop()]);
  expect([...one.faults, ...other.faults]).toEqual([]);
  const bodies = receiver.received.map(bodyOf);
  expect(bodies.map(({ changes }) => changes.length)).toEqual([100, 100, 100, 100, 50]);
  expect(new Set(bodies.flatMap(({ changes }) => changes.map(({ nodeId }) => nodeId))).size).toBe(450);
  expect(most).toBe(1);
});

test('A receiver that is slow holds up nobody else, not even of its own organization', async () => {
  await devices(1);
  const slow = await startReceiver();
  slow.answer(() => undefined);
  for (const label of ['s1', 's2', 's3']) await saveWebhook(regional(), { label, url: slow.url, filter });
  const sending = await sendWebhooks(hub, { atOnce: 5, atOnceOfOwner: 4 });
  await until('the slow ones are under way', async () => slow.received.length === 3);
  await saveWebhook(regional(), { label: 'fast', url: receiver.url, filter });
  await until('the fast one was sent to', async () => receiver.received.length === 1);
  // Nobody of another organization waits for more of this one than it may have.
  const other = hub.as(hub.keys.partner);
  await hub.device({ owner: 'MOH', name: 'của bộ' });
  for (const label of ['s4', 's5']) await saveWebhook(regional(), { label, url: slow.url, filter });
  await saveWebhook(other, { label: 'other', url: receiver.url, filter });
  await until('the other one was sent to', async () => changesIn(receiver.received).includes('DISCLOSED của bộ'));
  const open = await hub.sql(
    `SELECT a.pid FROM pg_stat_activity a WHERE a.datname = current_database() AND a.state LIKE 'idle in transaction%'`,
  );
  expect(open).toEqual([]);
  await slow.stop();
  await sending.stop();
});

test('What a process that was killed had under way is sent by the next one, under the same id', async () => {
  await devices(30);
  const env = { WEBHOOK_NETWORKS: '127.0.0.1' };
  receiver.answer(() => undefined);
  const killed = startHubProcess(hub.databaseUrl, env);
  await killed.isUp;
  const { webhook } = await saveWebhook(regional(), { label: 'x', url: receiver.url, filter });
  await until('it is under way', async () => receiver.received.length === 1);
  await killed.kill();
  receiver.answer(status(200));
  await hub.sql('UPDATE webhook_progress SET leased_until = now()');
  const next = startHubProcess(hub.databaseUrl, env);
  await next.isUp;
  await caughtUp(regional(), webhook.id);
  await next.kill();
  const [first, second, ...others] = receiver.received;
  expect(others).toEqual([]);
  expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
  expect(changesIn([second!])).toEqual(changesIn([first!]));
}, 120_000);

test('What was under way when its webhook was begun anew counts no more', async () => {
  await devices(3);
  const sending = await sendWebhooks(hub);
  const held: (() => void)[] = [];
  receiver.answer((response) => void held.push(() => status(200)(response)));
  const { webhook } = await saveWebhook(regional(), { label: 'x', url: receiver.url, filter });
  await until('it is under way', async () => held.length === 1);
  const other = await startReceiver();
  await saveWebhook(regional(), { id: webhook.id, url: other.url });
  held[0]!();
  await until('it is sent to the other', async () => other.received.length === 1);
  await caughtUp(regional(), webhook.id);
  expect(changesIn(other.received)).toEqual(changesIn(receiver.received));
  const { attempts } = await standingOf(regional(), webhook.id);
  expect(attempts.nodes.map(({ status: answered }) => answered)).toEqual([204]);
  await sending.stop();
  await other.stop();
});

test('A cursor of another history of the hub, as after a restore, sends nothing to anybody until its client says where to begin', async () => {
  await devices(2);
  const sending = await sendWebhooks(hub);
  const { webhook } = await saveWebhook(regional(), { label: 'x', url: receiver.url, filter });
  await caughtUp(regional(), webhook.id);
  const before = receiver.received.length;
  await hub.sql('UPDATE private.feed_epoch SET id = gen_random_uuid()');
  await devices(3);
  await until('it ended', async () => (await standingOf(regional(), webhook.id)).endedReason === 'CURSOR_EXPIRED');
  await hub.sql('DELETE FROM private.webhook_secret');
  await saveWebhook(regional(), { id: webhook.id, from: 'SNAPSHOT' });
  await until(
    'it misses its secret',
    async () => (await standingOf(regional(), webhook.id)).endedReason === 'NO_SECRET',
  );
  expect(receiver.received.length).toBe(before);
  await regional().data(
    'mutation($input: RotateWebhookSecretInput!) { rotateWebhookSecret(input: $input) { secret } }',
    { input: { webhook: webhook.id } },
  );
  await saveWebhook(regional(), { id: webhook.id, from: 'SNAPSHOT' });
  await until('all came again', async () => changesIn(receiver.received.slice(before)).length >= 3);
  expect(changesIn(receiver.received.slice(before))).toEqual(['DISCLOSED d0', 'DISCLOSED d1', 'DISCLOSED d2']);
  await sending.stop();
  expect(sending.faults).toEqual([]);
});
