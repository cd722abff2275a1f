import type { Severity } from '../sharing/sharing.values';
import type { SubjectKind } from '../monitoring/subject';

/** What a source (a rule, the detector, Alertmanager, somebody who says so) saw of one fingerprint at an instant. */
export interface Evidence {
  /** The organization in whose name it is said: who writes the warning. */
  writerId: string;
  /** Stands for the rule, the subject and the labels: of one writer and source it keeps one open warning. */
  fingerprint: string;
  source: string;
  ruleId: string | null;
  seriesId: string | null;
  /** Null where it is not known: then the address leads to it, or a warning that stands keeps its own. */
  subject: EvidenceSubject | null;
  /** What it is about where that is no known object: an IP address, looked up in the sight of the writer. */
  address?: string | null;
  labels: Readonly<Record<string, string>>;
  firing: boolean;
  severity: Severity;
  /** When it was seen, by the clock of the source. */
  at: Date;
  explanation: string;
}

export interface EvidenceSubject {
  column: SubjectKind['column'];
  id: string;
}
