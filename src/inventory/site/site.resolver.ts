import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { Organization, Region } from '../../directory/directory.type';
import type { OrganizationRow } from '../../directory/organization.entity';
import type { RegionRow } from '../../directory/region.entity';
import { findRecord } from '../../kernel/history/find-record';
import { RecordArgs } from '../../kernel/history/record.args.type';
import type { ListArgs } from '../../kernel/reading/page';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { organizationSites, regionSites } from './site.edges';
import { sites } from './site.collection';
import { Site, SiteArgs, SiteConnection } from './site.type';

@Resolver(() => Site)
export class SiteResolver extends inventoryRecordResolver(Site) {
  @Query(() => SiteConnection, { description: 'Sites that the viewer sees.' })
  sites(@Args(() => SiteArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(sites, args);
  }

  @Query(() => Site, {
    nullable: true,
    description: 'A site by its id, as it stands or as it was; null where there is none for this viewer.',
  })
  site(@Args(() => RecordArgs) args: RecordArgs, @Ctx() context: Context) {
    return findRecord(sites, args, context);
  }
}

@Resolver(() => Organization)
export class OrganizationSitesResolver {
  @FieldResolver(() => SiteConnection, { description: 'Sites that it owns.' })
  sites(@Root() row: OrganizationRow, @Args(() => SiteArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(organizationSites, row, args);
  }
}

@Resolver(() => Region)
export class RegionSitesResolver {
  @FieldResolver(() => SiteConnection, { description: 'Sites that lie right in it.' })
  sites(@Root() row: RegionRow, @Args(() => SiteArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(regionSites, row, args);
  }
}
