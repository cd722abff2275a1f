import { Resolver } from 'type-graphql';
import { All, List, Many } from '../../kernel/reading/field-edge';
import { ById } from '../../kernel/history/by-id';
import { Organization } from '../../directory/directory.type';
import { Device, DeviceArgs, DeviceConnection } from '../device/device.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import {
  deviceSystems,
  organizationSystems,
  systemDevices,
  systemNeeds,
  systemParts,
} from './information-system.edges';
import { informationSystems } from './information-system.collection';
import { InformationSystem, InformationSystemArgs, InformationSystemConnection } from './information-system.type';

@Resolver(() => InformationSystem)
export class InformationSystemResolver extends inventoryRecordResolver(InformationSystem) {
  @List(informationSystems, () => InformationSystemConnection, () => InformationSystemArgs, {
    description: 'Information systems that the viewer sees.',
  })
  readonly informationSystems: unknown;

  @ById(
    informationSystems,
    () => InformationSystem,
    'An information system by its id, as it stands or as it was; null where there is none for this viewer.',
  )
  readonly informationSystem: unknown;

  @Many(systemDevices, () => DeviceConnection, () => DeviceArgs, { description: 'Devices it runs on.' })
  readonly devices: unknown;

  @All(systemParts, () => InformationSystem, { description: 'Systems that it is made of.' })
  readonly parts: unknown;

  @All(systemNeeds, () => InformationSystem, { description: 'Systems that it can not work without.' })
  readonly dependsOn: unknown;
}

@Resolver(() => Organization)
export class OrganizationSystemsResolver {
  @Many(organizationSystems, () => InformationSystemConnection, () => InformationSystemArgs, {
    description: 'Information systems that it owns.',
  })
  readonly informationSystems: unknown;
}

@Resolver(() => Device)
export class DeviceSystemsResolver {
  @Many(deviceSystems, () => InformationSystemConnection, () => InformationSystemArgs, {
    description: 'Information systems that run on it.',
  })
  readonly informationSystems: unknown;
}
