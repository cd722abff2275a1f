import { ArgsType, Field, ID } from 'type-graphql';
import { DateTime } from '../scalars';

/** One record, as it stands or as it was. */
@ArgsType()
export class RecordArgs {
  @Field(() => ID, { description: 'Its id.' })
  id: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'An instant: the record as the last change until then left it, a change counting from the start of its transaction; null where ' +
      'there was no record yet, and where what stood then has a marking that this key does not see. Single records that it names are ' +
      'those it named then, as they stand now; lists under it (interfaces, series, incidents, what an incident affects, its timeline) ' +
      'are as they stand now. updatedAt and origin.syncedAt are the time of that change. Without it, or in the future: as it stands.',
  })
  asOf?: string | null;
}
