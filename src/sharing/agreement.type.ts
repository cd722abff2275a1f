import { createUnionType, Field, Int, ObjectType } from 'type-graphql';
import { Organization } from '../directory/directory.type';
import { Node, type WithRegistry } from '../kernel/node.type';
import { connectionType, listArgs } from '../kernel/reading/list.type';
import { DateTime } from '../kernel/scalars';
import { agreements } from './sharing.collection';
import { SharingGroup } from './sharing-group.type';
import { AgreementStateEnum, DatasetEnum, SeverityEnum, TlpEnum, WithheldFieldEnum } from './sharing.type';
import type { AgreementState, Severity, SharedDataset, Tlp, WithheldField } from './sharing.values';

@ObjectType('Agreement', {
  implements: Node,
  simpleResolvers: true,
  description:
    'What one organization lets another, or a group, see of its records. Its provider, its consumer and those above them see it.',
})
export class Agreement extends Node {
  @Field(() => String, { description: 'What it is about.' })
  title: string;

  @Field(() => String, { description: 'The law, decree or contract that it stands on.' })
  legalBasis: string;

  @Field(() => Boolean, { description: 'Covers records of organizations below the provider too.' })
  withDescendants: boolean;

  @Field(() => [DatasetEnum], { description: 'What it covers.' })
  datasets: SharedDataset[];

  @Field(() => SeverityEnum, { description: 'The least severity of warnings and incidents that it covers.' })
  leastSeverity: Severity;

  @Field(() => TlpEnum, {
    description:
      'The narrowest marking that it reaches; AMBER_STRICT and RED reach no farther than AMBER, since such records are never shared by agreement.',
  })
  ceiling: Tlp;

  @Field(() => [WithheldFieldEnum], {
    description: 'Fields of records that it does not show; labels of series always show.',
  })
  withheld: WithheldField[];

  @Field(() => DateTime, { description: 'When it begins.' })
  validFrom: string;

  @Field(() => DateTime, { nullable: true, description: 'From when on it gives nothing; null where no end is set.' })
  validUntil: string | null;

  @Field(() => AgreementStateEnum, { description: 'How far it has come.' })
  state: AgreementState;

  @Field(() => DateTime, { nullable: true, description: 'When the consumer accepted it.' })
  acceptedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended, or its time was over.' })
  endedAt: string | null;

  @Field(() => Int, { description: 'Counts its steps.' })
  version: number;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last took a step.' })
  updatedAt: string;
}

export const Consumer = createUnionType({
  name: 'Consumer',
  description: 'Whom an agreement shares with.',
  types: () => [Organization, SharingGroup] as const,
  resolveType: (row: object, context: WithRegistry) => context.registry.typeNameOf((row as { id: string }).id),
});

export const AgreementConnection = connectionType('Agreement', () => Agreement);
export const AgreementArgs = listArgs(agreements);
