import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ config: { pipeline: false } });
});
afterAll(() => hub.stop());

test('With the pipeline off, requests beside each other read and write as ever', async () => {
  const site = await hub.site({ owner: 'RC-N', name: 'trạm' });
  const device = await hub.device({ owner: 'RC-N', name: 'edge', site });
  const document = '{ devices { nodes { id site { name } interfaces { totalCount } } } }';
  const asked = Array.from({ length: 20 }, () => hub.as(hub.keys.regional).data(document));
  const expected = { devices: { nodes: [{ id: device.id, site: { name: 'trạm' }, interfaces: { totalCount: 0 } }] } };
  expect(await Promise.all(asked)).toEqual(Array.from({ length: 20 }, () => expected));
});
