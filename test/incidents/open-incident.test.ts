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
