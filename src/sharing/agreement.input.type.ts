import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DateTime } from '../kernel/scalars';
import { Agreement } from './agreement.type';
import { DatasetEnum, SeverityEnum, TlpEnum, WithheldFieldEnum } from './sharing.type';
import type { Severity, SharedDataset, Tlp, WithheldField } from './sharing.values';

@InputType({
  description: 'An agreement that a provider offers. It stays as proposed: for other terms, end it and propose anew.',
})
export class ProposeAgreementInput {
  @Field(() => String, {
    description: 'Code of the organization whose records are shared: one that the key may write for, as its steward.',
  })
  provider: string;

  @Field(() => String, { description: 'Code of the organization or sharing group that is to see them.' })
  consumer: string;

  @Field(() => String, { description: 'What it is about, up to 200 characters.' })
  title: string;

  @Field(() => String, { description: 'The law, decree or contract that it stands on, up to 2,000 characters.' })
  legalBasis: string;

  @Field(() => [DatasetEnum], { description: 'What it covers, one at least.' })
  datasets: SharedDataset[];

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Cover records of organizations below the provider too, of those that stand there at any time.',
  })
  withDescendants: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'Code of a region: only what lies within it, records without a region excluded. Everywhere unless said.',
  })
  region?: string | null;

  @Field(() => SeverityEnum, {
    defaultValue: 'INFO',
    description: 'The least severity of warnings and incidents covered.',
  })
  leastSeverity: Severity;

  @Field(() => TlpEnum, {
    defaultValue: 'AMBER',
    description:
      'The narrowest marking that it reaches; AMBER_STRICT and RED reach no farther than AMBER, since such records are never shared by agreement.',
  })
  ceiling: Tlp;

  @Field(() => [WithheldFieldEnum], {
    defaultValue: [],
    description: 'Fields of records that it does not show; labels of series always show.',
  })
  withheld: WithheldField[];

  @Field(() => DateTime, { nullable: true, description: 'When it begins; at once unless said.' })
  validFrom?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'From when on it gives nothing; no end unless said.' })
  validUntil?: string | null;
}

@InputType({ description: 'The agreement that the consumer accepts.' })
export class AcceptAgreementInput {
  @Field(() => ID, { description: 'Id of the agreement.' })
  id: string;
}

@InputType({ description: 'The agreement that one side ends.' })
export class RevokeAgreementInput {
  @Field(() => ID, { description: 'Id of the agreement.' })
  id: string;
}

@ObjectType({ description: 'The agreement that was proposed.', simpleResolvers: true })
export class ProposeAgreementPayload {
  @Field(() => Agreement, { description: 'The agreement as it stands.' })
  agreement: object;
}

@ObjectType({ description: 'The agreement that was accepted.', simpleResolvers: true })
export class AcceptAgreementPayload {
  @Field(() => Agreement, { description: 'The agreement as it stands.' })
  agreement: object;
}

@ObjectType({ description: 'The agreement that was ended.', simpleResolvers: true })
export class RevokeAgreementPayload {
  @Field(() => Agreement, { description: 'The agreement as it stands.' })
  agreement: object;
}
