import { startHub, type Hub } from '../support/hub';
import { issueBy, revokeClientDocument, revokeKeyDocument, rotateBy } from '../support/keys';
import type { Viewer } from '../support/viewer';

let hub: Hub;
let regional: Viewer;
let regionalKey: string;
beforeAll(async () => {
  hub = await startHub();
  await hub.organization({ code: 'RC-N-1', parent: 'RC-N' });
  regional = hub.as(hub.keys.regional);
  ({
    viewer: { key: regionalKey },
  } = await regional.data<{ viewer: { key: string } }>('{ viewer { key } }'));
});
afterAll(() => hub.stop());

interface Entry {
  operation: string;
  actor: string | null;
  key: string | null;
  changed: string[];
  after: Record<string, unknown>;
}
const document = `query($id: ID!) {
  node(id: $id) {
    ... on ApiClient { history { nodes { ...entry } } }
    ... on ApiKey { history { nodes { ...entry } } }
    ... on Device { history { nodes { ...entry } } }
  }
}
fragment entry on HistoryEntry { operation actor key changed after }`;
const historyOf = async (viewer: Viewer, id: string): Promise<Entry[] | null> =>
  (await viewer.data<{ node: { history: { nodes: Entry[] } } | null }>(document, { id })).node?.history.nodes ?? null;

describe('The history of a record', () => {
  test('says which key of a client made each change, and none where no key did', async () => {
    const first = await issueBy(regional, 'RC-N');
    const second = await rotateBy(regional, first.client.id);
    const write = (text: string, name: string) =>
      hub
        .as(text)
        .data<{ upsertDevices: { ids: string[] } }>(
          'mutation($input: UpsertDevicesInput!) { upsertDevices(input: $input) { ids refused { message } } }',
          { input: { owner: 'RC-N', source: 'desk', records: [{ externalId: '1', role: 'ROUTER', name }] } },
        );
    const [id] = (await write(first.text, 'a')).upsertDevices.ids;
    await write(second.text, 'b');
    await hub.sql(`UPDATE device SET name = 'c' WHERE id = $1`, [id!.slice(4)]);
    expect(await historyOf(regional, id!)).toMatchObject([
      { actor: null, key: null, after: { name: 'c' } },
      { actor: 'trạm trực', key: second.key.id, after: { name: 'b' } },
      { actor: 'trạm trực', key: first.key.id, after: { name: 'a' } },
    ]);
  });

  test('says so of samples that were taken', async () => {
    const { text, key } = await issueBy(regional, 'RC-N');
    const batches = [{ metric: 'ping_seconds', timestamps: ['2026-01-01T00:00:00Z'], values: [1] }];
    await hub.as(text).data('mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }', {
      input: { owner: 'RC-N', source: 'probe', batches },
    });
    expect(
      await hub.sql(`SELECT 'key_' || c.actor_key_id AS key FROM private.change c WHERE c.operation = 'APPENDED'`),
    ).toEqual([{ key: key.id }]);
  });
});

describe('The history of API clients and keys', () => {
  test('tells who issued, rotated and revoked them', async () => {
    const first = await issueBy(regional, 'RC-N-1', { networks: ['10.0.0.0/8'] });
    const second = await rotateBy(regional, first.client.id);
    await regional.data(revokeKeyDocument, { id: first.key.id });
    await regional.data(revokeClientDocument, { id: first.client.id });
    const by = { actor: 'northern desk', key: regionalKey };
    const revoked = { ...by, operation: 'UPDATED', changed: ['revoked_at'] };
    const viewer = await hub.stewardOf('RC-N-1');
    expect(await historyOf(viewer, first.client.id)).toMatchObject([
      revoked,
      { ...by, operation: 'CREATED', after: { label: 'trạm trực', role: 'REPORTER', networks: ['10.0.0.0/8'] } },
    ]);
    expect(await historyOf(viewer, first.key.id)).toMatchObject([
      revoked,
      { ...by, operation: 'CREATED', after: { client_id: first.client.id.slice(4), revoked_at: null } },
    ]);
    expect(await historyOf(viewer, second.key.id)).toHaveLength(2);
  });

  test('is for who sees them', async () => {
    const { client, key } = await issueBy(await hub.stewardOf('RC-N-1'), 'RC-N-1');
    for (const id of [client.id, key.id]) {
      for (const code of ['NMC', 'RC-N', 'RC-N-1'])
        expect(await historyOf(await hub.stewardOf(code), id)).toHaveLength(1);
      for (const code of ['RC-S', 'MOH']) expect(await historyOf(await hub.stewardOf(code), id)).toBeNull();
      const reader = hub.as(await hub.key({ organization: 'NMC', role: 'RESPONDER' }));
      expect(await historyOf(reader, id)).toBeNull();
    }
  });

  test('is told by audience as it is kept: to stewards of the owner and of those above it', async () => {
    const { client } = await issueBy(await hub.stewardOf('RC-N-1'), 'RC-N-1');
    const ask = 'query($id: ID!) { audience(id: $id) { organization { code } via } }';
    const { audience } = await regional.data<{ audience: { organization: { code: string }; via: string[] }[] }>(ask, {
      id: client.id,
    });
    expect(audience.map(({ organization, via }) => `${organization.code} ${via.join()}`).sort()).toEqual([
      'NMC ABOVE',
      'RC-N ABOVE',
      'RC-N-1 OWNER',
    ]);
    expect(await hub.as(hub.keys.partner).refusal(ask, { id: client.id })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
