import { Field, ObjectType } from 'type-graphql';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { Node } from '../../kernel/node.type';
import { BigIntScalar, MAC } from '../../kernel/scalars';
import { InventoryRecord } from '../inventory-record.type';
import { interfaces } from './interface.collection';

@ObjectType('Interface', {
  implements: Node,
  simpleResolvers: true,
  description: 'A port of a device, physical or logical.',
})
export class Interface extends InventoryRecord {
  @Field(() => String, { description: 'Name on the device, for example "GigabitEthernet0/1".' })
  name: string;

  @Field(() => String, {
    description: 'Physical kind, in the words of NetBox, for example "10gbase-x-sfpp" or "virtual".',
  })
  kind: string;

  @Field(() => Boolean, { description: 'Whether it is administratively up.' })
  enabled: boolean;

  @Field(() => BigIntScalar, { nullable: true, description: 'Speed in bits per second.' })
  speedBps: number | string | null;

  @Field(() => MAC, { nullable: true, description: 'Hardware address; null where unknown or withheld.' })
  mac: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What its keepers wrote about it; null where nothing or withheld.',
  })
  description: string | null;
}

export const InterfaceConnection = connectionType('Interface', () => Interface);
export const InterfaceArgs = listArgs(interfaces);
