import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { List, Many } from '../../kernel/reading/field-edge';
import { ById } from '../../kernel/history/by-id';
import type { Context } from '../../context';
import { Organization } from '../../directory/directory.type';
import type { OrganizationRow } from '../../directory/organization.entity';
import { rawId } from '../../kernel/ids';
import type { ListArgs } from '../../kernel/reading/page';
import type { DeviceRow } from '../device/device.entity';
import { Device, DeviceArgs, DeviceConnection } from '../device/device.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import {
  deviceSystems,
  organizationSystems,
  systemDevices,
  systemNeeds,
  systemParts,
} from './information-system.edges';
import type { InformationSystemRow } from './information-system.entity';
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

  @FieldResolver(() => [InformationSystem], { description: 'Systems that it is made of.' })
  parts(@Root() row: InformationSystemRow, @Ctx() context: Context) {
    return context.batchList(systemParts, rawId(row.id), undefined);
  }

  @FieldResolver(() => [InformationSystem], { description: 'Systems that it can not work without.' })
  dependsOn(@Root() row: InformationSystemRow, @Ctx() context: Context) {
    return context.batchList(systemNeeds, rawId(row.id), undefined);
  }
}

@Resolver(() => Organization)
export class OrganizationSystemsResolver {
  @FieldResolver(() => InformationSystemConnection, { description: 'Information systems that it owns.' })
  informationSystems(
    @Root() row: OrganizationRow,
    @Args(() => InformationSystemArgs) args: ListArgs,
    @Ctx() context: Context,
  ) {
    return context.many(organizationSystems, row, args);
  }
}

@Resolver(() => Device)
export class DeviceSystemsResolver {
  @FieldResolver(() => InformationSystemConnection, { description: 'Information systems that run on it.' })
  informationSystems(
    @Root() row: DeviceRow,
    @Args(() => InformationSystemArgs) args: ListArgs,
    @Ctx() context: Context,
  ) {
    return context.many(deviceSystems, row, args);
  }
}
