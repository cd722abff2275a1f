import { startHub, type Hub } from '../support/hub';
import type { Answer } from '../support/viewer';

let hub: Hub;
let incident: string;
beforeAll(async () => {
  hub = await startHub();
  const owner = 'RC-N';
  const input = {
    ...{ owner, source: 'alarms', title: 'A wide one', severity: 'MAJOR', tlp: 'AMBER' },
    classification: { class: 'availability', type: 'outage' },
  };
  const opening = 'mutation Open($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id } } }';
  await (await hub.stewardOf(owner)).data(opening, { input });
  const records = Array.from({ length: 1001 }, (_, n) => ({ externalId: `d${n}`, name: `d${n}`, role: 'SENSOR' }));
  await hub.send('Devices', { owner, source: 'alarms', records: records.slice(0, 1000) });
  await hub.send('Devices', { owner, source: 'alarms', records: records.slice(1000) });
  [{ id: incident }] = (await hub.sql<{ id: string }>('SELECT id FROM incident')) as [{ id: string }];
});
afterAll(() => hub.stop());

const affect = (devices: number): Promise<unknown> =>
  hub.sql(
    `INSERT INTO incident_subject (id, incident_id, owner_id, tlp, device_id)
     SELECT gen_random_uuid(), i.id, i.owner_id, i.tlp, d.id FROM incident i, (SELECT * FROM device ORDER BY id LIMIT $1) d
         ON CONFLICT DO NOTHING`,
    [devices],
  );

const affects = '{ incidents { nodes { affects { ... on Device { name } } } } }';
type Affected = { incidents: { nodes: { affects: object[] }[] } };

test('What an incident affects is listed up to 1,000, and refused beyond, by both executors', async () => {
  const askers = [hub.as(hub.keys.national), hub.asOfGraphqlJs(hub.keys.national)];
  await affect(1000);
  for (const asker of askers)
    expect((await asker.data<Affected>(affects)).incidents.nodes[0]!.affects).toHaveLength(1000);
  await affect(1001);
  for (const asker of askers) {
    const { errors }: Answer<unknown> = await asker.query(affects);
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_COMPLEX' }, message: expect.stringContaining('1000') }]);
  }
});

test('More are refused where they come in', async () => {
  const record = {
    ...{ externalId: 'wider', title: 'A wider one', severity: 'MAJOR', tlp: 'AMBER' },
    classification: { class: 'availability', type: 'outage' },
    affects: Array.from({ length: 1001 }, (_, n) => ({ device: { externalId: `d${n}` } })),
  };
  const sending = `mutation Send($input: UpsertIncidentsInput!) {
    upsertIncidents(input: $input) { created refused { field message } }
  }`;
  const send = async (affects: object[]) =>
    (await hub.stewardOf('RC-N')).data(sending, {
      input: { owner: 'RC-N', source: 'alarms', records: [{ ...record, affects }] },
    });
  const message = 'it names 1001 objects: name 1000 at most.';
  expect(await send(record.affects)).toMatchObject({
    upsertIncidents: { created: 0, refused: [{ field: 'affects', message: expect.stringContaining(message) }] },
  });
  expect(await send(record.affects.slice(1))).toMatchObject({ upsertIncidents: { created: 1, refused: [] } });
});

test('It is looked up only where it is asked for', async () => {
  await hub.as(hub.keys.national).data('{ incidents { nodes { classification { label } origin { source } } } }');
  expect(hub.statements.join(' ')).not.toContain('affected_ids');
  await hub.as(hub.keys.national).query(`{ incident(id: "inc_${incident}") { affects { __typename } } }`);
  expect(hub.statements.join(' ')).toContain('affected_ids');
});
