import { Field, InputType, Int } from 'type-graphql';
import { RecordRefInput } from '../../kernel/record-ref.type';
import { InventoryRecordInput } from '../inventory-record.input.type';

@InputType({
  description: 'An information system as its source sends it. The three lists, where given, replace what stood before.',
})
export class InformationSystemRecord extends InventoryRecordInput {
  @Field(() => String, { description: "Short code, unique within its owner's systems, up to 64 characters." })
  code: string;

  @Field(() => String, { description: 'Name, up to 200 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Sector it serves, up to 100 characters.' })
  sector?: string | null;

  @Field(() => Int, { description: 'Its own legal security level, 1 (lowest) to 5 (highest).' })
  level: number;

  @Field(() => [RecordRefInput], {
    nullable: true,
    description: 'Systems that it is made of; no system is part of itself.',
  })
  parts?: RecordRefInput[] | null;

  @Field(() => [RecordRefInput], { nullable: true, description: 'Systems that it can not work without.' })
  dependsOn?: RecordRefInput[] | null;

  @Field(() => [RecordRefInput], { nullable: true, description: 'Devices it runs on.' })
  devices?: RecordRefInput[] | null;
}
