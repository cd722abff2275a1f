import type { Organization } from '../world/directory-model';
import type { Agreement, SharingGroup } from '../world/sharing-model';
import type { Thing } from '../world/things';
import { ownerOf } from './derived';
import { seesMarked, stricter } from './markings';
import { isMeant, acceptingOf } from './parties';
import { isAbove } from './trees';

/** Who is in a group is for its members, its keeper, and who stands above that. */
export const seesMembers = (viewer: Organization, group: SharingGroup): boolean =>
  group.members.includes(viewer) || isAbove(viewer, group.owner);

/** The sides of an agreement: who shares, who accepts (its consumer, or who keeps the group) and who stands above them; and every consumer. */
function seesAgreement(viewer: Organization, { provider, consumer }: Agreement): boolean {
  const accepting = acceptingOf(consumer);
  return isAbove(viewer, provider) || isAbove(viewer, accepting) || isMeant(viewer, consumer);
}

/** Whether a viewer sees a record without any agreement. */
export function seesAlone(viewer: Organization, thing: Thing): boolean {
  switch (thing.type) {
    case 'Region':
    case 'Organization':
    case 'Metric':
    case 'SharingGroup':
      return true;
    case 'Agreement':
      return seesAgreement(viewer, thing);
    case 'Series':
      return isAbove(viewer, thing.writer) || isAbove(viewer, ownerOf(thing));
    case 'Warning':
      return isAbove(viewer, thing.writer) || isAbove(viewer, ownerOf(thing));
    case 'WarningTransition':
      return seesAlone(viewer, thing.warning);
    case 'Incident':
      return seesMarked(viewer, thing, thing.tlp);
    case 'TimelineEntry':
      return seesMarked(viewer, thing.incident, stricter(thing.marking, thing.incident.tlp));
    default:
      return isAbove(viewer, thing.owner);
  }
}
