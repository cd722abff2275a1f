import { Field, InputType } from 'type-graphql';
import { RecordRefInput } from '../../kernel/record-ref.type';
import { CIDR } from '../../kernel/scalars';
import { InventoryRecordInput } from '../inventory-record.input.type';

@InputType({ description: 'A routing table as its source sends it.' })
export class VrfRecord extends InventoryRecordInput {
  @Field(() => String, { description: 'Name, up to 100 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Route distinguisher (RFC 4364), up to 40 characters.' })
  rd?: string | null;
}

@InputType({ description: 'A prefix of the address plan as its source sends it.' })
export class PrefixRecord extends InventoryRecordInput {
  @Field(() => CIDR, { description: 'Network and length; no bits beyond the length.' })
  prefix: string;

  @Field(() => RecordRefInput, {
    nullable: true,
    description: 'The routing table it belongs to; the global one unless said.',
  })
  vrf?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'The site it is used at.' })
  site?: RecordRefInput | null;

  @Field(() => String, { nullable: true, description: 'What it is used for, up to 64 characters.' })
  role?: string | null;

  @Field(() => String, { nullable: true, description: 'What is written about it, up to 500 characters.' })
  description?: string | null;
}

@InputType({ description: 'An assigned address as its source sends it.' })
export class AddressRecord extends InventoryRecordInput {
  @Field(() => CIDR, { description: 'The address with the length of its network.' })
  address: string;

  @Field(() => RecordRefInput, {
    nullable: true,
    description: 'The routing table it belongs to; the global one unless said.',
  })
  vrf?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'The interface it is assigned to.' })
  interface?: RecordRefInput | null;

  @Field(() => String, { nullable: true, description: 'Its name in the DNS, up to 255 characters.' })
  dnsName?: string | null;
}
