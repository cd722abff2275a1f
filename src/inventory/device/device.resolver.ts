import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { Organization } from '../../directory/directory.type';
import type { OrganizationRow } from '../../directory/organization.entity';
import { findRecord } from '../../kernel/history/find-record';
import { RecordArgs } from '../../kernel/history/record.args.type';
import type { ListArgs } from '../../kernel/reading/page';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { siteOf } from '../site/site.edges';
import type { SiteRow } from '../site/site.entity';
import { Site } from '../site/site.type';
import { organizationDevices, siteDevices } from './device.edges';
import type { DeviceRow } from './device.entity';
import { displayNameOf } from './device.rules';
import { devices } from './device.collection';
import { Device, DeviceArgs, DeviceConnection } from './device.type';

@Resolver(() => Device)
export class DeviceResolver extends inventoryRecordResolver(Device) {
  @Query(() => DeviceConnection, { description: 'Devices that the viewer sees.' })
  devices(@Args(() => DeviceArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(devices, args);
  }

  @Query(() => Device, {
    nullable: true,
    description: 'A device by its id, as it stands or as it was; null where there is none for this viewer.',
  })
  device(@Args(() => RecordArgs) args: RecordArgs, @Ctx() context: Context) {
    return findRecord(devices, args, context);
  }

  @FieldResolver(() => String, {
    description: 'Its name, or its role with its serial or the end of its id where it has none.',
  })
  displayName(@Root() row: DeviceRow): string {
    return displayNameOf(row);
  }

  @FieldResolver(() => Site, {
    nullable: true,
    description: 'The site it stands at; null where it has none or the viewer may not see it.',
  })
  site(@Root() row: DeviceRow, @Ctx() context: Context) {
    return context.one(siteOf, row);
  }
}

@Resolver(() => Organization)
export class OrganizationDevicesResolver {
  @FieldResolver(() => DeviceConnection, { description: 'Devices that it owns.' })
  devices(@Root() row: OrganizationRow, @Args(() => DeviceArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(organizationDevices, row, args);
  }
}

@Resolver(() => Site)
export class SiteDevicesResolver {
  @FieldResolver(() => DeviceConnection, { description: 'Devices that stand at it.' })
  devices(@Root() row: SiteRow, @Args(() => DeviceArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(siteDevices, row, args);
  }
}
