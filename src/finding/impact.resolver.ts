import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../context';
import { organizations } from '../directory/directory.collection';
import { devices } from '../inventory/device/device.collection';
import { informationSystems } from '../inventory/information-system/information-system.collection';
import { links } from '../inventory/link/link.collection';
import { sites } from '../inventory/site/site.collection';
import type { ForwardPage } from '../kernel/reading/forward-page';
import { findImpactOf } from './find-impact';
import { impactPage } from './impact-page';
import {
  Impact,
  ImpactedDevices,
  ImpactedLinks,
  ImpactedOrganizations,
  ImpactedSites,
  ImpactedSystems,
  ImpactPageArgs,
} from './impact.type';

@Resolver(() => Impact)
export class ImpactResolver {
  @Query(() => Impact, {
    description:
      'What stops working when a site, device, interface, link or information system does: what stands at a site or ends there; links that end on a device and systems that run on it; devices that hang on one link alone; systems that others are part of or need. And so on from each of those.',
  })
  impact(@Arg('id', () => ID, { description: 'Id of the object that fails.' }) id: string, @Ctx() context: Context) {
    return findImpactOf(id, context);
  }

  @FieldResolver(() => ImpactedDevices, {
    description: 'Devices at the site, or with no other link than one that fails.',
  })
  devices(@Root() { groups }: Impact, @Args(() => ImpactPageArgs) args: ForwardPage, @Ctx() context: Context) {
    return impactPage(context, devices, groups.devices, args);
  }

  @FieldResolver(() => ImpactedLinks, { description: 'Links with an end at or on what fails.' })
  links(@Root() { groups }: Impact, @Args(() => ImpactPageArgs) args: ForwardPage, @Ctx() context: Context) {
    return impactPage(context, links, groups.links, args);
  }

  @FieldResolver(() => ImpactedSystems, {
    description: 'Systems that run on a device that fails, or that are made of or need a system that does.',
  })
  informationSystems(
    @Root() { groups }: Impact,
    @Args(() => ImpactPageArgs) args: ForwardPage,
    @Ctx() context: Context,
  ) {
    return impactPage(context, informationSystems, groups.informationSystems, args);
  }

  @FieldResolver(() => ImpactedSites, { description: 'Sites where a device stands that fails.' })
  sites(@Root() { groups }: Impact, @Args(() => ImpactPageArgs) args: ForwardPage, @Ctx() context: Context) {
    return impactPage(context, sites, groups.sites, args);
  }

  @FieldResolver(() => ImpactedOrganizations, {
    description: 'Organizations that own the object (0 steps) or something that fails with it.',
  })
  organizations(@Root() { groups }: Impact, @Args(() => ImpactPageArgs) args: ForwardPage, @Ctx() context: Context) {
    return impactPage(context, organizations, groups.organizations, args);
  }
}
