import { organizations, regions } from '../../directory/directory.collection';
import { idsOf } from '../../directory/resolve-codes';
import { HubError } from '../../kernel/errors';
import { rawId, uuidOf } from '../../kernel/ids';
import type { Identity } from '../../kernel/postgres/identity';
import type { Db } from '../../kernel/postgres/session';
import type { Values } from '../../kernel/writing/upsert';
import { parties } from '../../sharing/sharing.collection';
import { affectedLevels } from '../affected-level.store';
import { findSubjects, replaceSubjects, unseenSubjects, type SubjectPlace } from '../incident-subjects';
import { severityOf } from '../severity.rules';
import { changeIncident } from './change-incident.store';
import { refuseLong } from './refuse-long';
import { holdIncident, refuseOtherVersion, type StandingIncident } from './standing-incident.store';
import type { UpdateIncidentInput } from './update.input.type';
import { barredFromSaying, deskFieldsOf, faultOfSaid, saidIn, type Said } from './update-incident.rules';

/** Changes what is said of an incident, and who works on it. Answers its UUID. */
export async function updateIncident(
  db: Db,
  { incident, version, ...input }: UpdateIncidentInput,
  viewer: Identity,
  now: Date,
): Promise<string> {
  const said = saidIn(input);
  refuseLong({ severityReason: said.severityReason, resolution: said.resolution });
  const standing = await holdIncident(db, uuidOf('inc', incident, 'incident'));
  await refuseOtherVersion(db, standing, version);
  const barred = barredFromSaying(standing, said, await codeOf(db, viewer));
  if (barred) throw new HubError(barred.code, barred.message);
  const fault = faultOfSaid(standing, said, now);
  if (fault) throw new HubError('BAD_USER_INPUT', fault);
  const affects = await affectedBy(db, standing, input);
  const set = { ...plainly(said), ...(await named(db, standing, said)), ...(await rated(db, standing, said, affects)) };
  await changeIncident(db, standing.id, set, deskFieldsOf(said));
  if (affects) await replaceSubjects(db, [{ id: standing.id, owner_id: standing.ownerId, affects }]);
  return standing.id;
}

async function codeOf(db: Db, { organizationId }: Identity): Promise<string> {
  const [own] = await db.rows<{ code: string }>('SELECT o.code FROM organization o WHERE o.id = $1', [organizationId]);
  return own!.code;
}

/** What the key does not see of what it affects is not the key's to leave out. */
async function affectedBy(
  db: Db,
  { id, ownerId, source }: StandingIncident,
  { affects }: Pick<UpdateIncidentInput, 'affects'>,
): Promise<SubjectPlace[] | null> {
  if (!affects) return null;
  return [...(await findSubjects(db, affects, { ownerId, source })), ...(await unseenSubjects(db, id))];
}

const plain = [
  ...['title', 'summary', 'tlp', 'resolution', 'impact', 'detectedAt', 'awareAt', 'acknowledgedAt'],
  ...['startedAt', 'containedAt', 'resolvedAt', 'closedAt'],
] as const;

/** What is kept as it is said. */
function plainly(said: Said): Values {
  const { classification, occurredAt, occurredAtPrecision, labels, links } = said;
  return {
    ...Object.fromEntries(Object.entries(said).filter(([field]) => (plain as readonly string[]).includes(field))),
    ...(classification && { class: classification.class, type: classification.type }),
    ...(occurredAt !== undefined && { occurredAt, occurredAtPrecision: occurredAtPrecision ?? 'SECOND' }),
    ...(labels && { labels: [...new Set(labels)].sort() }),
    ...(links && { links: [...new Set(links)] }),
  };
}

/** What is said by codes. A former owner that is to stay on when the incident is handed over stays named meanwhile. */
async function named(db: Db, { handOverToId, ownerId, coworkerIds }: StandingIncident, said: Said): Promise<Values> {
  const found = await idsOf(db, {
    coworkers: { target: parties, codes: said.coworkers ?? [] },
    recipients: { target: parties, codes: said.recipients ?? [] },
    region: { target: regions, codes: [said.region] },
    coordinator: { target: organizations, codes: [said.coordinator] },
  });
  const staying = handOverToId && coworkerIds.includes(ownerId) ? [ownerId] : [];
  return {
    ...(said.coworkers && { coworkerIds: [...new Set([...found.coworkers, ...staying])] }),
    ...(said.recipients && { recipientIds: found.recipients }),
    ...(said.region !== undefined && { regionId: found.region[0] ?? null }),
    ...(said.coordinator !== undefined && { coordinatorId: found.coordinator[0] ?? null }),
  };
}

/** Severity as it is said with a reason, or by the rule, which looks again wherever what it goes by was said. */
async function rated(
  db: Db,
  standing: StandingIncident,
  said: Said,
  affects: readonly SubjectPlace[] | null,
): Promise<Values> {
  const { severity, severityReason, impact = standing.impact } = said;
  if (severity) return { severity, severityReason: severityReason ?? null };
  if (severity === undefined && standing.severityReason) return severityReason ? { severityReason } : {};
  const isOpen = severity === null || said.impact !== undefined || affects !== null;
  if (!impact || !isOpen) return {};
  const [level] = await affectedLevels(db, [affects?.map(({ id }) => id) ?? standing.affectedIds.map(rawId)]);
  return { severity: severityOf(impact, level!), severityReason: null };
}
