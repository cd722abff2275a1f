import { FieldResolver, Resolver, Root } from 'type-graphql';
import { List, Many, Needs, One } from '../../kernel/reading/field-edge';
import { ById } from '../../kernel/history/by-id';
import { Organization } from '../../directory/directory.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { siteOf } from '../site/site.edges';
import { Site } from '../site/site.type';
import { organizationDevices, siteDevices } from './device.edges';
import type { DeviceRow } from './device.entity';
import { displayNameOf } from './device.rules';
import { devices } from './device.collection';
import { Device, DeviceArgs, DeviceConnection } from './device.type';

@Resolver(() => Device)
export class DeviceResolver extends inventoryRecordResolver(Device) {
  @List(devices, () => DeviceConnection, () => DeviceArgs, { description: 'Devices that the viewer sees.' })
  readonly devices: unknown;

  @ById(
    devices,
    () => Device,
    'A device by its id, as it stands or as it was; null where there is none for this viewer.',
  )
  readonly device: unknown;

  @Needs('id', 'name', 'role', 'serial')
  @FieldResolver(() => String, {
    description: 'Its name, or its role with its serial or the end of its id where it has none.',
  })
  displayName(@Root() row: DeviceRow): string {
    return displayNameOf(row);
  }

  @One(siteOf, () => Site, {
    nullable: true,
    description: 'The site it stands at; null where it has none or the viewer may not see it.',
  })
  readonly site: unknown;
}

@Resolver(() => Organization)
export class OrganizationDevicesResolver {
  @Many(organizationDevices, () => DeviceConnection, () => DeviceArgs, { description: 'Devices that it owns.' })
  readonly devices: unknown;
}

@Resolver(() => Site)
export class SiteDevicesResolver {
  @Many(siteDevices, () => DeviceConnection, () => DeviceArgs, { description: 'Devices that stand at it.' })
  readonly devices: unknown;
}
