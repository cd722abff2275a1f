import { incidentImpacts } from '../../src/incidents/incident.values';
import { severityInWords, severityOf } from '../../src/incidents/severity.rules';
import { severities } from '../../src/sharing/sharing.values';

const levels = [1, 2, 3, 4, 5];

describe('The rule of severity', () => {
  test('is this matrix: impact by the level of what is affected', () => {
    const rows = incidentImpacts.map((impact) =>
      [impact, ...levels.map((level) => severityOf(impact, level))].join(' '),
    );
    expect(rows).toEqual([
      'NONE INFO INFO INFO MINOR MINOR',
      'LIMITED MINOR MINOR MINOR MAJOR MAJOR',
      'SERIOUS MINOR MINOR MAJOR MAJOR CRITICAL',
      'FULL MINOR MAJOR MAJOR CRITICAL CRITICAL',
    ]);
  });

  test('never falls as impact or level grows', () => {
    const rank = (impact: (typeof incidentImpacts)[number], level: number) =>
      severities.indexOf(severityOf(impact, level));
    for (const [i, impact] of incidentImpacts.entries())
      for (const level of levels) {
        if (level > 1) expect(rank(impact, level)).toBeGreaterThanOrEqual(rank(impact, level - 1));
        if (i > 0) expect(rank(impact, level)).toBeGreaterThanOrEqual(rank(incidentImpacts[i - 1]!, level));
      }
  });

  test('takes what is in no known system for level 2, and tells itself in words', () => {
    for (const impact of incidentImpacts) expect(severityOf(impact, null)).toBe(severityOf(impact, 2));
    expect(severityInWords).toContain('FULL: MINOR, MAJOR, MAJOR, CRITICAL, CRITICAL');
  });
});
