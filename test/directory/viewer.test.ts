import { startHub, type Hub } from '../support/hub';
import { issueBy } from '../support/keys';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
  await hub.organization({ code: 'RC-N-1', parent: 'RC-N' });
});
afterAll(() => hub.stop());

const document = `{
  viewer {
    label role key networks expiresAt organization { code } client { id label }
    writesFor(orderBy: [{ field: CODE }]) { totalCount nodes { code } }
  }
}`;

describe('A viewer is told what it may do', () => {
  test.each<[string, string[]]>([
    ['READER', []],
    ['REPORTER', ['RC-N', 'RC-N-1']],
    ['RESPONDER', ['RC-N', 'RC-N-1']],
    ['STEWARD', ['RC-N', 'RC-N-1']],
  ])('as %s: it writes for %j', async (role, codes) => {
    const { text, client, key } = await issueBy(hub.as(hub.keys.regional), 'RC-N', {
      ...{ role, writesFor: ['RC-N-1'], networks: ['127.0.0.0/8', '2001:db8::/48'] },
    });
    expect(await hub.as(text).data(document)).toEqual({
      viewer: {
        ...{ label: 'trạm trực', role, key: key.id, expiresAt: key.expiresAt, organization: { code: 'RC-N' } },
        networks: ['127.0.0.0/8', '2001:db8::/48'],
        client: role === 'STEWARD' ? { id: client.id, label: 'trạm trực' } : null,
        writesFor: { totalCount: codes.length, nodes: codes.map((code) => ({ code })) },
      },
    });
  });

  test('as things stand: who has left its tree is no longer among those that it writes for', async () => {
    await hub.organization({ code: 'LEAVING', parent: 'RC-N' });
    const { text, client } = await issueBy(hub.as(hub.keys.regional), 'RC-N', { writesFor: ['LEAVING'] });
    const writesFor = () => hub.as(text).data('{ viewer { writesFor { nodes { code } } } }');
    expect(await writesFor()).toEqual({ viewer: { writesFor: { nodes: [{ code: 'RC-N' }, { code: 'LEAVING' }] } } });
    await hub.moveOrganization('LEAVING', 'RC-S');
    expect(await writesFor()).toEqual({ viewer: { writesFor: { nodes: [{ code: 'RC-N' }] } } });
    const named = 'query($id: ID!) { node(id: $id) { ... on ApiClient { writesFor { nodes { code } } } } }';
    expect(await hub.as(hub.keys.regional).data(named, { id: client.id })).toEqual({
      node: { writesFor: { nodes: [{ code: 'LEAVING' }] } },
    });
  });
});
