import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { Node } from '../../kernel/node.type';
import { IPAddress } from '../../kernel/scalars';
import { InventoryRecord } from '../inventory-record.type';
import { deviceRoles, type DeviceRole } from './device.values';
import { devices } from './device.collection';

export const DeviceRoleEnum = enumOf<DeviceRole>(deviceRoles);
registerEnumType(DeviceRoleEnum, {
  name: 'DeviceRole',
  description: 'What a device does in the network.',
  valuesConfig: {
    ROUTER: { description: 'Forwards between networks.' },
    SWITCH: { description: 'Forwards within a network.' },
    FIREWALL: { description: 'Filters or inspects traffic.' },
    LOAD_BALANCER: { description: 'Spreads requests over servers.' },
    SERVER: { description: 'Runs services.' },
    STORAGE: { description: 'Keeps data for others.' },
    WIRELESS: { description: 'Access point, controller or radio.' },
    SENSOR: { description: 'Measures or watches: probes, environment, intrusion detection.' },
    POWER: { description: 'Feeds others: supplies, distribution units, batteries.' },
    PATCH_PANEL: { description: 'Passive: carries cables through.' },
    OTHER: { description: 'None of these.' },
  },
});

@ObjectType('Device', { implements: Node, simpleResolvers: true, description: 'A piece of equipment.' })
export class Device extends InventoryRecord {
  @Field(() => String, { nullable: true, description: 'Name; some devices have none.' })
  name: string | null;

  @Field(() => DeviceRoleEnum, { description: 'What it does in the network.' })
  role: DeviceRole;

  @Field(() => String, { nullable: true, description: 'Who made it.' })
  manufacturer: string | null;

  @Field(() => String, { nullable: true, description: 'Model, in its maker’s words.' })
  model: string | null;

  @Field(() => String, { nullable: true, description: 'Serial number; null where unknown or withheld.' })
  serial: string | null;

  @Field(() => String, { nullable: true, description: 'Operating system.' })
  platform: string | null;

  @Field(() => IPAddress, { nullable: true, description: 'Address it is managed by; null where unknown or withheld.' })
  managementAddress: string | null;

  @Field(() => [String], { description: 'Tags of its source, 64 at most.' })
  tags: string[];
}

export const DeviceConnection = connectionType('Device', () => Device);
export const DeviceArgs = listArgs(devices);
