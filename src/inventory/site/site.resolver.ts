import { Resolver } from 'type-graphql';
import { List, Many } from '../../kernel/reading/field-edge';
import { ById } from '../../kernel/history/by-id';
import { Organization, Region } from '../../directory/directory.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { organizationSites, regionSites } from './site.edges';
import { sites } from './site.collection';
import { Site, SiteArgs, SiteConnection } from './site.type';

@Resolver(() => Site)
export class SiteResolver extends inventoryRecordResolver(Site) {
  @List(sites, () => SiteConnection, () => SiteArgs, { description: 'Sites that the viewer sees.' })
  readonly sites: unknown;

  @ById(sites, () => Site, 'A site by its id, as it stands or as it was; null where there is none for this viewer.')
  readonly site: unknown;
}

@Resolver(() => Organization)
export class OrganizationSitesResolver {
  @Many(organizationSites, () => SiteConnection, () => SiteArgs, { description: 'Sites that it owns.' })
  readonly sites: unknown;
}

@Resolver(() => Region)
export class RegionSitesResolver {
  @Many(regionSites, () => SiteConnection, () => SiteArgs, { description: 'Sites that lie right in it.' })
  readonly sites: unknown;
}
