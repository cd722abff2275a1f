import type { Maintenance, MaintenanceObject } from '../world/quiet-model';
import type { Organization } from '../world/directory-model';
import { partiesOf, type Parties } from '../world/incident-model';
import type { Party, Agreement } from '../world/sharing-model';

/** Whether an organization is meant where a party is named: itself, or as a member of the group. */
export const isMeant = (organization: Organization, party: Party): boolean =>
  party.type === 'SharingGroup' ? party.members.includes(organization) : party === organization;

/** Whether it always sees an incident and what hangs on it: as its owner, as its reporter, or named on it, itself or by a group. */
export const isParty = (organization: Organization, parties: Parties): boolean =>
  partiesOf(parties).some((party) => isMeant(organization, party));

/** Who accepts an agreement: its consumer, or who keeps the group. */
export const acceptingOf = (consumer: Agreement['consumer']): Organization =>
  consumer.type === 'SharingGroup' ? consumer.owner : consumer;

/** Owner, provider, and who owns what it is about. */
export const partiesOfMaintenance = ({ owner, provider, about }: Maintenance): Organization[] => [
  ...new Set([owner, ...(provider ? [provider] : []), ...about.map((covered) => covered.owner)]),
];
/** The same of one object: its own owner alone beside those two. */
export const partiesOfObject = ({ maintenance: { owner, provider }, subject }: MaintenanceObject): Organization[] => [
  ...new Set([owner, ...(provider ? [provider] : []), ...(subject ? [subject.owner] : [])]),
];
