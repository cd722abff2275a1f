import type { Hub } from '../../hub';
import type { Random } from '../../random';
import { sharingBuilders } from '../../sharing-builders';
import { isInForce } from '../oracle/grants';
import { acceptingOf } from '../oracle/parties';
import { isAbove, isWithin } from '../oracle/trees';
import { shuffled } from '../world/chance';
import { markings, severities, type Agreement } from '../world/sharing-model';
import type { World } from '../world/things';

/** A change in the course of a world, made in the hub and in the world alike: what it was, or null where nothing is left to change. */
export type Change = (hub: Hub, world: World, random: Random) => Promise<string | null>;

/** With new keys: those of another world are gone with it. */
const stewards = (hub: Hub) =>
  sharingBuilders(async (organization) => hub.as(await hub.key({ organization, role: 'STEWARD' })));

/** Its terms stay as they were proposed: only the clock goes on, here by hand. */
async function turnClock(hub: Hub, { id, validFrom, validUntil }: Agreement): Promise<void> {
  await hub.sql('ALTER TABLE agreement DISABLE TRIGGER keep');
  await hub.sql('UPDATE agreement SET valid_from = $2, valid_until = $3 WHERE id = $1', [id, validFrom, validUntil]);
  await hub.sql('ALTER TABLE agreement ENABLE TRIGGER keep');
}
const secondsAgo = (seconds: number): string =>
  new Date(1000 * (Math.floor(Date.now() / 1000) - seconds)).toISOString().replace('.000Z', 'Z');

/** By the road that stewards take. */
async function endAgreement(hub: Hub, { Agreement }: World, random: Random): Promise<string | null> {
  const agreement = shuffled(random, Agreement).find((one) => isInForce(one));
  if (!agreement) return null;
  const side = random.chance(0.5) ? agreement.provider : acceptingOf(agreement.consumer);
  await stewards(hub).revoke(`agr_${agreement.id}`, side.code);
  agreement.state = 'ENDED';
  return `agreement ${agreement.id} was ended`;
}

async function acceptAgreement(hub: Hub, { Agreement }: World): Promise<string | null> {
  const agreement = Agreement.find((one) => one.state === 'PROPOSED');
  if (!agreement) return null;
  await stewards(hub).accept(`agr_${agreement.id}`, acceptingOf(agreement.consumer).code);
  agreement.state = 'ACCEPTED';
  return `agreement ${agreement.id} was accepted`;
}

async function fallDue(hub: Hub, { Agreement }: World, random: Random): Promise<string | null> {
  const agreement = shuffled(random, Agreement).find((one) => isInForce(one));
  if (!agreement) return null;
  agreement.validUntil = secondsAgo(1);
  await turnClock(hub, agreement);
  return `agreement ${agreement.id} fell due`;
}

async function begin(hub: Hub, { Agreement }: World): Promise<string | null> {
  const agreement = Agreement.find((one) => one.state === 'ACCEPTED' && Date.parse(one.validFrom) > Date.now());
  if (!agreement) return null;
  agreement.validFrom = secondsAgo(0);
  await turnClock(hub, agreement);
  return `agreement ${agreement.id} began`;
}

/** By the road that stewards take. */
async function removeMember(hub: Hub, { SharingGroup, Agreement }: World, random: Random): Promise<string | null> {
  const named = SharingGroup.filter((group) => Agreement.some((one) => one.consumer === group && isInForce(one)));
  const groups = [...shuffled(random, named), ...SharingGroup].filter(({ members }) => members.length > 0);
  const group = groups[0];
  if (!group) return null;
  const gone = random.pick(group.members);
  group.members = group.members.filter((member) => member !== gone);
  await stewards(hub).group(
    group.owner.code,
    group.code,
    group.members.map(({ code }) => code),
  );
  group.name = group.code;
  return `${gone.code} left ${group.code}`;
}

async function moveOrganization(hub: Hub, { Organization }: World, random: Random): Promise<string | null> {
  // The first of them keep their places: other roads go by these.
  const moved = random.pick(Organization.slice(6));
  const parent = random.pick(Organization.filter((one) => !isAbove(moved, one) && one !== moved.parent));
  moved.parent = parent;
  await hub.moveOrganization(moved.code, parent.code);
  return `${moved.code} moved below ${parent.code}`;
}

async function moveRegion(hub: Hub, { Region, Agreement }: World, random: Random): Promise<string | null> {
  const limits = Agreement.filter((one) => isInForce(one) && one.region).map(({ region }) => region!);
  const limit = random.pick(limits.length > 0 ? limits : Region);
  // Into a region that agreements are limited to, or out of it.
  const into = Region.find((one) => !isWithin(one, limit) && !isWithin(limit, one));
  const out = Region.find((one) => one !== limit && isWithin(one, limit));
  const moved = (random.chance(0.5) ? into : out) ?? into ?? out;
  if (!moved) return null;
  moved.parent = moved === into ? limit : null;
  await hub.sql('UPDATE region SET parent_id = $2 WHERE id = $1', [moved.id, moved.parent?.id ?? null]);
  return `region ${moved.code} moved`;
}

async function narrowMarking(hub: Hub, { Incident }: World, random: Random): Promise<string | null> {
  for (const incident of shuffled(
    random,
    Incident.filter(({ tlp }) => tlp !== 'RED'),
  ).slice(0, 12)) {
    incident.tlp = markings[markings.indexOf(incident.tlp) + 1]!;
    await hub.sql('UPDATE incident SET tlp = $2 WHERE id = $1', [incident.id, incident.tlp]);
  }
  return 'markings were narrowed';
}

async function calmDown(hub: Hub, { Incident }: World, random: Random): Promise<string | null> {
  for (const incident of shuffled(
    random,
    Incident.filter(({ severity }) => severity !== 'INFO'),
  ).slice(0, 12)) {
    incident.severity = severities[severities.indexOf(incident.severity) - 1]!;
    await hub.sql('UPDATE incident SET severity = $2 WHERE id = $1', [incident.id, incident.severity]);
  }
  return 'incidents became less severe';
}

async function changeWarnings(hub: Hub, { Warning }: World, random: Random): Promise<string | null> {
  for (const warning of shuffled(random, Warning).slice(0, 12)) {
    warning.severity = random.pick(severities);
    await hub.sql('UPDATE warning SET severity = $2 WHERE id = $1', [warning.id, warning.severity]);
  }
  return 'warnings became better or worse';
}

async function leaveCommunity(hub: Hub, { Organization }: World, random: Random): Promise<string | null> {
  const one = random.pick(Organization.slice(0, 6));
  one.communityMember = !one.communityMember;
  await hub.sql('UPDATE organization SET community_member = $2 WHERE id = $1', [one.id, one.communityMember]);
  return `${one.code} came to or left the community`;
}

async function giveAway(hub: Hub, { Device, Interface, Organization }: World, random: Random): Promise<string | null> {
  const device = random.pick(Device);
  device.owner = random.pick(Organization);
  for (const port of Interface.filter((one) => one.device === device)) port.owner = device.owner;
  await hub.sql('UPDATE device SET owner_id = $2 WHERE id = $1', [device.id, device.owner.id]);
  return `device ${device.id} was given to ${device.owner.code}`;
}

export const changes: readonly Change[] = [
  ...[endAgreement, removeMember, moveOrganization, moveRegion, narrowMarking],
  ...[acceptAgreement, fallDue, begin, calmDown, changeWarnings, leaveCommunity, giveAway],
];
