import type { Organization, Owned } from './directory-model';
import type { Device, InformationSystem, Interface, Link, Site } from './inventory-model';
import type { Subject } from './monitoring-model';
import type { Severity } from './sharing-model';

export interface Silence extends Owned {
  type: 'Silence';
  /** whose warnings it holds back */
  quiets: Organization[];
  reason: string;
  subject: Subject | null;
  mostSeverity: Severity;
  startsAt: string;
  endsAt: string;
}
export type Covered = Site | Device | Interface | Link | InformationSystem;
export interface Maintenance extends Owned {
  type: 'Maintenance';
  provider: Organization | null;
  title: string;
  status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED';
  impact: 'NO_IMPACT' | 'OUTAGE';
  startsAt: string;
  endsAt: string;
  /** what its objects name of the inventory */
  about: Covered[];
}
export interface MaintenanceObject {
  type: 'MaintenanceObject';
  id: string;
  maintenance: Maintenance;
  /** a circuit that no link is found for, where it names no object */
  circuit: string | null;
  subject: Covered | null;
  impact: 'NO_IMPACT' | 'OUTAGE';
  createdAt: string;
}
