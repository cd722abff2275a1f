import { Field, InputType } from 'type-graphql';
import { RecordRefInput } from '../kernel/record-ref.type';
import type { SubjectRef } from './subject';

@InputType('SubjectRef', { description: 'Names one object of the inventory: exactly one of the fields.' })
export class SubjectRefInput implements SubjectRef {
  @Field(() => String, { nullable: true, description: 'Code of an organization.' })
  organization?: string | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'A site.' })
  site?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'A device.' })
  device?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'An interface.' })
  interface?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'A link.' })
  link?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'An information system.' })
  informationSystem?: RecordRefInput | null;
}
