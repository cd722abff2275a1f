import { readHistoryOf, type HistoryPage } from '../../support/history';
import { startHub, type Hub } from '../../support/hub';
import type { Made } from '../../support/inventory-builders';

const changes = 1000;
let hub: Hub;
let device: Made;

/** A device that was renamed again and again, and moved each time: to a site that its partner sees, and back to one that it does not. */
beforeAll(async () => {
  hub = await startHub();
  const [seen, hidden] = [await hub.site({ owner: 'RC-N' }), await hub.site({ owner: 'RC-S' })];
  device = await hub.device({ owner: 'RC-N', name: 'mover', site: seen });
  await hub.agreement({ provider: 'RC-N', consumer: 'MOH' });
  const moves = [
    `UPDATE device SET name = 'mover ' || i, site_id = '${hidden.id.slice(4)}' WHERE id = '${device.id.slice(4)}'`,
    `UPDATE device SET name = 'mover ' || i, site_id = '${seen.id.slice(4)}' WHERE id = '${device.id.slice(4)}'`,
  ];
  const move = `IF i % 2 = 1 THEN ${moves[0]}; ELSE ${moves[1]}; END IF;`;
  await hub.sql(`DO $$ BEGIN FOR i IN 1..${changes} LOOP ${move} END LOOP; END $$`);
});
afterAll(() => hub.stop());

test('A history of a thousand changes is read page by page, each in its time, whoever reads it', async () => {
  const viewer = hub.as(hub.keys.partner);
  const told: HistoryPage['nodes'] = [];
  for (let [more, after]: [boolean, string | null] = [true, null]; more;) {
    const page: HistoryPage = (await readHistoryOf(viewer, device.id, { first: 100, after }))!;
    told.push(...page.nodes);
    ({ hasNextPage: more, endCursor: after } = page.pageInfo);
  }
  const names = Array.from({ length: changes }, (_, i) => `mover ${changes - i}`);
  expect(told.map(({ after }) => after!['name'])).toEqual([...names, 'mover']);
});

test('and each image of it names the site that its reader sees, and none in place of one that it does not', async () => {
  const sitesIn = async (key: string) =>
    (await readHistoryOf(hub.as(key), device.id, { first: 2 }))!.nodes.map(({ before, after }) => [
      before!['site_id'] !== null,
      after!['site_id'] !== null,
    ]);
  expect(await sitesIn(hub.keys.partner)).toEqual([
    [false, true],
    [true, false],
  ]);
  expect(await sitesIn(hub.keys.national)).toEqual([
    [true, true],
    [true, true],
  ]);
});

test('So is the record as it was at an instant', async () => {
  const document = `query($id: ID!, $asOf: DateTime!) { device(id: $id, asOf: $asOf) { name site { id } } }`;
  const asOf = new Date().toISOString();
  const { device: was } = await hub.as(hub.keys.partner).data<{ device: { name: string } }>(document, {
    id: device.id,
    asOf,
  });
  expect(was).toMatchObject({ name: `mover ${changes}`, site: { id: expect.any(String) } });
});
