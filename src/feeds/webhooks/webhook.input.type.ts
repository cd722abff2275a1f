import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Cursor, DateTime } from '../../kernel/scalars';
import { ChangeFilterInput, FeedStartEnum } from '../changes.type';

import type { FeedStart } from '../feed.values';
import { Webhook } from './webhook.type';
import { longestContent, mostChangesSent, mostWebhooks } from './webhook.values';

const startsAnew = 'a series of tries begins anew with it, and one that had ended goes on';

@InputType({
  description: `A webhook as its client wants it: a new one, ${mostWebhooks} at most, or with an id one that it has; ${startsAnew}. What is left out of one that it has stays.`,
})
export class SaveWebhookInput {
  @Field(() => ID, { nullable: true, description: 'Id of the one to change, whk_…; a new one is made unless said.' })
  id?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The system that receives, 1 to 100 characters, never a person. A new one needs it.',
  })
  label?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where to send to, as https://partner.example/changes: https, port 443 or 1024 and above, no user or password, an address on the internet. Networks that the operator allows may be private, and plain http. A new one needs it.',
  })
  url?: string | null;

  @Field(() => ChangeFilterInput, {
    nullable: true,
    description:
      'What to follow; everything unless said. Another one withdraws and discloses what differs from the one before.',
  })
  filter?: ChangeFilterInput | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of a saved feed whose filter it takes over as that stands now, in place of filter.',
  })
  feed?: string | null;

  @Field(() => String, {
    nullable: true,
    description: `What of each record to send: a document of fragments, one on each type, as "fragment D on Device { name site { name } }"; types without one are sent as defaultWebhookContent tells. Judged as a query that asks for ${mostChangesSent} of each; ${longestContent} characters at most. Empty: the default again.`,
  })
  content?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Stop sending until it is saved with false; false unless said.',
  })
  isPaused?: boolean | null;

  @Field(() => Cursor, {
    nullable: true,
    description: 'Cursor of changes behind which to go on, for who has read up to there by changes.',
  })
  after?: string | null;

  @Field(() => FeedStartEnum, {
    nullable: true,
    description:
      'Where to begin without after: SNAPSHOT unless said. Given of one that there is, it begins anew from there.',
  })
  from?: FeedStart | null;
}

@InputType({ description: 'The webhook that is to have another secret.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  webhook: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when messages are signed by the secret before, too: a day from now unless said, 30 days at most; now, or before, where it is known to others.',
  })
  retireOldAt?: string | null;
}

@InputType({ description: 'From where a webhook is to send again.' })
export class RedeliverInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  webhook: string;

  @Field(() => Cursor, {
    description:
      'Cursor behind which all is sent again, under new message ids: "after" of a dead letter, the cursor of a change, or any that changes gave.',
  })
  after: string;
}

@InputType({ description: 'The webhook that is to go.' })
export class RemoveWebhookInput {
  @Field(() => ID, { description: 'Id of the webhook.' })
  id: string;
}

@ObjectType({ description: 'The webhook that was saved.', simpleResolvers: true })
export class SaveWebhookPayload {
  @Field(() => Webhook, { description: 'The webhook as it stands.' })
  webhook: object;

  @Field(() => String, {
    nullable: true,
    description:
      'Of a new one the secret that messages are signed by, whsec_…. Keep it now: it is shown this once. Null where it was there before.',
  })
  secret: string | null;
}

@ObjectType({ description: 'The secret that was made.', simpleResolvers: true })
export class RotateWebhookSecretPayload {
  @Field(() => Webhook, { description: 'The webhook as it stands.' })
  webhook: object;

  @Field(() => String, {
    description: 'The secret that messages are signed by from now on. Keep it now: it is shown this once.',
  })
  secret: string;
}

@ObjectType({ description: 'The webhook that sends again.', simpleResolvers: true })
export class RedeliverPayload {
  @Field(() => Webhook, { description: 'The webhook as it stands.' })
  webhook: object;
}

@ObjectType({ description: 'The webhook that was removed.', simpleResolvers: true })
export class RemoveWebhookPayload {
  @Field(() => ID, { description: 'Its id, which leads nowhere any more.' })
  id: string;
}
