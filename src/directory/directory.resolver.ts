import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { List, Many, One } from '../kernel/reading/field-edge';
import type { Context } from '../context';
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

@Resolver(() => Organization)
export class OrganizationResolver {
  @List(organizations, () => OrganizationConnection, () => OrganizationArgs, {
    description: 'Organizations of the directory.',
  })
  readonly organizations: unknown;

  @Query(() => Organization, { nullable: true, description: 'One organization by its code.' })
  async organization(
    @Arg('code', () => String, { description: 'Its code, exactly.' }) code: string,
    @Ctx() context: Context,
  ) {
    const found = await context.list(organizations, { filter: { code: { eq: code } }, first: 1 });
    return found.nodes[0] ?? null;
  }

  @One(organizationParent, () => Organization, {
    nullable: true,
    description: 'The organization above it; ancestors see what it owns, but for TLP:RED.',
  })
  readonly parent: unknown;

  @Many(organizationChildren, () => OrganizationConnection, () => OrganizationArgs, {
    description: 'The organizations right below it.',
  })
  readonly children: unknown;

  @One(regionOf, () => Region, { nullable: true, description: 'The region it answers for.' })
  readonly region: unknown;
}

@Resolver(() => Region)
export class RegionResolver {
  @List(regions, () => RegionConnection, () => RegionArgs, { description: 'Regions of the country.' })
  readonly regions: unknown;

  @One(regionParent, () => Region, { nullable: true, description: 'The region it lies in.' })
  readonly parent: unknown;

  @Many(regionChildren, () => RegionConnection, () => RegionArgs, { description: 'The regions right within it.' })
  readonly children: unknown;
}
