import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { RecordRefInput } from '../../kernel/record-ref.type';
import { DateTime } from '../../kernel/scalars';
import { Maintenance, MaintenanceImpactEnum, MaintenanceStatusEnum } from './maintenance.type';
import { noticeOutcomes, type NoticeOutcome } from './maintenance.rules';
import type { MaintenanceImpact, MaintenanceStatus } from './quiet.values';

@InputType({ description: 'What a maintenance is about: exactly one of circuit and the objects.' })
export class MaintenanceObjectInput {
  @Field(() => String, {
    nullable: true,
    description:
      'A circuit, as its provider calls it, up to 200 characters: the name or the external id of a link at or below the owner. Where there is no such link, or several, it is kept by its name, and bound within a minute of there being one.',
  })
  circuit?: string | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'A link.' })
  link?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'A device.' })
  device?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'An interface.' })
  interface?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'A site.' })
  site?: RecordRefInput | null;

  @Field(() => RecordRefInput, { nullable: true, description: 'An information system.' })
  informationSystem?: RecordRefInput | null;

  @Field(() => MaintenanceImpactEnum, {
    nullable: true,
    description: "What happens to it; the maintenance's impact unless said.",
  })
  impact?: MaintenanceImpact | null;
}

@InputType({ description: 'A notice of planned work.' })
export class ScheduleMaintenanceInput {
  @Field(() => String, { description: 'Code of the organization that keeps it: one that the key may write for.' })
  owner: string;

  @Field(() => String, {
    defaultValue: 'hub',
    description: 'The system of record, 1 to 63 of a-z, 0-9, ".", "_", "-".',
  })
  source: string;

  @Field(() => String, {
    description: 'Its key in that system, up to 200 characters: a later notice with it says the same work anew.',
  })
  externalId: string;

  @Field(() => String, { description: 'What is done, in a line of up to 300 characters.' })
  title: string;

  @Field(() => MaintenanceStatusEnum, {
    nullable: true,
    description: 'How far it has come; where not sent, what stands stays, and a new one is TENTATIVE.',
  })
  status?: MaintenanceStatus | null;

  @Field(() => MaintenanceImpactEnum, { defaultValue: 'OUTAGE', description: 'Its worst impact.' })
  impact: MaintenanceImpact;

  @Field(() => DateTime, { description: 'When its window begins.' })
  startsAt: string;

  @Field(() => DateTime, { description: 'When its window ends, 366 days later at the latest.' })
  endsAt: string;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the organization that does the work, where the hub knows it: it sees the maintenance.',
  })
  provider?: string | null;

  @Field(() => String, { nullable: true, description: 'Who does the work, in up to 200 characters.' })
  providerName?: string | null;

  @Field(() => String, { nullable: true, description: "Its provider's reference, up to 200 characters." })
  reference?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The account with the provider that it was announced to, up to 200 characters.',
  })
  account?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Number of the notice, 0 or more: one older than what stands changes nothing. Where either has none, stampedAt decides, and without that the notice is taken.',
  })
  sequence?: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When its provider wrote the notice: of one number, the newest stands.',
  })
  stampedAt?: string | null;

  @Field(() => [MaintenanceObjectInput], {
    nullable: true,
    description: 'What it is about, 1,000 objects at most. Where not sent, what stands stays.',
  })
  objects?: MaintenanceObjectInput[] | null;
}

export const NoticeOutcomeEnum = enumOf<NoticeOutcome>(noticeOutcomes);
registerEnumType(NoticeOutcomeEnum, {
  name: 'NoticeOutcome',
  description: 'What became of a notice.',
  valuesConfig: {
    CREATED: { description: 'It told of new work.' },
    UPDATED: { description: 'It changed what stood.' },
    UNCHANGED: { description: 'It said again what stood.' },
    OUTDATED: { description: 'What stands is of a later notice: nothing was changed.' },
  },
});

@ObjectType({ description: 'The maintenance that a notice told of.', simpleResolvers: true })
export class ScheduleMaintenancePayload {
  @Field(() => Maintenance, { description: 'The maintenance as it stands.' })
  maintenance: object;

  @Field(() => NoticeOutcomeEnum, { description: 'What became of the notice.' })
  outcome: NoticeOutcome;
}
