import { readHistoryOf, type HistoryPage } from '../../support/history';
import { startHub, type Hub } from '../../support/hub';
import { send, type Made } from '../../support/inventory-builders';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub();
});
afterAll(() => hub.stop());

const operationsIn = async (key: string, id: string): Promise<string[]> =>
  (await readHistoryOf(hub.as(key), id))!.nodes.map(({ operation }) => operation);

describe('A change of nothing that the viewer sees', () => {
  const move = (device: Made, site: Made) =>
    hub.send('Devices', {
      owner: device.owner,
      records: [{ externalId: device.externalId, role: 'ROUTER', name: 'moving', site }],
    });

  test('is no entry to it, nor a place that pages go around', async () => {
    const device = await hub.device({ owner: 'RC-N', name: 'moving', site: await hub.site() });
    await move(device, await hub.site());
    await move(device, await hub.site({ owner: 'RC-N' }));
    expect(await operationsIn(hub.keys.national, device.id)).toEqual(['UPDATED', 'UPDATED', 'CREATED']);
    expect(await operationsIn(hub.keys.regional, device.id)).toEqual(['UPDATED', 'CREATED']);

    const pages: string[][] = [];
    for (let [more, after]: [boolean, string | null] = [true, null]; more;) {
      const page: HistoryPage = (await readHistoryOf(hub.as(hub.keys.regional), device.id, { first: 1, after }))!;
      pages.push(page.edges.map(({ node }) => node.operation));
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    expect(pages).toEqual([['UPDATED'], ['CREATED']]);
  });

  test('is none where only who may see the record has changed, as of an entry whose incident gains a recipient', async () => {
    const [incident] = await hub.sql<{ id: string }>(
      `INSERT INTO incident (id, owner_id, source, external_id, tlp, reporter_id, reference, title, class, type, severity)
       SELECT gen_random_uuid(), o.id, 'desk', '1', 'AMBER', o.id, 'INC-1', 'x', 'availability', 'outage', 'MAJOR'
         FROM organization o WHERE o.code = 'RC-N' RETURNING id`,
    );
    const [entry] = await hub.sql<{ id: string }>(
      `INSERT INTO timeline_entry (id, incident_id, source, external_id, marking, author_id, kind, at, text)
       SELECT gen_random_uuid(), i.id, 'desk', '1', 'AMBER', i.owner_id, 'NOTE', now(), 'x' FROM incident i RETURNING id`,
    );
    await hub.sql(
      `UPDATE incident SET recipient_ids = (SELECT array_agg(o.id) FROM organization o WHERE o.code = 'MOH') WHERE id = $1`,
      [incident!.id],
    );
    expect(await hub.sql('SELECT FROM private.change c WHERE c.record_id = $1', [entry!.id])).toHaveLength(2);
    expect(await operationsIn(hub.keys.regional, `tml_${entry!.id}`)).toEqual(['CREATED']);
  });
});

describe('Who changed a record', () => {
  test('is told to its owner where somebody wrote it, and not where it followed what a stranger wrote', async () => {
    await hub.region({ code: 'far', name: 'Far' });
    const site = await hub.site({ owner: 'RC-S', name: 'shared mast', code: 'mast' });
    const device = await hub.device({ owner: 'RC-N', name: 'guest', site });
    const stranger = hub.as(await hub.key({ organization: 'RC-S', role: 'REPORTER', label: 'RC-S desk' }));
    const moved = { externalId: site.externalId, code: 'mast', name: 'shared mast', region: 'far' };
    expect(await send(stranger, 'Sites', { owner: 'RC-S', records: [moved] })).toMatchObject({ updated: 1 });

    const { nodes } = (await readHistoryOf(hub.as(hub.keys.regional), device.id))!;
    expect(nodes).toMatchObject([
      { operation: 'UPDATED', changed: ['region_id'], actor: null, key: null, before: { site_id: null } },
      { operation: 'CREATED', actor: 'RC-N source', after: { site_id: null } },
    ]);
    expect((await readHistoryOf(hub.as(hub.keys.national), device.id))!.nodes[0]).toMatchObject({ actor: null });
    expect((await readHistoryOf(hub.as(hub.keys.national), site.id))!.nodes[0]).toMatchObject({ actor: 'RC-S desk' });
  });
});
