import { Field, InputType } from 'type-graphql';
import { RecordRefInput } from '../../kernel/record-ref.type';
import { BigIntScalar, MAC } from '../../kernel/scalars';
import { InventoryRecordInput } from '../inventory-record.input.type';

@InputType({ description: 'An interface as its source sends it; it belongs to the owner of its device.' })
export class InterfaceRecord extends InventoryRecordInput {
  @Field(() => RecordRefInput, { description: 'The device it belongs to.' })
  device: RecordRefInput;

  @Field(() => String, { description: 'Name on the device, up to 200 characters.' })
  name: string;

  @Field(() => String, {
    defaultValue: 'other',
    description: 'Physical kind, in the words of NetBox, up to 64 characters.',
  })
  kind: string;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is administratively up.' })
  enabled: boolean;

  @Field(() => BigIntScalar, { nullable: true, description: 'Speed in bits per second, 0 or more.' })
  speedBps?: number | string | null;

  @Field(() => MAC, { nullable: true, description: 'Hardware address.' })
  mac?: string | null;

  @Field(() => String, { nullable: true, description: 'What is written about it, up to 500 characters.' })
  description?: string | null;
}
