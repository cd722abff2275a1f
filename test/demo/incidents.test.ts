import { generateCountry } from '../../src/demo/demo-country';
import { faultOf } from '../../src/incidents/incident.rules';
import { incidentStates, timelineKinds } from '../../src/incidents/incident.values';
import { markings, severities } from '../../src/sharing/sharing.values';

const end = new Date('2026-11-20T12:00:00Z');

describe.each([1, 0.05])('the incidents of a country of scale %d', (scale) => {
  const { incidents } = generateCountry(end, scale);
  const seen = <T>(of: (incident: (typeof incidents)[number]) => T | T[]) => new Set(incidents.flatMap(of));

  test('have every state, severity and marking', () => {
    expect(seen(({ record }) => record.state)).toEqual(new Set(incidentStates));
    expect(seen(({ record }) => record.severity)).toEqual(new Set(severities));
    expect(seen(({ record }) => record.tlp)).toEqual(new Set(markings));
  });

  test('are sound, faults and attacks among them', () => {
    expect(incidents.map(({ record }) => faultOf(record)).filter(Boolean)).toEqual([]);
    const classes = seen(({ record }) => record.classification.class);
    expect(classes.has('availability')).toBe(true);
    expect(classes.size).toBeGreaterThan(4);
  });

  test('affect something, and some have co-workers or recipients', () => {
    expect(incidents.filter(({ record }) => record.affects!.length === 0)).toEqual([]);
    expect(incidents.some(({ record }) => record.coworkers!.length > 0)).toBe(true);
    expect(incidents.some(({ record }) => record.recipients!.length > 0)).toBe(true);
  });

  test('go through their stages in order, and nothing lies ahead', () => {
    for (const { record } of incidents) {
      const { occurredAt, detectedAt, acknowledgedAt, containedAt, resolvedAt, closedAt } = record;
      const passed = [occurredAt, detectedAt, acknowledgedAt, containedAt, resolvedAt, closedAt].filter(
        (at) => at != null,
      );
      expect(passed.map((at) => Date.parse(at))).toEqual(passed.map((at) => Date.parse(at)).sort((a, b) => a - b));
      expect(Date.parse(passed.at(-1)!)).toBeLessThan(end.getTime());
    }
  });

  test('have timelines that their parties wrote, oldest first, some entries under a marking of their own', () => {
    for (const { owner, reporter, record, entries } of incidents) {
      const parties = [owner, reporter, ...record.coworkers!];
      expect(entries.length).toBeGreaterThan(0);
      expect(entries.filter(({ author }) => !parties.includes(author))).toEqual([]);
      expect(entries.filter(({ at }) => Date.parse(at) >= end.getTime())).toEqual([]);
      expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort());
    }
    expect(seen(({ entries }) => entries.map(({ kind }) => kind))).toEqual(new Set(timelineKinds));
    expect(incidents.some(({ entries }) => entries.some(({ tlp }) => tlp === 'RED'))).toBe(true);
  });
});
