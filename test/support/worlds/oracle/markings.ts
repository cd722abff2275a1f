import type { Organization } from '../world/directory-model';
import type { Parties } from '../world/incident-model';
import { markings, type Marking } from '../world/sharing-model';
import { isParty } from './parties';
import { isAbove } from './trees';

export const stricter = (a: Marking, b: Marking): Marking =>
  markings[Math.max(markings.indexOf(a), markings.indexOf(b))]!;

/** Each marking reaches whom the next narrower one reaches, and more; agreements come beside. */
export function seesMarked(viewer: Organization, parties: Parties, marking: Marking): boolean {
  if (isParty(viewer, parties)) return true;
  if (marking === 'RED') return false;
  if (isAbove(viewer, parties.owner)) return true;
  return marking === 'CLEAR' || (marking === 'GREEN' && viewer.communityMember);
}
