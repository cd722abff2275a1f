import { Resolver } from 'type-graphql';
import { List, Many, One } from '../../kernel/reading/field-edge';
import { ById } from '../../kernel/history/by-id';
import { deviceOf } from '../device/device.edges';
import { Device } from '../device/device.type';
import { inventoryRecordResolver } from '../inventory-record.resolver';
import { deviceInterfaces } from './interface.edges';
import { interfaces } from './interface.collection';
import { Interface, InterfaceArgs, InterfaceConnection } from './interface.type';

@Resolver(() => Interface)
export class InterfaceResolver extends inventoryRecordResolver(Interface) {
  @List(interfaces, () => InterfaceConnection, () => InterfaceArgs, { description: 'Interfaces that the viewer sees.' })
  readonly interfaces: unknown;

  @ById(
    interfaces,
    () => Interface,
    'An interface by its id, as it stands or as it was; null where there is none for this viewer.',
  )
  readonly interface: unknown;

  @One(deviceOf, () => Device, { nullable: true, description: 'The device it belongs to.' })
  readonly device: unknown;
}

@Resolver(() => Device)
export class DeviceInterfacesResolver {
  @Many(deviceInterfaces, () => InterfaceConnection, () => InterfaceArgs, { description: 'Its interfaces.' })
  readonly interfaces: unknown;
}
