import type { VerisDocument } from './veris-document.rules';
import { codeAt, codesAt, numbersAt, valuesAt } from './veris-values';

export type VerisSeverity = 'INFO' | 'MINOR' | 'MAJOR' | 'CRITICAL';
export type VerisState = 'TRIAGED' | 'IN_PROGRESS' | 'RESOLVED' | 'CLOSED';

/**
 * The document's own rating of the impact where it has one. Otherwise what is known of the effect: nothing happened (a
 * near miss, a false positive) is INFO; data known to be out is MAJOR, from 100,000 records CRITICAL, below 500 (where
 * US law tells a small breach from one to be published) MINOR; a service interrupted for longer than minutes, or
 * systems destroyed or locked, is MAJOR; all else MINOR.
 */
export function severityOf(document: VerisDocument): VerisSeverity {
  const rated = ratings[codeAt(document, 'impact.overall_rating') ?? ''];
  if (rated) return rated;
  if (isVoid(document)) return 'INFO';
  const records = recordsOf(document);
  const isOut = codeAt(document, 'attribute.confidentiality.data_disclosure') === 'Yes';
  if (isOut && records >= 100_000) return 'CRITICAL';
  return (isOut && records >= 500) || isServiceDown(document) ? 'MAJOR' : 'MINOR';
}

/**
 * A VERIS document looks back, so a confirmed incident is RESOLVED, and CLOSED once its record was reviewed too (VCDB's
 * analysis status); IN_PROGRESS where the document says that containment never came; a suspicion is TRIAGED; a near
 * miss and a false positive leave nothing to do: CLOSED. None of VCDB's revisions moves an incident back.
 */
export function stateOf(document: VerisDocument): VerisState {
  if (isVoid(document)) return 'CLOSED';
  if (codeAt(document, 'security_incident') === 'Suspected') return 'TRIAGED';
  if (codeAt(document, 'timeline.containment.unit') === 'Never') return 'IN_PROGRESS';
  const status = codeAt(document, 'plus.analysis_status');
  return status === 'Validated' || status === 'Finalized' ? 'CLOSED' : 'RESOLVED';
}

const ratings: Readonly<Record<string, VerisSeverity>> = {
  Insignificant: 'INFO',
  Distracting: 'MINOR',
  Painful: 'MAJOR',
  Damaging: 'CRITICAL',
  Catastrophic: 'CRITICAL',
};

function isVoid(document: VerisDocument): boolean {
  return ['Near miss', 'False positive'].includes(codeAt(document, 'security_incident') ?? '');
}

/** The total, else the largest of its parts, which may be about the same records; a number not known counts as 500. */
function recordsOf(document: VerisDocument): number {
  const [total] = numbersAt(document, 'attribute.confidentiality.data_total');
  const parts = numbersAt(document, 'attribute.confidentiality.data.amount');
  return total ?? (parts.length > 0 ? Math.max(...parts) : 500);
}

function isServiceDown(document: VerisDocument): boolean {
  const losses = codesAt(document, 'attribute.availability.variety');
  if (losses.includes('Destruction') || losses.includes('Obscuration')) return true;
  const isShort = valuesAt(document, 'attribute.availability.duration.unit').some(
    (unit) => unit === 'Seconds' || unit === 'Minutes',
  );
  return losses.includes('Interruption') && !isShort;
}
