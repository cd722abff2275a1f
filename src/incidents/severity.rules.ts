import type { Severity } from '../sharing/sharing.values';
import type { IncidentImpact } from './incident.values';

/**
 * How bad an incident is, by what it takes away (rows) and the highest legal security level, 1 to 5, of the information systems that it affects
 * (columns; Decree 85/2016/ND-CP knows five). The same loss weighs more where more depends on it; at the levels 4 and 5, whose
 * failure harms the state or the public at large, a serious loss is never less than MAJOR.
 */
const matrix: Readonly<Record<IncidentImpact, readonly [Severity, Severity, Severity, Severity, Severity]>> = {
  NONE: ['INFO', 'INFO', 'INFO', 'MINOR', 'MINOR'],
  LIMITED: ['MINOR', 'MINOR', 'MINOR', 'MAJOR', 'MAJOR'],
  SERIOUS: ['MINOR', 'MINOR', 'MAJOR', 'MAJOR', 'CRITICAL'],
  FULL: ['MINOR', 'MAJOR', 'MAJOR', 'CRITICAL', 'CRITICAL'],
};

/** What is in no information system that is known weighs like one of this level. */
export const levelUnlessKnown = 2;

export const severityOf = (impact: IncidentImpact, level: number | null): Severity =>
  matrix[impact][(level ?? levelUnlessKnown) - 1]!;

/** The matrix in words, for who reads the API. */
export const severityInWords = (Object.keys(matrix) as IncidentImpact[])
  .map((impact) => `${impact}: ${matrix[impact].join(', ')}`)
  .join('; ');
