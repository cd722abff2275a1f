import { Field, ObjectType } from 'type-graphql';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime, JSONScalar } from '../../kernel/scalars';
import { SeverityEnum } from '../../sharing/sharing.type';
import type { Severity } from '../../sharing/sharing.values';
import { silences } from './silence.collection';

@ObjectType('Silence', {
  implements: Node,
  simpleResolvers: true,
  description:
    'Holds back the raising of warnings for a while, never their evaluation, and never their clearing. What is given of its filter must all hold. For its owner, for the organizations that it quiets, and for those above them.',
})
export class Silence extends Node {
  @Field(() => String, { description: 'Why it was set; technical, nothing about private persons.' })
  reason: string;

  @Field(() => DateTime, { description: 'When it begins.' })
  startsAt: string;

  @Field(() => DateTime, { description: 'When it ends at the latest: from this instant on it holds nothing back.' })
  endsAt: string;

  @Field(() => DateTime, { nullable: true, description: 'When it was ended before its time.' })
  endedAt: string | null;

  @Field(() => String, { description: 'The API client or desk that set it last, never a person.' })
  setBy: string;

  @Field(() => JSONScalar, { description: 'Labels that a warning must have: an object of texts, empty for any.' })
  labels: Record<string, string>;

  @Field(() => SeverityEnum, {
    nullable: true,
    description: 'Only warnings up to this severity; null where it holds back all.',
  })
  mostSeverity: Severity | null;

  @Field(() => String, { description: 'The system that set it.' })
  source: string;

  @Field(() => String, { description: 'Its key in that system: with it, saveSilence changes this silence.' })
  externalId: string;

  @Field(() => DateTime, { description: 'When it was set.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it last changed.' })
  updatedAt: string;
}

export const SilenceConnection = connectionType('Silence', () => Silence);
export const SilenceArgs = listArgs(silences);
