import { Resolver, type ClassType } from 'type-graphql';
import { Organization } from '../directory/directory.type';
import { Device } from '../inventory/device/device.type';
import { InformationSystem } from '../inventory/information-system/information-system.type';
import { Interface } from '../inventory/interface/interface.type';
import { Link } from '../inventory/link/link.type';
import { Site } from '../inventory/site/site.type';
import { Many } from '../kernel/reading/field-edge';
import { WarningArgs, WarningConnection } from './warning.type';
import { organizationWarnings, subjectWarnings } from './warnings.edges';

@Resolver(() => Organization)
class OrganizationWarningsResolver {
  @Many(organizationWarnings, () => WarningConnection, () => WarningArgs, {
    description: 'Warnings that it owns: those that speak of what is its own.',
  })
  readonly warnings: unknown;
}

/** What warnings add to everything that they can speak of. */
function warnedOf(type: ClassType | object): new () => object {
  @Resolver(() => type as ClassType)
  class WarnedResolver {
    @Many(subjectWarnings, () => WarningConnection, () => WarningArgs, { description: 'Warnings that speak of it.' })
    readonly warnings: unknown;
  }
  return WarnedResolver;
}

/** All of them, for the API's table of contents. */
export const subjectWarningResolvers = [
  OrganizationWarningsResolver,
  ...[Site, Device, Interface, Link, InformationSystem].map(warnedOf),
];
