import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { DatasetEnum, SeverityEnum, TlpEnum, WithheldFieldEnum } from './sharing.type';
import type { Severity, SharedDataset, Tlp, WithheldField } from './sharing.values';

const reasons = ['OWNER', 'WRITER', 'ABOVE', 'NAMED', 'AGREEMENT', 'COMMUNITY', 'EVERY_KEY'] as const;
export type AudienceReason = (typeof reasons)[number];
export const AudienceReasonEnum = enumOf<AudienceReason>(reasons);
registerEnumType(AudienceReasonEnum, {
  name: 'AudienceReason',
  description: 'Why an organization sees a record.',
  valuesConfig: {
    OWNER: { description: 'It owns the record.' },
    WRITER: { description: 'It sends the series, or raised the warning.' },
    ABOVE: { description: 'It stands above the owner, or above the writer of a series or warning.' },
    NAMED: {
      description: 'It is named: reporter, co-worker, recipient or side of an agreement, itself or by a group.',
    },
    AGREEMENT: { description: 'An agreement in force covers the record.' },
    COMMUNITY: { description: 'The record is GREEN and it belongs to the community.' },
    EVERY_KEY: { description: 'The record is CLEAR, or part of the directory.' },
  },
});

@ObjectType({ description: 'An organization that sees a record, and why.', simpleResolvers: true })
export class Audience {
  @Field(() => [AudienceReasonEnum], { description: 'Every reason that holds.' })
  via: AudienceReason[];

  @Field(() => [WithheldFieldEnum], { description: 'Fields that it does not see.' })
  withheld: WithheldField[];
}

@InputType({ description: 'A record that is yet to be written, by what decides who would see it.' })
export class AudienceDraft {
  @Field(() => DatasetEnum, { description: 'What kind of record it is.' })
  dataset: SharedDataset;

  @Field(() => String, { description: "Code of the organization that would own it: the viewer's own or one below." })
  owner: string;

  @Field(() => String, { nullable: true, description: "Code of its region; the owner's unless said." })
  region?: string | null;

  @Field(() => TlpEnum, { nullable: true, description: 'Its marking: of incidents, which have one.' })
  tlp?: Tlp | null;

  @Field(() => SeverityEnum, { nullable: true, description: 'Its severity: of incidents and warnings.' })
  severity?: Severity | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the organization that would send it, of a series or a warning.',
  })
  writer?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Codes of organizations and groups named on it: reporter, co-workers, recipients; 200 at most.',
  })
  named?: string[] | null;
}
