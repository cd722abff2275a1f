import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, JSONScalar } from '../../kernel/scalars';
import { SubjectRefInput } from '../../monitoring/subject-ref.type';
import { SeverityEnum } from '../../sharing/sharing.type';
import type { Severity } from '../../sharing/sharing.values';
import { Silence } from './silence.type';

@InputType({
  description:
    'A silence as its owner wants it: made where there is none with this key. At least one of subject, labels and mostSeverity says which warnings it is for; all that are given must hold.',
})
export class SaveSilenceInput {
  @Field(() => String, {
    description: 'Code of the organization that sets it: one that the key may write for.',
  })
  owner: string;

  @Field(() => String, {
    defaultValue: 'hub',
    description: 'The system that sets it, 1 to 63 of a-z, 0-9, ".", "_", "-".',
  })
  source: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its key in that system, up to 200 characters; a new silence each time unless said.',
  })
  externalId?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Codes of the organizations, 1 to 100, whose warnings it holds back: those of their objects and those that they raise. Each must be one that the key may write for, at or below the owner; the owner's alone unless said.",
  })
  quiets?: string[] | null;

  @Field(() => String, {
    description: 'Why, in 1 to 1,000 characters; technical, nothing about private persons.',
  })
  reason: string;

  @Field(() => DateTime, { nullable: true, description: 'When it begins; now unless said.' })
  startsAt?: string | null;

  @Field(() => DateTime, { description: 'When it ends, 90 days after it begins at the latest.' })
  endsAt: string;

  @Field(() => SubjectRefInput, {
    nullable: true,
    description:
      'Only warnings of this object and of what stands on it: all of an organization, of a site, of a device, the interfaces at both ends of a link, the parts of an information system.',
  })
  subject?: SubjectRefInput | null;

  @Field(() => JSONScalar, {
    nullable: true,
    description: 'Only warnings that have these labels: an object of up to 16 texts.',
  })
  labels?: unknown;

  @Field(() => SeverityEnum, { nullable: true, description: 'Only warnings up to this severity.' })
  mostSeverity?: Severity | null;
}

@InputType({ description: 'The silence that is to end.' })
export class EndSilenceInput {
  @Field(() => ID, { description: 'Id of the silence.' })
  id: string;
}

@ObjectType({ description: 'The silence that was saved.', simpleResolvers: true })
export class SaveSilencePayload {
  @Field(() => Silence, { description: 'The silence as it stands.' })
  silence: object;
}

@ObjectType({ description: 'The silence that was ended.', simpleResolvers: true })
export class EndSilencePayload {
  @Field(() => Silence, { description: 'The silence: it stays, as history.' })
  silence: object;
}
