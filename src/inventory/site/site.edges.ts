import { toMany, toOne } from '../../kernel/reading/edges';
import { sites } from './site.collection';

export const siteOf = toOne('siteId', sites);
export const organizationSites = toMany('Organization.sites', sites, 't.owner_id = p.parent');
export const regionSites = toMany('Region.sites', sites, 't.region_id = p.parent');
