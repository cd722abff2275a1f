import type { Organization, Owned, Region } from './directory-model';
import type { Subject } from './monitoring-model';
import type { Marking, Party, Severity } from './sharing-model';

export interface Incident extends Owned {
  type: 'Incident';
  tlp: Marking;
  reporter: Organization;
  coworkers: Party[];
  recipients: Party[];
  region: Region | null;
  reference: string;
  title: string;
  summary: string;
  severity: Severity;
  state: string;
  occurredAt: string | null;
  detectedAt: string | null;
  labels: string[];
  affects: Subject[];
  coordinator: Organization | null;
  handOverTo: Organization | null;
  /** what it was merged into */
  mergedInto: Incident | null;
  linked: IncidentLink[];
}
/** What stands at one end of a link; the other end has its own. */
export interface IncidentLink {
  kind: 'CAUSED_BY' | 'CAUSES' | 'RELATED';
  other: Incident;
}
export interface TimelineEntry {
  type: 'TimelineEntry';
  id: string;
  incident: Incident;
  author: Organization;
  source: string;
  externalId: string;
  /** its own; it is seen by the stricter of this and its incident's */
  marking: Marking;
  kind: string;
  at: string;
  text: string;
  createdAt: string;
}

export type Parties = Pick<Incident, 'owner' | 'reporter' | 'coworkers' | 'recipients'> &
  Partial<Pick<Incident, 'coordinator' | 'handOverTo'>>;

/** Whoever an incident concerns, each once: its owner, its reporter, and every organization and group named on it. */
export const partiesOf = ({ owner, reporter, coworkers, recipients, coordinator, handOverTo }: Parties): Party[] => {
  const leading = [coordinator, handOverTo].filter((one) => one != null);
  return [...new Set([owner, reporter, ...leading, ...coworkers, ...recipients])];
};
