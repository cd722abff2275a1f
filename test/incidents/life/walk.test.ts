import { startHub, type Hub } from '../../support/hub';
import { entriesOf, IncidentDesk, outage } from '../../support/incident-desk';

let hub: Hub;
let desk: IncidentDesk;
beforeAll(async () => {
  hub = await startHub();
  desk = await IncidentDesk.of(hub, 'RC-N');
});
afterAll(() => hub.stop());

const awareAt = '2026-11-01T00:00:00Z';

describe('An incident', () => {
  test('goes from its first sign to closed, each step timed and told in its timeline', async () => {
    const opened = await desk.open('RC-N', { classification: { class: 'other', type: 'undetermined' } });
    const { classification } = outage;
    const triaged = await desk.go(opened, 'TRIAGED', { awareAt, classification, note: 'Cáp trục đứt.' });
    expect(triaged).toMatchObject({ state: 'TRIAGED', awareAt, classification, acknowledgedAt: expect.any(String) });
    const started = await desk.go(triaged, 'IN_PROGRESS');
    const contained = await desk.go(started, 'CONTAINED');
    const resolved = await desk.go(contained, 'RESOLVED', { resolution: 'Hàn nối lại sợi quang.' });
    const closed = await desk.go(resolved, 'CLOSED');
    expect(closed).toMatchObject({ state: 'CLOSED', resolution: 'Hàn nối lại sợi quang.', version: 6 });
    const instants = ['acknowledgedAt', 'startedAt', 'containedAt', 'resolvedAt', 'closedAt'].map(
      (field) => closed[field],
    );
    expect(instants).toEqual(instants.toSorted());
    const told = entriesOf(closed).map(({ kind, fromState, toState, author, at }) => [
      kind,
      fromState,
      toState,
      author.code,
      at,
    ]);
    expect(told).toEqual([
      ['STATE_CHANGE', 'NEW', 'TRIAGED', 'RC-N', instants[0]],
      ['STATE_CHANGE', 'TRIAGED', 'IN_PROGRESS', 'RC-N', instants[1]],
      ['STATE_CHANGE', 'IN_PROGRESS', 'CONTAINED', 'RC-N', instants[2]],
      ['STATE_CHANGE', 'CONTAINED', 'RESOLVED', 'RC-N', instants[3]],
      ['STATE_CHANGE', 'RESOLVED', 'CLOSED', 'RC-N', instants[4]],
    ]);
    expect(entriesOf(closed)[0]).toMatchObject({ text: 'NEW → TRIAGED\nCáp trục đứt.', authorDesk: 'RC-N responder' });
  });
});
