import { newId } from '../../../src/kernel/ids';
import { createPool } from '../../../src/kernel/postgres/database';
import { readCatalogue } from '../../../src/operations/catalogue';
import { startHub, type Hub } from '../../support/hub';
import { startReceiver } from '../../support/receiver';
import { until } from '../../support/until';
import { bodyOf, refusalOfSaving, saveWebhook, sendWebhooks, standingOf } from '../../support/webhooks';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ config: { webhookNetworks: ['127.0.0.1'] } });
});
afterAll(() => hub.stop());

const url = 'https://partner.example/changes';
const reader = async (organization: string) => hub.as(await hub.key({ organization, role: 'READER' }));
const labels = async (viewer: ReturnType<Hub['as']>) => {
  const { webhooks } = await viewer.data<{ webhooks: { nodes: { label: string }[] } }>(
    '{ webhooks(orderBy: { field: LABEL, direction: ASC }) { nodes { label } } }',
  );
  return webhooks.nodes.map(({ label }) => label);
};
const removing = 'mutation($id: ID!) { removeWebhook(input: { id: $id }) { id } }';

describe('A webhook is seen', () => {
  test('by its client and by who keeps that, and by nobody else; the client alone says where it leads', async () => {
    const [own, beside, above, foreign] = [
      await reader('RC-N'),
      await reader('RC-N'),
      await hub.stewardOf('NMC'),
      await hub.stewardOf('MOH'),
    ];
    const { webhook } = await saveWebhook(own, { label: 'của tôi', url });
    expect(await labels(own)).toEqual(['của tôi']);
    expect(await labels(above)).toEqual(['của tôi']);
    const missing = `${webhook.id.slice(0, -12)}000000000000`;
    const tried = 'id, webhook_id, client_id, owner_id, at, message, changes';
    const values = `SELECT $1, w.id, w.client_id, w.owner_id, now(), 'msg_1', 1`;
    const attempt = newId();
    await hub.sql(`INSERT INTO webhook_attempt (${tried}, duration_ms) ${values}, 5 FROM webhook w WHERE w.id = $2`, [
      ...[attempt, webhook.id.slice(4)],
    ]);
    await hub.sql(
      `INSERT INTO webhook_dead_letter (${tried}, tries, until) ${values}, 9, 'x' FROM webhook w WHERE w.id = $2`,
      [attempt, webhook.id.slice(4)],
    );
    for (const prefix of ['wha', 'whd'])
      for (const [viewer, sees] of [
        [own, true],
        [above, true],
        [beside, false],
        [foreign, false],
      ] as const) {
        const { node } = await viewer.data<{ node: object | null }>('query($id: ID!) { node(id: $id) { id } }', {
          id: `${prefix}_${attempt}`,
        });
        expect({ prefix, sees: node !== null }).toEqual({ prefix, sees });
      }
    for (const viewer of [beside, foreign]) {
      expect(await labels(viewer)).toEqual([]);
      expect(await viewer.data('query($id: ID!) { node(id: $id) { id } }', { id: webhook.id })).toEqual({ node: null });
      expect(await viewer.refusal(removing, { id: webhook.id })).toEqual(
        await viewer.refusal(removing, { id: missing }),
      );
    }
    for (const viewer of [beside, foreign, above])
      for (const id of [webhook.id, missing]) {
        expect(await refusalOfSaving(viewer, { id, url: 'https://elsewhere.example/' })).toMatchObject({
          code: 'NOT_FOUND',
        });
        for (const [mutation, input] of [
          ['redeliver', { webhook: id, after: 'x' }],
          ['rotateWebhookSecret', { webhook: id }],
        ] as const)
          expect(
            await viewer.refusal(
              `mutation($input: ${mutation === 'redeliver' ? 'RedeliverInput' : 'RotateWebhookSecretInput'}!) { ${mutation}(input: $input) { webhook { id } } }`,
              { input },
            ),
          ).toMatchObject({ code: 'NOT_FOUND' });
      }
    await above.data(removing, { id: webhook.id });
    expect(await labels(own)).toEqual([]);
    expect(
      await hub.sql('SELECT FROM private.webhook_secret s WHERE s.webhook_id = $1', [webhook.id.slice(4)]),
    ).toEqual([]);
  });

  test('no more than ten of one client', async () => {
    const viewer = await reader('RC-S');
    for (let i = 0; i < 10; i += 1) await saveWebhook(viewer, { label: `w${i}`, url });
    expect(await refusalOfSaving(viewer, { label: 'w10', url })).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('10 webhooks') as string,
    });
  });
});

