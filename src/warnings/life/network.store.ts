import type { Db } from '../../kernel/postgres/session';
import type { WarningNature, WarningState } from './warning-life.values';

export interface NetworkLink {
  id: string;
  a: { siteId: string | null; deviceId: string | null; interfaceId: string | null };
  b: { siteId: string | null; deviceId: string | null; interfaceId: string | null };
}

export interface NetworkDevice {
  id: string;
  siteId: string | null;
  isRoot: boolean;
  /** how many links it has in service, counted up to 200 */
  links: number;
}

/** An open warning that says its subject is down or worse. */
export interface Failure {
  id: string;
  subjectId: string;
  nature: WarningNature;
  mayCause: boolean;
  state: WarningState;
  firing: boolean;
  raisedAt: string;
}

type Ids = readonly string[];

/** Links in service that end on these, or are these. */
export const findLinks = (
  db: Db,
  of: { devices?: Ids; sites?: Ids; interfaces?: Ids; links?: Ids },
): Promise<NetworkLink[]> =>
  db.rows<NetworkLink>(
    `SELECT l.id, json_build_object('siteId', l.a_site_id, 'deviceId', l.a_device_id, 'interfaceId', l.a_interface_id) AS a,
            json_build_object('siteId', l.b_site_id, 'deviceId', l.b_device_id, 'interfaceId', l.b_interface_id) AS b
       FROM hub.network_links($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) l`,
    [of.devices ?? [], of.sites ?? [], of.interfaces ?? [], of.links ?? []],
  );

/** These devices, and those that stand at these sites, as far as they are in service. */
export const findDevices = (db: Db, devices: Ids, sites: Ids = []): Promise<NetworkDevice[]> =>
  db.rows<NetworkDevice>(
    `SELECT d.id, d.site_id AS "siteId", d.is_root AS "isRoot", d.links FROM hub.network_devices($1::uuid[], $2::uuid[]) d`,
    [devices, sites],
  );

/** What interfaces and systems among these need, and what that needs. */
export const findNeeds = (
  db: Db,
  subjects: Ids,
): Promise<{ kind: 'INTERFACE' | 'SYSTEM'; id: string; needsId: string }[]> =>
  db.rows(`SELECT n.kind, n.id, n.needs_id AS "needsId" FROM hub.network_needs($1::uuid[]) n`, [subjects]);

/** What is open and hangs on these devices or sites. */
export async function findHanging(db: Db, devices: Ids, sites: Ids): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `SELECT h.subject_id AS id FROM hub.network_hanging($1::uuid[], $2::uuid[]) h`,
    [devices, sites],
  );
  return rows.map(({ id }) => id);
}

export const findFailures = (db: Db, subjects: Ids): Promise<Failure[]> =>
  db.rows<Failure>(
    `SELECT f.id, f.subject_id AS "subjectId", f.nature, f.may_cause AS "mayCause", f.state, f.firing, f.raised_at AS "raisedAt"
       FROM hub.open_failures($1::uuid[]) f`,
    [subjects],
  );

/** Whether each of these writers may speak for its subject: it owns it, or stands above who does. */
export async function findSpeakers(db: Db, writers: Ids, subjects: Ids): Promise<boolean[]> {
  const rows = await db.rows<{ place: number; mayCause: boolean }>(
    `SELECT s.place, s.may_cause AS "mayCause" FROM hub.speakers($1::uuid[], $2::uuid[]) s ORDER BY s.place`,
    [writers, subjects],
  );
  return rows.map(({ mayCause }) => mayCause);
}
