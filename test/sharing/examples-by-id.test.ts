import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { startHub, type Hub } from '../support/hub';
import type { Variables, Viewer } from '../support/viewer';

const folder = resolve(__dirname, '../../schema/examples');
const asked = new Set<string>();
let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  await hub.region({ code: 'VN-DNG', parent: 'VN' });
});
afterAll(() => hub.stop());

function run<T>(viewer: Viewer, name: string, variables: Variables): Promise<T> {
  asked.add(`${name}.graphql`);
  return viewer.data<T>(readFileSync(resolve(folder, `${name}.graphql`), 'utf8'), variables);
}

describe('The examples that go on from an earlier answer', () => {
  test('propose, accept, end: what lies in the region is seen while the agreement is in force', async () => {
    const site = await hub.site({ owner: 'RC-N', region: 'VN-DNG' });
    await hub.device({ owner: 'RC-N', name: 'shared', serial: 'SN-1', site });
    await hub.device({ owner: 'RC-N', name: 'elsewhere', site: await hub.site({ owner: 'RC-N', region: 'NORTH' }) });
    const [provider, consumer] = [await hub.stewardOf('RC-N'), await hub.stewardOf('MOH')];
    const seen = async () => (await consumer.query('{ devices { nodes { name serial } } }')).data;
    const { proposeAgreement } = await run<{ proposeAgreement: { agreement: { id: string } } }>(
      provider,
      'propose-an-agreement',
      { owner: 'RC-N', consumer: 'MOH' },
    );
    const agreement = proposeAgreement.agreement.id;
    expect(await run(consumer, 'by-id/accept-an-agreement', { agreement })).toMatchObject({
      acceptAgreement: { agreement: { id: agreement, state: 'ACCEPTED' } },
    });
    expect(await seen()).toEqual({ devices: { nodes: [{ name: 'shared', serial: null }] } });
    expect(await run(provider, 'agreements-in-force', {})).toMatchObject({
      agreements: { nodes: [{ id: agreement }] },
    });
    expect(await run(provider, 'by-id/end-an-agreement', { agreement })).toMatchObject({
      revokeAgreement: { agreement: { state: 'ENDED', endedAt: expect.any(String) } },
    });
    expect(await seen()).toEqual({ devices: { nodes: [] } });
  });

  test('raise, take on, end: a warning in its life', async () => {
    const device = await hub.device({ owner: 'RC-N' });
    const steward = await hub.stewardOf('RC-N');
    const { raiseWarning } = await run<{ raiseWarning: { warning: { id: string } } }>(steward, 'raise-a-warning', {
      device: device.id,
    });
    const warning = raiseWarning.warning.id;
    expect(await run(steward, 'by-id/acknowledge-a-warning', { warning })).toMatchObject({
      acknowledgeWarning: { warning: { id: warning, state: 'ACKNOWLEDGED' } },
    });
    expect(await run(steward, 'by-id/clear-a-warning', { warning })).toMatchObject({
      clearWarning: { warning: { id: warning, state: 'CLEARED' } },
    });
  });

  test('issue, rotate, revoke: the second key works when the first is ended', async () => {
    const steward = await hub.stewardOf('RC-N');
    const { issueKey } = await run<{ issueKey: { client: { id: string }; key: { id: string } } }>(
      steward,
      'issue-a-key',
      {
        owner: 'RC-N',
      },
    );
    const { rotateKey } = await run<{ rotateKey: { key: { id: string } } }>(steward, 'by-id/rotate-a-key', {
      client: issueKey.client.id,
    });
    expect(rotateKey.key.id).not.toBe(issueKey.key.id);
    expect(await run(steward, 'by-id/revoke-a-key', { key: issueKey.key.id })).toEqual({
      revokeKey: { key: { id: issueKey.key.id, revokedAt: expect.any(String) } },
    });
  });

  test('save, rotate, redeliver, remove: a client of any role has changes sent to it', async () => {
    const client = hub.as(await hub.key({ organization: 'RC-N', role: 'READER' }));
    const { saveWebhook } = await run<{ saveWebhook: { secret: string; webhook: { id: string } } }>(
      client,
      'send-changes-to-me',
      {},
    );
    const webhook = saveWebhook.webhook.id;
    expect(await run(client, 'how-my-webhooks-stand', {})).toMatchObject({
      webhooks: { nodes: [{ state: 'ACTIVE', attempts: { nodes: [] }, deadLetters: { nodes: [] } }] },
    });
    const { rotateWebhookSecret } = await run<{ rotateWebhookSecret: { secret: string } }>(
      client,
      'by-id/rotate-a-webhook-secret',
      { webhook },
    );
    expect(rotateWebhookSecret.secret).not.toBe(saveWebhook.secret);
    const { changes } = await client.data<{ changes: { endCursor: string } }>('{ changes(from: NOW) { endCursor } }');
    expect(await run(client, 'by-id/redeliver', { webhook, after: changes.endCursor })).toEqual({
      redeliver: { webhook: { state: 'ACTIVE', cursor: changes.endCursor } },
    });
    expect(await run(client, 'by-id/remove-a-webhook', { webhook })).toEqual({ removeWebhook: { id: webhook } });
  });

  test('are all asked here', () => {
    expect(readdirSync(resolve(folder, 'by-id')).filter((file) => !asked.has(`by-id/${file}`))).toEqual([]);
  });
});
