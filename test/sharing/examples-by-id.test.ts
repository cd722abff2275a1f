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

  test('open, triage, rate, link, merge, hand over, resolve: an incident goes through three organizations', async () => {
    interface Told {
      incident: { id: string; version: number; [field: string]: unknown };
    }
    const [north, south] = [await hub.stewardOf('RC-N'), await hub.stewardOf('RC-S')];
    const device = await hub.device({ owner: 'RC-N' });
    const opening = { owner: 'RC-N', device: device.id };
    const open = async () =>
      (await run<{ openIncident: Told }>(north, 'open-an-incident', opening)).openIncident.incident;
    const [opened, duplicate, cause] = [await open(), await open(), await open()];
    const go = async (viewer: Viewer, name: string, field: string, variables: Variables) =>
      (await run<Record<string, Told>>(viewer, `by-id/${name}`, { incident: opened.id, ...variables }))[field]!
        .incident;
    let at = await go(north, 'take-up-an-incident', 'transitionIncident', { version: 1 });
    expect(at).toMatchObject({ state: 'TRIAGED', timeline: { nodes: [{ fromState: 'NEW', toState: 'TRIAGED' }] } });
    at = await go(north, 'rate-an-incident', 'updateIncident', { version: at.version, device: device.id });
    expect(at).toMatchObject({ severity: 'MINOR', impact: 'SERIOUS', coworkers: ['RC-S'] });
    expect(await go(north, 'link-incidents', 'linkIncidents', { cause: cause.id })).toMatchObject({
      linked: [{ kind: 'CAUSED_BY', incident: { id: cause.id } }],
    });
    expect(await go(north, 'unlink-incidents', 'unlinkIncidents', { other: cause.id })).toMatchObject({ linked: [] });
    const both = { version: at.version, duplicate: duplicate.id, duplicateVersion: 1 };
    at = await go(north, 'merge-incidents', 'mergeIncidents', both);
    expect(at).toMatchObject({ merged: { nodes: [{ state: 'CLOSED', mergedInto: { id: opened.id } }] } });
    at = await go(north, 'hand-over-an-incident', 'handOverIncident', { version: at.version, to: 'RC-S' });
    expect(at).toMatchObject({ owner: { code: 'RC-N' }, handOverTo: { code: 'RC-S' } });
    at = await go(south, 'accept-an-incident', 'answerHandOver', { version: at.version });
    expect(at).toMatchObject({ owner: { code: 'RC-S' }, coworkers: ['RC-N'] });
    expect(await go(north, 'resolve-an-incident', 'transitionIncident', { version: at.version })).toMatchObject({
      ...{ state: 'RESOLVED', resolvedAt: expect.any(String) },
    });
  });

  test('write, copy, import, start, take, complete, add, assign, skip: an incident is worked on by a plan', async () => {
    const steward = await hub.stewardOf('RC-N');
    const saved = await run<{ savePlaybook: { playbook: { id: string } } }>(steward, 'write-a-playbook', {
      owner: 'RC-N',
    });
    const playbook = saved.savePlaybook.playbook.id;
    const { savePlaybook } = await run<{ savePlaybook: { playbook: { cacao: object } } }>(
      steward,
      'by-id/copy-a-playbook',
      { owner: 'RC-N', playbook },
    );
    expect(
      await run(steward, 'by-id/import-a-playbook', { owner: 'RC-N', cacao: savePlaybook.playbook.cacao }),
    ).toMatchObject({ importPlaybook: { playbook: { name: 'Kế hoạch sự cố' } } });
    const device = await hub.device({ owner: 'RC-N' });
    const { openIncident } = await run<{ openIncident: { incident: { id: string } } }>(steward, 'open-an-incident', {
      ...{ owner: 'RC-N', device: device.id },
    });
    const incident = openIncident.incident.id;
    const { startPlaybook } = await run<{
      startPlaybook: { created: number; incident: { tasks: { nodes: { id: string; version: number }[] } } };
    }>(steward, 'by-id/start-a-playbook', { incident, playbook });
    expect(startPlaybook.created).toBe(6);
    const [{ id: task }] = startPlaybook.incident.tasks.nodes as [{ id: string; version: number }];
    expect(await run(steward, 'by-id/take-a-task', { task, version: 1 })).toMatchObject({
      takeTask: { task: { state: 'IN_PROGRESS', version: 2 } },
    });
    expect(await run(steward, 'by-id/complete-a-task', { task, version: 2 })).toMatchObject({
      completeTask: { task: { state: 'DONE' } },
    });
    const { addTask } = await run<{ addTask: { task: { id: string } } }>(steward, 'by-id/add-a-task', { incident });
    const added = addTask.task.id;
    await run(steward, 'by-id/assign-a-task', { task: added, version: 1, assignee: 'RC-N' });
    expect(await run(steward, 'by-id/skip-a-task', { task: added, version: 1 })).toMatchObject({
      skipTask: { task: { state: 'SKIPPED' } },
    });
  });

  test('are all asked here', () => {
    expect(readdirSync(resolve(folder, 'by-id')).filter((file) => !asked.has(`by-id/${file}`))).toEqual([]);
  });
});
