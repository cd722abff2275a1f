import { registry } from '../../src/registry';
import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const nodes = 'query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';
const missing = (prefix: string) => `${prefix}_00000000-0000-7000-8000-000000000000`;

describe('Records by their ids', () => {
  test('come in the order asked, with their types, each as often as it was asked for', async () => {
    const device = await hub.device();
    const site = await hub.site();
    const ids = [site.id, missing('dev'), device.id, site.id];
    expect(await hub.as(hub.keys.national).data(nodes, { ids })).toEqual({
      nodes: [
        { __typename: 'Site', id: site.id },
        null,
        { __typename: 'Device', id: device.id },
        { __typename: 'Site', id: site.id },
      ],
    });
    expect(hub.statements).toHaveLength(3);
  });

  test.each(registry.collections.map(({ typeName, prefix }) => ({ typeName, prefix })))(
    '$typeName: are null where there is none',
    async ({ prefix }) => {
      expect(await hub.as(hub.keys.national).data(nodes, { ids: [missing(prefix)] })).toEqual({ nodes: [null] });
    },
  );

  test('sort as they were made', async () => {
    const made = [await hub.site(), await hub.site(), await hub.site()].map(({ id }) => id);
    const { sites } = await hub
      .as(hub.keys.national)
      .data<{ sites: { nodes: { id: string }[] } }>('{ sites(last: 3) { nodes { id } } }');
    expect(sites.nodes.map(({ id }) => id)).toEqual(made);
  });

  test('may be none, and 100 at most', async () => {
    expect(await hub.as(hub.keys.national).data(nodes, { ids: [] })).toEqual({ nodes: [] });
    const ids = Array.from({ length: 101 }, () => missing('dev'));
    expect(await hub.as(hub.keys.national).refusal(nodes, { ids })).toMatchObject({ code: 'PAGE_TOO_LARGE' });
  });

  test.each([
    '',
    'dev',
    'dev_1',
    missing('zzz'),
    missing('DEV'),
    `${missing('dev')} `,
    missing('dev').replace('7', 'g'),
  ])('that are no ids are refused: "%s"', async (id) => {
    const refusal = { code: 'BAD_USER_INPUT', message: expect.stringContaining('is not an id') };
    expect(await hub.as(hub.keys.national).refusal('query($id: ID!) { node(id: $id) { id } }', { id })).toMatchObject(
      refusal,
    );
  });
});
