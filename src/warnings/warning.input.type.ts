import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime, IPAddress, JSONScalar } from '../kernel/scalars';
import { SubjectRefInput } from '../monitoring/subject-ref.type';
import { SeverityEnum } from '../sharing/sharing.type';
import type { Severity } from '../sharing/sharing.values';
import { Warning } from './warning.type';

@InputType({ description: 'What another system, or a desk, warns of.' })
export class RaiseWarningInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Code of the organization in whose name it is raised, one that the key may write for; the key's own unless said. The warning belongs to who owns what it speaks of.",
  })
  owner?: string | null;

  @Field(() => String, {
    defaultValue: 'hub',
    description: 'The system that raises it: 1 to 63 of a-z, 0-9, ".", "_", "-"; not "rule" and not "detector".',
  })
  source: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Its key in that system, up to 200 characters: sent again, the same warning stands. Made of subject, address and labels unless said.',
  })
  externalId?: string | null;

  @Field(() => SubjectRefInput, { nullable: true, description: 'What it speaks of.' })
  subject?: SubjectRefInput | null;

  @Field(() => IPAddress, {
    nullable: true,
    description:
      "In place of a subject, an address: the device that it manages, else the interface that has it, else the most specific prefix, as the organization that raises it sees them. What several other organizations have is nobody's.",
  })
  address?: string | null;

  @Field(() => JSONScalar, {
    nullable: true,
    description:
      'Labels, an object of up to 64 texts. Without subject and address, binding rules find by them what it speaks of, whatever source and metric these name; or the label "address" does.',
  })
  labels?: Record<string, string> | null;

  @Field(() => SeverityEnum, { description: 'How bad it is.' })
  severity: Severity;

  @Field(() => String, {
    description:
      'What was seen, what was expected, and why it matters: up to 4,000 characters; technical, nothing about private persons.',
  })
  explanation: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was seen; now unless said. What is older than what stands changes nothing.',
  })
  at?: string | null;
}

@InputType({ description: 'A warning that is over: by its id, or by the key of the system that raised it.' })
export class ClearWarningInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Its id: a desk ends it, at once. The other fields but note are not needed then.',
  })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Code of the organization in whose name it was raised; the key's own unless said.",
  })
  owner?: string | null;

  @Field(() => String, { defaultValue: 'hub', description: 'The system that raised it.' })
  source: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its key there: that system says that it is over. One that flaps clears after 15 calm minutes.',
  })
  externalId?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over, by its key; now unless said.' })
  at?: string | null;

  @Field(() => String, { nullable: true, description: 'What the desk notes, by its id, up to 2,000 characters.' })
  note?: string | null;
}

@InputType({ description: 'A warning that a desk takes on.' })
export class AcknowledgeWarningInput {
  @Field(() => ID, { description: 'Id of the warning.' })
  id: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the desk notes, up to 2,000 characters; technical, nothing about private persons.',
  })
  note?: string | null;
}

@ObjectType({ description: 'The warning that was raised.', simpleResolvers: true })
export class RaiseWarningPayload {
  @Field(() => Warning, { description: 'The warning as it stands.' })
  warning: object;
}

@ObjectType({ description: 'The warning that is over.', simpleResolvers: true })
export class ClearWarningPayload {
  @Field(() => Warning, { nullable: true, description: 'The warning as it stands; null where none had this key.' })
  warning: object | null;
}

@ObjectType({ description: 'The warning that was taken on.', simpleResolvers: true })
export class AcknowledgeWarningPayload {
  @Field(() => Warning, { description: 'The warning as it stands; one that was taken on, or is over, is as it was.' })
  warning: object;
}
