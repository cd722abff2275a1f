import { Client } from 'pg';
import { startHub, type Hub } from '../support/hub';
import type { Variables, Viewer } from '../support/viewer';

let hub: Hub;
let desk: Viewer;
beforeAll(async () => {
  hub = await startHub();
  desk = hub.as(await hub.key({ organization: 'RC-N', role: 'RESPONDER' }));
});
afterAll(() => hub.stop());

const document = `mutation Open($input: OpenIncidentInput!) {
  openIncident(input: $input) { incident { id title tlp version } }
}`;
interface Opened {
  id: string;
  title: string;
  tlp: string;
  version: number;
}
const outage: Variables = {
  owner: 'RC-N',
  source: 'alarms',
  title: 'Link down',
  classification: { class: 'availability', type: 'outage' },
  severity: 'MAJOR',
  tlp: 'AMBER',
};
const open = async (input: Variables = {}): Promise<Opened> =>
  (await desk.data<{ openIncident: { incident: Opened } }>(document, { input: { ...outage, ...input } })).openIncident
    .incident;
const upsert = async (record: Variables): Promise<{ created: number; updated: number; unchanged: number }> => {
  const { owner, source, ...content } = outage;
  const { sent } = await desk.data<{ sent: { created: number; updated: number; unchanged: number } }>(
    `mutation Send($input: UpsertIncidentsInput!) { sent: upsertIncidents(input: $input) { created updated unchanged } }`,
    { input: { owner, source, records: [{ ...content, ...record }] } },
  );
  return sent;
};

/** Until somebody waits: there is nothing else to see of it. */
async function waitsForALock(): Promise<void> {
  for (let waiting = 0; waiting === 0;) {
    const [found] = await hub.sql<{ count: number }>(
      'SELECT count(*)::int AS count FROM pg_locks l WHERE NOT l.granted',
    );
    waiting = found!.count;
  }
}

describe('Opening an incident', () => {
  test('again under its key leaves it as it stands', async () => {
    const first = await open({ externalId: 'alarm-1' });
    expect(await open({ externalId: 'alarm-1', title: 'Something else', tlp: 'CLEAR' })).toEqual(first);
  });

  test('by ten at once under one key opens one, as the first of them says', async () => {
    const titles = Array.from({ length: 10 }, (_, n) => `Alarm from probe ${n}`);
    const opened = await Promise.all(titles.map((title) => open({ externalId: 'alarm-2', title })));
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
    expect(new Set(opened.map(({ title }) => title)).size).toBe(1);
    expect(opened[0]).toMatchObject({ version: 1 });
  });

  test('leaves one that somebody else writes at that moment as it is written', async () => {
    const client = new Client({ connectionString: hub.databaseUrl });
    await client.connect();
    await client.query('SET search_path = hub');
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO incident (id, owner_id, source, external_id, tlp, reporter_id, reference, title, class, type, severity, state)
       SELECT gen_random_uuid(), o.id, 'alarms', 'race', 'RED', o.id, 'INC-RACE', 'as written', 'availability', 'outage', 'MAJOR', 'IN_PROGRESS'
         FROM organization o WHERE o.code = 'RC-N'`,
    );
    const opening = open({ externalId: 'race', tlp: 'CLEAR' });
    await waitsForALock();
    await client.query('COMMIT');
    await client.end();
    expect(await opening).toMatchObject({ title: 'as written', tlp: 'RED', version: 1 });
  });

  test('under a key that a hidden incident has is a conflict, and tells nothing of it', async () => {
    await open({ externalId: 'hidden', tlp: 'RED' });
    const above = hub.as(await hub.key({ organization: 'NMC', role: 'RESPONDER', writesFor: ['RC-N'] }));
    const refusal = await above.refusal(document, { input: { ...outage, externalId: 'hidden' } });
    expect(refusal).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('use another') as string });
  });

  test('for an organization that the key does not write for is refused before anything is looked up', async () => {
    const refusal = await desk.refusal(document, { input: { ...outage, owner: 'NMC', externalId: 'any' } });
    expect(refusal).toMatchObject({ code: 'FORBIDDEN', status: 403 });
  });

  test('without a key of its own opens another each time', async () => {
    expect((await open()).id).not.toBe((await open()).id);
  });
});

describe('An incident that its source sends again', () => {
  const partiesOf = (key: string) =>
    hub.sql(
      `SELECT cardinality(i.coworker_ids) AS coworkers, cardinality(i.recipient_ids) AS recipients, i.summary,
              (SELECT count(*)::int FROM incident_subject s WHERE s.incident_id = i.id) AS affects
         FROM incident i WHERE i.external_id = $1`,
      [key],
    );

  test('keeps who works on it and what it affects where the source does not say, and has the rest as sent', async () => {
    const router = await hub.device({ owner: 'RC-N' });
    const full = { externalId: 'kept', summary: 'Cut by a digger.', coworkers: ['NMC'], recipients: ['MOH'] };
    await upsert({ ...full, affects: [{ device: { id: router.id } }] });
    expect(await upsert({ externalId: 'kept' })).toMatchObject({ updated: 1 });
    expect(await partiesOf('kept')).toEqual([{ coworkers: 1, recipients: 1, summary: null, affects: 1 }]);
    expect(await upsert({ externalId: 'kept', coworkers: [], recipients: [], affects: [] })).toMatchObject({
      updated: 1,
    });
    expect(await partiesOf('kept')).toEqual([{ coworkers: 0, recipients: 0, summary: null, affects: 0 }]);
  });
});
