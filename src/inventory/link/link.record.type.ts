import { Field, InputType } from 'type-graphql';
import { RecordRefInput } from '../../kernel/record-ref.type';
import { BigIntScalar } from '../../kernel/scalars';
import { InventoryRecordInput } from '../inventory-record.input.type';
import { LinkKindEnum } from './link.type';
import type { LinkKind } from './link.values';

@InputType({
  description: 'One end of a link, as closely as it is known: an interface has its device, a device its site.',
})
export class LinkEndInput {
  @Field(() => RecordRefInput, { nullable: true, description: 'The site it lies at.' })
  site?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'The device it is plugged into.' })
  device?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'The interface it is plugged into.' })
  interface?: RecordRefInput | null;
}

@InputType({ description: 'A link as its source sends it.' })
export class LinkRecord extends InventoryRecordInput {
  @Field(() => String, { description: 'Name or line number, up to 200 characters.' })
  name: string;

  @Field(() => LinkKindEnum, { description: 'What it is made of.' })
  kind: LinkKind;

  @Field(() => BigIntScalar, { nullable: true, description: 'Capacity in bits per second, 0 or more.' })
  capacityBps?: number | string | null;

  @Field(() => String, { nullable: true, description: 'Code of the organization that leases it out.' })
  provider?: string | null;

  @Field(() => LinkEndInput, { nullable: true, description: 'One end.' })
  a?: LinkEndInput | null;

  @Field(() => LinkEndInput, { nullable: true, description: 'The other end.' })
  b?: LinkEndInput | null;
}
