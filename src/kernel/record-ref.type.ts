import { Field, ID, InputType } from 'type-graphql';
import type { RecordRef } from './writing/references';

@InputType('RecordRef', { description: 'Names another record: by id, or by its key in a system of record.' })
export class RecordRefInput implements RecordRef {
  @Field(() => ID, { nullable: true, description: 'Its id; the other fields are not needed then.' })
  id?: string | null;

  @Field(() => String, { nullable: true, description: "Code of its owner; the batch's owner unless said." })
  owner?: string | null;

  @Field(() => String, { nullable: true, description: "Its system of record; the batch's source unless said." })
  source?: string | null;

  @Field(() => String, { nullable: true, description: 'Its key in that system.' })
  externalId?: string | null;
}
