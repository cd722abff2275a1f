import type { Organization } from './directory-model';
import type { Subject } from './monitoring-model';
import type { Severity } from './sharing-model';

export interface Warning {
  type: 'Warning';
  id: string;
  /** in whose name it was raised */
  writer: Organization;
  subject: Subject | null;
  source: string;
  fingerprint: string;
  severity: Severity;
  /** open: what has cleared stays with whom it was, and moves no more */
  state: 'RAISED' | 'ACKNOWLEDGED' | 'SUPPRESSED';
  explanation: string;
  labels: Record<string, string>;
  flaps: number;
  raisedAt: string;
  createdAt: string;
  causedBy: Warning | null;
}

/** It is seen as its warning is. */
export interface WarningTransition {
  type: 'WarningTransition';
  id: string;
  warning: Warning;
  cause: 'FIRED' | 'HELD' | 'ACKNOWLEDGED';
  to: Warning['state'];
  severity: Severity;
  note: string;
  at: string;
  createdAt: string;
}
