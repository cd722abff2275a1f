import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { DateTime } from '../../kernel/scalars';
import { SavedChangeFilter } from '../named/feed.type';
import { webhooks } from './webhooks.collection';
import { webhookEnds, webhookStates, type WebhookEnd, type WebhookState } from './webhook.values';

export const WebhookStateEnum = enumOf<WebhookState>(webhookStates);
registerEnumType(WebhookStateEnum, {
  name: 'WebhookState',
  description: 'How a webhook stands.',
  valuesConfig: {
    ACTIVE: { description: 'Changes are sent as they come.' },
    RETRYING: { description: 'The receiver does not take what is sent: it is tried again at nextTryAt.' },
    PAUSED: { description: 'Its client has stopped it; saved without isPaused it goes on where it was.' },
    ENDED: { description: 'Nothing is sent any more: endedReason tells why, and how it goes on.' },
  },
});

export const WebhookEndEnum = enumOf<WebhookEnd>(webhookEnds);
registerEnumType(WebhookEndEnum, {
  name: 'WebhookEnd',
  description:
    'Why a webhook ended. Saved again with a key in force it goes on where it was, unless it is said otherwise.',
  valuesConfig: {
    GONE: { description: 'The receiver answered 410.' },
    KEY_ENDED: {
      description:
        'Its client is revoked or has no key in force, or the key that saved it last is revoked: save it again with another key. A key that runs out ends it only where it is the last of its client.',
    },
    CURSOR_EXPIRED: {
      description:
        'Its place lies behind the horizon, or is of a hub from before a restore: save it again with "from", or redeliver from another cursor.',
    },
    NO_SECRET: {
      description:
        'The hub was restored from a backup, which holds no secrets: make one by rotateWebhookSecret, then begin anew as for CURSOR_EXPIRED.',
    },
  },
});

@ObjectType('Webhook', {
  implements: Node,
  simpleResolvers: true,
  description:
    'Changes sent to a receiver by POST, signed as Standard Webhooks says, under the access that its API client has at that moment. The client itself and who keeps it see the webhook, nobody else.',
})
export class Webhook extends Node {
  @Field(() => String, { description: 'The system that receives, never a person.' })
  label: string;

  @Field(() => String, { description: 'Where it is sent to.' })
  url: string;

  @Field(() => SavedChangeFilter, { description: 'What it follows, as it was saved; null narrows nothing.' })
  filter: SavedChangeFilter;

  @Field(() => String, {
    nullable: true,
    description: 'Fragments that say what of each record is sent; null where it is what defaultWebhookContent tells.',
  })
  content: string | null;

  @Field(() => Boolean, { description: 'Stopped by its client.' })
  isPaused: boolean;

  @Field(() => WebhookStateEnum, { description: 'How it stands.' })
  state: WebhookState;

  @Field(() => WebhookEndEnum, { nullable: true, description: 'Why it ended; null where it has not.' })
  endedReason: WebhookEnd | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended.' })
  endedAt: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of changes up to which all has been taken or given up; null before anything was.',
  })
  cursor: string | null;

  @Field(() => Float, {
    description: 'For how many seconds the oldest change has been waiting that was not taken; 0 where all was.',
  })
  lagSeconds: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many changes the message holds that is tried again, 100 at most; more may wait behind it. Null where none is.',
  })
  pendingChanges: number | null;

  @Field(() => Int, { description: 'Tries in a row that failed.' })
  failures: number;

  @Field(() => DateTime, { nullable: true, description: 'When all that there was had last been taken.' })
  caughtUpAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was last tried.' })
  lastTriedAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When changes were last taken.' })
  lastDeliveredAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it is tried again; null unless it is RETRYING.' })
  nextTryAt: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'When its place will lie behind the horizon if nothing is taken until then, and it ends as CURSOR_EXPIRED. Null before anything was taken.',
  })
  horizonAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When its secret was made.' })
  secretMadeAt: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when messages are signed by the secret before, too; null where they are not.',
  })
  oldSecretUntil: string | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When it was last changed.' })
  updatedAt: string;
}

export const WebhookConnection = connectionType('Webhook', () => Webhook);
export const WebhookArgs = listArgs(webhooks);
