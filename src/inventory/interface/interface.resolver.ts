import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { findRecord } from '../../kernel/history/find-record';
import { RecordArgs } from '../../kernel/history/record.args.type';
import type { ListArgs } from '../../kernel/reading/page';
import { deviceOf } from '../device/device.edges';
import type { DeviceRow } from '../device/device.entity';
import { Device } from '../device/device.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { deviceInterfaces } from './interface.edges';
import type { InterfaceRow } from './interface.entity';
import { interfaces } from './interface.collection';
import { Interface, InterfaceArgs, InterfaceConnection } from './interface.type';

@Resolver(() => Interface)
export class InterfaceResolver extends inventoryRecordResolver(Interface) {
  @Query(() => InterfaceConnection, { description: 'Interfaces that the viewer sees.' })
  interfaces(@Args(() => InterfaceArgs) args: ListArgs, @Ctx() context: Context) {
    return context.list(interfaces, args);
  }

  @Query(() => Interface, {
    nullable: true,
    description: 'An interface by its id, as it stands or as it was; null where there is none for this viewer.',
  })
  interface(@Args(() => RecordArgs) args: RecordArgs, @Ctx() context: Context) {
    return findRecord(interfaces, args, context);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device it belongs to.' })
  device(@Root() row: InterfaceRow, @Ctx() context: Context) {
    return context.one(deviceOf, row);
  }
}

@Resolver(() => Device)
export class DeviceInterfacesResolver {
  @FieldResolver(() => InterfaceConnection, { description: 'Its interfaces.' })
  interfaces(@Root() row: DeviceRow, @Args(() => InterfaceArgs) args: ListArgs, @Ctx() context: Context) {
    return context.many(deviceInterfaces, row, args);
  }
}
