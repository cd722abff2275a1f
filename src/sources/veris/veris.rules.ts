import { severityOf, stateOf } from './veris-assessment.rules';
import type { VerisSeverity, VerisState } from './veris-assessment.rules';
import { classify } from './veris-classification.rules';
import type { Classification } from './veris-classification.rules';
import { faultOfDocument } from './veris-document.rules';
import type { VerisDocument } from './veris-document.rules';
import { labelsOf } from './veris-labels.rules';
import { referencesIn } from './veris-references.rules';
import type { Fault } from './veris-shape.rules';
import { dateOf, instantAfter } from './veris-time.rules';
import type { VerisDate, VerisPrecision } from './veris-time.rules';
import { titleOf } from './veris-title.rules';
import { codeAt } from './veris-values';

/** What an incident of the hub takes from a VERIS document: codes and instants, no name and no prose. */
export interface VerisIncident {
  readonly externalId: string;
  readonly title: string;
  readonly classification: Classification;
  readonly severity: VerisSeverity;
  readonly state: VerisState;
  readonly tlp: 'CLEAR';
  /** The start, in UTC, of the period that `occurredAtPrecision` names. */
  readonly occurredAt: string;
  readonly occurredAtPrecision: VerisPrecision;
  readonly detectedAt?: string;
  readonly containedAt?: string;
  readonly labels: readonly string[];
  readonly references: readonly string[];
}

export type VerisResult = { readonly ok: VerisIncident } | { readonly refused: Fault };

/**
 * One parsed VERIS document as an incident, or what is wrong with it and where. The order of its keys does not matter.
 */
export function incidentFromVeris(document: unknown): VerisResult {
  const fault = faultOfDocument(document);
  if (fault) return { refused: fault };
  const valid = document as VerisDocument;
  const date = dateOf(valid);
  if ('fault' in date) return { refused: date.fault };
  const labels = labelsOf(valid);
  return labels.length > MOST_LABELS ? { refused: tooMany } : { ok: incidentOf(valid, date.ok, labels) };
}

const MOST_LABELS = 200;

const tooMany: Fault = {
  path: '',
  code: 'OUT_OF_RANGE',
  reason: `the document has more than ${MOST_LABELS} values to label: name fewer, or divide it into several incidents`,
};

function incidentOf(document: VerisDocument, date: VerisDate, labels: string[]): VerisIncident {
  return {
    externalId: codeAt(document, 'incident_id') ?? '',
    title: titleOf(document),
    classification: classify(document),
    severity: severityOf(document),
    state: stateOf(document),
    tlp: 'CLEAR',
    occurredAt: date.at.toISOString(),
    occurredAtPrecision: date.precision,
    ...laterInstants(document, date),
    labels,
    references: referencesIn(codeAt(document, 'reference') ?? ''),
  };
}

/** Containment before discovery contradicts it, so it stays a label. */
function laterInstants(document: VerisDocument, date: VerisDate): Pick<VerisIncident, 'detectedAt' | 'containedAt'> {
  const detected = instantAfter(date, document, 'discovery');
  const contained = instantAfter(date, document, 'containment');
  const isOrdered = !detected || !contained || detected <= contained;
  return {
    ...(detected && { detectedAt: detected.toISOString() }),
    ...(contained && isOrdered && { containedAt: contained.toISOString() }),
  };
}
