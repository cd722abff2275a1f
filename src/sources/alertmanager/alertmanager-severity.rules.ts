import type { Severity } from '../../sharing/sharing.values';

/** Words that rules put into the label "severity", of any case, by what they are here; any other, and none, is MINOR. */
const words: Readonly<Record<Severity, readonly string[]>> = {
  CRITICAL: ['critical', 'crit', 'page', 'emergency', 'alert', 'fatal', 'disaster', 'p1'],
  MAJOR: ['major', 'error', 'err', 'high', 'p2'],
  MINOR: ['minor', 'warning', 'warn', 'average', 'medium', 'ticket', 'p3'],
  INFO: ['info', 'information', 'informational', 'notice', 'low', 'none', 'debug', 'ok', 'p4', 'p5'],
};
const severityOfWord = new Map(
  (Object.keys(words) as Severity[]).flatMap((severity) => words[severity].map((word) => [word, severity] as const)),
);

export const severityOf = (word: string | undefined): Severity =>
  severityOfWord.get((word ?? '').trim().toLowerCase()) ?? 'MINOR';
