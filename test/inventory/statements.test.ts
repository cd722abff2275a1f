import { startHub, type Hub } from '../support/hub';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

test('smoke', async () => {
  const site = await hub.site();
  await hub.device({ owner: 'RC-N', site });
  const answer = await hub.as(hub.keys.national).query('{ devices { nodes { name site { name } owner { code } history { nodes { changed } } } totalCount } }');
  console.log(JSON.stringify(answer, null, 1), hub.statements);
});