test.each([
  [{ url }, 'label: a new webhook needs it'],
  [{ label: 'x' }, 'url: a new webhook needs it'],
  [{ label: ' ', url }, 'label: it has 1 to 100'],
  [{ label: 'x', url: 'https://10.0.0.1/' }, 'url: it leads to'],
  [{ label: 'x', url: 'https://a:b@partner.example/' }, 'url: leave user and password'],
  [{ label: 'x', url, filter: { types: ['Nothing'] } }, 'feeds tell of no type "Nothing"'],
  [{ label: 'x', url, filter: { types: ['Webhook'] } }, 'feeds tell of no type "Webhook"'],
  [{ label: 'x', url, after: 'nonsense' }, 'is not a cursor'],
  [{ label: 'x', url, after: 'a', from: 'NOW' }, 'leave it out with after'],
  [{ label: 'x', url, content: '{ viewer { label } }' }, 'content: give fragments alone'],
  [{ label: 'x', url, content: 'fragment D on Device {' }, 'content: give fragments alone'],
  [
    { label: 'x', url, content: 'fragment D on Device { name } fragment E on Device { serial }' },
    'two fragments on Device',
  ],
  [{ label: 'x', url, content: 'fragment D on Device { nothing }' }, 'content: Cannot query field "nothing"'],
  [{ label: 'x', url, content: 'fragment D on Device { ...D }' }, 'each of these is a part of another'],
  [{ label: 'x', url, content: 'fragment D on Viewer { label }' }, 'content:'],
  [
    {
      label: 'x',
      url,
      content: 'fragment D on Device { interfaces(first: 100) { nodes { series(first: 100) { nodes { id } } } } }',
    },
    'content: The operation asks for up to',
  ],
  [{ label: 'x', url, content: `fragment D on Device { ${'a'.repeat(20_000)} }` }, '20000 characters at most'],
])('%j is refused', async (input, reason) => {
  const { message } = await refusalOfSaving(hub.as(hub.keys.national), input);
  expect(message).toContain(reason);
});

test('What of each record is sent can be said, type by type', async () => {
  const receiver = await startReceiver();
  await hub.organization({ code: 'N' });
  const viewer = await reader('N');
  const site = await hub.site({ owner: 'N', name: 'Trạm' });
  const device = await hub.device({ owner: 'N', name: 'n1', site });
  const content =
    'fragment D on Device { ...Named site { ...S } } fragment Named on Device { title: name } fragment S on Site { name }';
  const sending = await sendWebhooks(hub);
  await saveWebhook(viewer, { label: 'x', url: receiver.url, content, filter: { types: ['Device', 'Site'] } });
  const changes = () => receiver.received.flatMap((one) => bodyOf(one).changes);
  await until('both came', async () => changes().length === 2, { withinMs: 20_000 }).finally(sending.stop);
  await receiver.stop();
  const nodeOf = (id: string) => changes().find(({ nodeId }) => nodeId === id)!.node;
  expect(nodeOf(device.id)).toEqual({ id: device.id, title: 'n1', site: { name: 'Trạm' } });
  expect(nodeOf(site.id)).toMatchObject({ name: 'Trạm', status: 'ACTIVE', owner: { code: 'N' } });
  expect(sending.faults).toEqual([]);
});

test('The default content can be asked for, and is content itself', async () => {
  const viewer = await reader('RC-N');
  const { defaultWebhookContent } = await viewer.data<{ defaultWebhookContent: string }>('{ defaultWebhookContent }');
  await saveWebhook(viewer, { label: 'x', url, content: defaultWebhookContent });
  const fed = [...defaultWebhookContent.matchAll(/fragment \w+ on (\w+)/g)].map(([, type]) => type);
  const refusal = await refusalOfSaving(viewer, { label: 'x', url, filter: { types: ['none'] } });
  const known = /but of (.*)\.$/.exec(refusal.message)![1]!.split(', ');
  expect(fed.sort()).toEqual(known.sort());
});

test('Content that was judged by a hub of before and is none any more is told to the client', async () => {
  await hub.organization({ code: 'O' });
  const viewer = await reader('O');
  await hub.device({ owner: 'O' });
  const { webhook } = await saveWebhook(viewer, { label: 'x', url, filter: { types: ['Device'] } });
  await hub.sql(`UPDATE webhook SET content = 'fragment D on Device { gone }' WHERE id = $1`, [webhook.id.slice(4)]);
  const sending = await sendWebhooks(hub);
  const standing = await until('it was told', async () => {
    const now = await standingOf(viewer, webhook.id);
    return now.failures > 0 ? now : null;
  }).finally(sending.stop);
  expect(standing).toMatchObject({
    state: 'RETRYING',
    failures: 1,
    attempts: { nodes: [{ status: null, changes: 0 }] },
  });
  expect(standing.attempts.nodes[0]!.fault).toContain('Not sent: Cannot query field "gone"');
  expect(sending.faults).toEqual([]);
});

test('No backup holds what messages are signed by', async () => {
  const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 1 });
  const tables = (await readCatalogue(operator)).map(({ name }) => name);
  await operator.end();
  expect(tables).toContain('hub.webhook');
  expect(tables).not.toContain('private.webhook_secret');
});

test('The operator is told how many webhooks stand how, and how far they lag', async () => {
  const { body } = await hub.app.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${hub.keys.national}` },
  });
  const stands = await hub.sql<{ count: number }>('SELECT count(*)::int AS count FROM webhook');
  const told = [...body.matchAll(/^hub_webhooks\{state="\w+"\} (\d+)$/gm)].map(([, count]) => Number(count));
  expect(told).toHaveLength(4);
  expect(told.reduce((sum, count) => sum + count, 0)).toBe(stands[0]!.count);
  for (const name of ['lag_seconds', 'overdue_seconds', 'dead_letters'])
    expect(body).toMatch(new RegExp(`^hub_webhook_${name} \\d`, 'm'));
});
