import { Field, InputType } from 'type-graphql';
import { RecordRefInput } from '../../kernel/record-ref.type';
import { IPAddress } from '../../kernel/scalars';
import { InventoryRecordInput } from '../inventory-record.input.type';
import { DeviceRoleEnum } from './device.type';
import type { DeviceRole } from './device.values';

@InputType({ description: 'A device as its source sends it.' })
export class DeviceRecord extends InventoryRecordInput {
  @Field(() => String, { nullable: true, description: 'Name, up to 200 characters; some devices have none.' })
  name?: string | null;

  @Field(() => DeviceRoleEnum, { description: 'What it does in the network.' })
  role: DeviceRole;

  @Field(() => String, { nullable: true, description: 'Who made it, up to 100 characters.' })
  manufacturer?: string | null;

  @Field(() => String, { nullable: true, description: 'Model, up to 100 characters.' })
  model?: string | null;

  @Field(() => String, { nullable: true, description: 'Serial number, up to 100 characters.' })
  serial?: string | null;

  @Field(() => String, { nullable: true, description: 'Operating system, up to 100 characters.' })
  platform?: string | null;

  @Field(() => IPAddress, { nullable: true, description: 'Address it is managed by.' })
  managementAddress?: string | null;

  @Field(() => [String], { nullable: true, description: 'Tags, 64 at most, of up to 100 characters.' })
  tags?: string[] | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'The site it stands at.' })
  site?: RecordRefInput | null;
}
