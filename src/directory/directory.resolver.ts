import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import type { ListArgs } from '../kernel/reading/page';
import { organizationChildren, organizationParent, regionChildren, regionOf, regionParent } from './directory.edges';
import { organizations, regions } from './directory.collection';
import {
  Organization,
  OrganizationArgs,
  OrganizationConnection,
  Region,
  RegionArgs,
  RegionConnection,
} from './directory.type';
import type { OrganizationRow } from './organization.entity';
import type { RegionRow } from './region.entity';

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => OrganizationConnection, { description: 'Organizations of the directory.' })
  organizations(@Args(() => OrganizationArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(organizations, args);
  }

  @Query(() => Organization, { nullable: true, description: 'One organization by its code.' })
  async organization(
    @Arg('code', () => String, { description: 'Its code, exactly.' }) code: string,
    @Ctx() context: Context,
  ) {
    const found = await context.list(organizations, { filter: { code: { eq: code } }, first: 1 });
    return found.nodes[0] ?? null;
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: 'The organization above it; ancestors see what it owns, but for TLP:RED.',
  })
  parent(@Root() row: OrganizationRow, @Ctx() context: Context) {
    return context.one(organizationParent, row);
  }

  @FieldResolver(() => OrganizationConnection, { description: 'The organizations right below it.' })
  children(@Root() row: OrganizationRow, @Args(() => OrganizationArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(organizationChildren, row, args);
  }

  @FieldResolver(() => Region, { nullable: true, description: 'The region it answers for.' })
  region(@Root() row: OrganizationRow, @Ctx() context: Context) {
    return context.one(regionOf, row);
  }
}

@Resolver(() => Region)
export class RegionResolver {
  @Query(() => RegionConnection, { description: 'Regions of the country.' })
  regions(@Args(() => RegionArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(regions, args);
  }

  @FieldResolver(() => Region, { nullable: true, description: 'The region it lies in.' })
  parent(@Root() row: RegionRow, @Ctx() context: Context) {
    return context.one(regionParent, row);
  }

  @FieldResolver(() => RegionConnection, { description: 'The regions right within it.' })
  children(@Root() row: RegionRow, @Args(() => RegionArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(regionChildren, row, args);
  }
}
