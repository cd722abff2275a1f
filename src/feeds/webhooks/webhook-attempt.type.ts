import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import { webhookAttempts, webhookDeadLetters } from './webhooks.collection';

@ObjectType('WebhookAttempt', {
  implements: Node,
  simpleResolvers: true,
  description: 'A message that was sent, or was to be. The newest 500 of a webhook are kept.',
})
export class WebhookAttempt extends Node {
  @Field(() => DateTime, { description: 'When it was sent.' })
  at: string;

  @Field(() => ID, {
    description:
      'The webhook-id of the message: the same of each try of the same content; none where nothing could be read to be sent.',
  })
  message: string;

  @Field(() => Int, { description: 'How many changes it held.' })
  changes: number;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the answer; null where none came.' })
  status: number | null;

  @Field(() => String, { nullable: true, description: 'What went wrong; null where the changes were taken.' })
  fault: string | null;

  @Field(() => Int, { description: 'How long it took until the answer, in milliseconds.' })
  durationMs: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it is tried again; null where it was taken, or is not tried again.',
  })
  nextAt: string | null;
}

@ObjectType('WebhookDeadLetter', {
  implements: Node,
  simpleResolvers: true,
  description:
    'A message that was given up after its last try: what came behind it was sent all the same. Its content is not kept; redeliver sends anew from "after". The newest 500 of a webhook are kept.',
})
export class WebhookDeadLetter extends Node {
  @Field(() => DateTime, { description: 'When it was given up.' })
  at: string;

  @Field(() => ID, { description: 'The webhook-id of its last try.' })
  message: string;

  @Field(() => Int, { description: 'How many changes it held.' })
  changes: number;

  @Field(() => Int, { description: 'How often it was tried.' })
  tries: number;

  @Field(() => Int, { nullable: true, description: 'The HTTP status of the last answer; null where none came.' })
  status: number | null;

  @Field(() => String, { nullable: true, description: 'What went wrong at the last try.' })
  fault: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor before its first change; null where that was the very first.',
  })
  after: string | null;

  @Field(() => String, { description: 'Cursor of its last change.' })
  until: string;
}

export const WebhookAttemptConnection = connectionType('WebhookAttempt', () => WebhookAttempt);
export const WebhookAttemptArgs = listArgs(webhookAttempts);
export const WebhookDeadLetterConnection = connectionType('WebhookDeadLetter', () => WebhookDeadLetter);
export const WebhookDeadLetterArgs = listArgs(webhookDeadLetters);
