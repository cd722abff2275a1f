import { instantsOf } from '../support/as-of';
import { startHub, type Hub } from '../support/hub';
import type { Variables, Viewer } from '../support/viewer';

let hub: Hub;
let desk: Viewer;
beforeAll(async () => {
  hub = await startHub();
  desk = hub.as(await hub.key({ organization: 'RC-N', role: 'RESPONDER' }));
  await hub.agreement({ provider: 'RC-N', consumer: 'MOH', datasets: ['INCIDENTS'], leastSeverity: 'MINOR' });
});
afterAll(() => hub.stop());

/** Sends an incident of RC-N once for each state it is to go through; answers its id and when each began. */
async function incident(externalId: string, ...states: Variables[]): Promise<{ id: string; at: string[] }> {
  const whole = { classification: { class: 'availability', type: 'outage' }, severity: 'MAJOR', tlp: 'AMBER' };
  let id = '';
  for (const state of states) {
    const { sent } = await desk.data<{ sent: { ids: string[] } }>(
      'mutation Send($input: UpsertIncidentsInput!) { sent: upsertIncidents(input: $input) { ids } }',
      { input: { owner: 'RC-N', source: 'desk', records: [{ externalId, ...whole, ...state }] } },
    );
    id = sent.ids[0]!;
  }
  return { id, at: await instantsOf(hub, id) };
}

interface Was {
  title: string;
  tlp: string;
}
const was = async (viewer: Viewer, id: string, asOf?: string): Promise<string | null> => {
  const { incident: found } = await viewer.data<{ incident: Was | null }>(
    'query Was($id: ID!, $asOf: DateTime) { incident(id: $id, asOf: $asOf) { title tlp } }',
    { id, asOf },
  );
  return found && `${found.tlp} ${found.title}`;
};
const throughout = async (viewer: Viewer, { id, at }: { id: string; at: string[] }) =>
  Promise.all([...at, undefined].map((instant) => was(viewer, id, instant)));

describe('An incident as it was', () => {
  test('told only to some in between, is as of that time for them alone', async () => {
    const told = await incident(
      'narrowed',
      { title: 'Đứt cáp' },
      { title: 'Phá hoại', tlp: 'RED' },
      { title: 'Đã khôi phục' },
    );
    const whole = ['AMBER Đứt cáp', 'RED Phá hoại', 'AMBER Đã khôi phục', 'AMBER Đã khôi phục'];
    const [before, , after, now] = whole;
    expect(await throughout(desk, told)).toEqual(whole);
    expect(await throughout(hub.as(hub.keys.national), told)).toEqual([before, null, after, now]);
    expect(await throughout(hub.as(hub.keys.partner), told)).toEqual([before, null, after, now]);
  });

  test('is nothing to who does not see it now, however widely it was told then', async () => {
    const closed = await incident('closed up', { title: 'known', tlp: 'CLEAR' }, { title: 'narrowed', tlp: 'RED' });
    expect(await throughout(hub.as(hub.keys.partner), closed)).toEqual([null, null, null]);
    expect(await throughout(desk, closed)).toEqual(['CLEAR known', 'RED narrowed', 'RED narrowed']);
  });

  test('is for who was named on it then, as long as it is seen now', async () => {
    const recipients = ['MOH'];
    const named = await incident(
      'named',
      { title: 'not yet', tlp: 'RED', recipients: [] },
      { title: 'named', tlp: 'RED', recipients },
      { title: 'let go', recipients: [] },
    );
    const seen = [null, 'RED named', 'AMBER let go', 'AMBER let go'];
    expect(await throughout(hub.as(hub.keys.partner), named)).toEqual(seen);
  });

  test('was too slight for an agreement, and is so as of then', async () => {
    const grown = await incident('grown', { title: 'a blip', severity: 'INFO' }, { title: 'an outage' });
    expect(await throughout(hub.as(hub.keys.partner), grown)).toEqual([null, 'AMBER an outage', 'AMBER an outage']);
  });

  test('is as of its last change field by field what stands, and lists under it are as they stand', async () => {
    const all = {
      ...{ title: 'Sự cố', summary: 'Cáp biển.', state: 'CLOSED', labels: ['a:b="c, d"', 'ê'], coworkers: ['NMC'] },
      ...{ occurredAt: '2026-01-01T00:00:00Z', occurredAtPrecision: 'YEAR', links: ['https://example.org/1'] },
      ...{ detectedAt: '2026-02-03T04:05:06.123456Z', closedAt: '2026-02-04T00:00:00+07:00' },
    };
    const { id, at } = await incident('whole', { title: 'first' }, all);
    await desk.data(
      'mutation Add($input: AddTimelineEntryInput!) { addTimelineEntry(input: $input) { timelineEntry { id } } }',
      { input: { incident: id, source: 'desk', kind: 'NOTE', text: 'later' } },
    );
    const { stands, stood, first } = await desk.data<Record<string, { timeline: { totalCount: number } }>>(
      `query Both($id: ID!, $first: DateTime, $last: DateTime) {
        stands: incident(id: $id) { ...whole }
        stood: incident(id: $id, asOf: $last) { ...whole }
        first: incident(id: $id, asOf: $first) { ...whole }
      }
      fragment whole on Incident {
        id reference title summary severity state tlp classification { class type label } occurredAt occurredAtPrecision
        detectedAt awareAt acknowledgedAt containedAt resolvedAt closedAt labels links version createdAt updatedAt
        owner { code } reporter { code } region { code } origin { source externalId syncedAt } timeline { totalCount }
      }`,
      { id, first: at[0], last: at[1] },
    );
    expect(stood).toEqual(stands);
    expect(first).toMatchObject({
      title: 'first',
      version: 1,
      labels: [],
      closedAt: null,
      timeline: { totalCount: 1 },
    });
  });
});
