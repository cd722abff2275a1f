import type { RecordRef } from '../../kernel/writing/references';
import type { MaintenanceImpact, MaintenanceStatus } from './quiet.values';

/** What a maintenance is about, as it is sent: one of these, beside its impact. */
export interface SentObject {
  circuit?: string | null;
  link?: RecordRef | null;
  device?: RecordRef | null;
  interface?: RecordRef | null;
  site?: RecordRef | null;
  informationSystem?: RecordRef | null;
  impact?: MaintenanceImpact | null;
}

/** A notice of planned work, as a source sends it. */
export interface MaintenanceRecord {
  externalId: string;
  title: string;
  status?: MaintenanceStatus | null;
  impact: MaintenanceImpact;
  startsAt: string;
  endsAt: string;
  provider?: string | null;
  providerName?: string | null;
  reference?: string | null;
  account?: string | null;
  sequence?: number | null;
  stampedAt?: string | null;
  objects?: SentObject[] | null;
}
