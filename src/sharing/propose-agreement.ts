import { findKeeper } from '../directory/find-writer';
import { organizations, regions } from '../directory/directory.collection';
import { idsByCode, idsOf } from '../directory/resolve-codes';
import { HubError } from '../kernel/errors';
import { newId } from '../kernel/ids';
import type { Db } from '../kernel/postgres/session';
import type { ProposeAgreementInput } from './agreement.input.type';
import { sharingGroups } from './sharing.collection';

/** Offers an agreement in the name of its provider; it gives nothing before the consumer accepts. Answers its UUID. */
export async function proposeAgreement(db: Db, input: ProposeAgreementInput, now: Date): Promise<string> {
  refuseImpossible(input, now);
  const provider = await findKeeper(db, input.provider);
  const { organizationId, groupId, regionId } = await resolve(db, input);
  if (organizationId === provider.id)
    throw new HubError('BAD_USER_INPUT', 'consumer: an organization needs no agreement with itself.');
  const id = newId();
  await db.rows(
    `INSERT INTO agreement (id, owner_id, organization_id, group_id, title, legal_basis, with_descendants, datasets, region_id, least_severity,
                            ceiling, withheld, valid_from, valid_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, coalesce($13::timestamptz, now()), $14)`,
    [
      ...[id, provider.id, organizationId, groupId, input.title, input.legalBasis, input.withDescendants],
      ...[[...new Set(input.datasets)], regionId, input.leastSeverity, input.ceiling, [...new Set(input.withheld)]],
      ...[input.validFrom ?? null, input.validUntil ?? null],
    ],
  );
  return id;
}

function refuseImpossible(
  { datasets, validFrom, validUntil, title, legalBasis }: ProposeAgreementInput,
  now: Date,
): void {
  const refuse = (message: string) => {
    throw new HubError('BAD_USER_INPUT', message);
  };
  if (datasets.length === 0) refuse('datasets: an agreement covers one at least.');
  if (title.length < 1 || title.length > 200) refuse('title: it has 1 to 200 characters.');
  if (legalBasis.length < 1 || legalBasis.length > 2000) refuse('legalBasis: it has 1 to 2,000 characters.');
  const begin = validFrom ? new Date(validFrom) : now;
  if (validUntil && new Date(validUntil) <= begin) refuse('validUntil: it must lie after validFrom.');
  if (validUntil && new Date(validUntil) <= now) refuse('validUntil: it lies in the past.');
}

/** An organization's code, or else a group's: no two of them have the same. */
async function resolve(db: Db, { consumer, region }: ProposeAgreementInput) {
  const organizationId = (await idsByCode(db, organizations, [consumer])).get(consumer) ?? null;
  const groupId = organizationId ? null : ((await idsByCode(db, sharingGroups, [consumer])).get(consumer) ?? null);
  if (!organizationId && !groupId)
    throw new HubError(
      'BAD_USER_INPUT',
      `consumer: there is no organization or sharing group with the code "${consumer.slice(0, 63)}".`,
    );
  const found = await idsOf(db, { region: { target: regions, codes: [region] } });
  return { organizationId, groupId, regionId: found.region[0] ?? null };
}
