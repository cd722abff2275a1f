import { toMany, toOne } from '../kernel/reading/edges';
import { organizations, regions } from './directory.collection';

export const organizationParent = toOne('parentId', organizations);
export const organizationChildren = toMany('Organization.children', organizations, 't.parent_id = p.parent');
export const regionOf = toOne('regionId', regions);
export const ownerOf = toOne('ownerId', organizations);
export const regionParent = toOne('parentId', regions);
export const regionChildren = toMany('Region.children', regions, 't.parent_id = p.parent');
