import { Field, ID, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql';
import { enumOf } from '../enum';
import { DateTime } from '../scalars';
import { refusalCodes, type RefusalCode } from './refusal';

export const RefusalCodeEnum = enumOf<RefusalCode>(refusalCodes);
registerEnumType(RefusalCodeEnum, {
  name: 'RefusalCode',
  description: 'Why a record was not taken.',
  valuesConfig: {
    INVALID: { description: 'A value is missing, malformed or out of range.' },
    DUPLICATE: { description: 'The same key stands twice in the batch, or another record has it already.' },
    UNKNOWN_REFERENCE: { description: 'The record refers to one that this key does not see.' },
    TOO_OLD: { description: 'A sample lies before what the hub keeps: see retentions.' },
  },
});

@ObjectType('Refusal', {
  description:
    'Why a record of a batch was not taken, one for each field that does not fit. Where a record is refused, nothing of the batch is written.',
  simpleResolvers: true,
})
export class RefusalType {
  @Field(() => Int, { description: 'Place of the record in the batch, from 0.' })
  index: number;

  @Field(() => String, { nullable: true, description: 'The field that does not fit, where one can be named.' })
  field: string | null;

  @Field(() => RefusalCodeEnum, { description: 'Kind of reason.' })
  code: RefusalCode;

  @Field(() => String, { description: 'The reason in words.' })
  message: string;
}

/** What every upsert answers; each has a payload type of its own. */
@ObjectType({ description: 'What an upsert did.' })
export abstract class UpsertOutcome {
  @Field(() => Int, { description: 'Records that were new.' })
  created: number;

  @Field(() => Int, { description: 'Records whose content changed.' })
  updated: number;

  @Field(() => Int, { description: 'Records that stood as sent.' })
  unchanged: number;

  @Field(() => Int, { description: 'Records retired because the source no longer sends them.' })
  retired: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "When the records were written, by the hub's clock; null where nothing was.",
  })
  syncedAt: string | null;

  @Field(() => [RefusalType], { description: 'Records not taken; where there is one, nothing was written.' })
  refused: RefusalType[];

  @Field(() => [ID], { description: 'Ids of the records, in the order sent; empty where nothing was written.' })
  ids: string[];
}

export function upsertPayload(records: string): ClassType<UpsertOutcome> {
  @ObjectType(`Upsert${records}Payload`, {
    description: `What upsert${records} did. Sending the same batch again changes nothing.`,
    simpleResolvers: true,
  })
  class Payload extends UpsertOutcome {}
  return Payload;
}
