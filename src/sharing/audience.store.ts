import type { Db } from '../kernel/postgres/session';

export interface AudienceRow {
  organizationId: string;
  via: string[];
  agreementIds: string[];
  withheld: string[] | null;
}

/** What decides who sees a record. */
export interface AccessColumns {
  dataset: string;
  ownerId: string;
  writerId: string | null;
  regionId: string | null;
  tlp: string | null;
  severity: string | null;
  partyIds: string[];
}

const columns = 'a.organization_id AS "organizationId", a.via, a.agreement_ids AS "agreementIds", a.withheld';

/** Who sees a record, for its owner's side; nobody for others. */
export const findAudience = (db: Db, recordId: string): Promise<AudienceRow[]> =>
  db.rows<AudienceRow>(`SELECT ${columns} FROM hub.audience_of_record($1) a`, [recordId]);

/** Who would see a record that is yet to be written, for its owner's side. */
export const findDraftAudience = (db: Db, draft: AccessColumns): Promise<AudienceRow[]> =>
  db.rows<AudienceRow>(`SELECT ${columns} FROM hub.audience_of_draft($1, $2, $3, $4, $5, $6, $7) a`, [
    ...[draft.dataset, draft.ownerId, draft.writerId, draft.regionId, draft.tlp, draft.severity, draft.partyIds],
  ]);
