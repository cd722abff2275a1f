import { organizations } from '../directory/directory.collection';
import { toMany, toOne } from '../kernel/reading/edges';
import { sharingGroups } from './sharing.collection';

export const agreementOrganization = toOne('organizationId', organizations);
export const agreementGroup = toOne('groupId', sharingGroups);
export const agreementEndedBy = toOne('endedById', organizations);
export const groupMembers = toMany(
  'SharingGroup.members',
  organizations,
  't.id IN (SELECT m.organization_id FROM sharing_group_member m WHERE m.group_id = p.parent)',
);
