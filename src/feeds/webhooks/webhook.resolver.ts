import { Query, Resolver } from 'type-graphql';
import { ApiClient, ApiKey } from '../../directory/api-client/api-client.type';
import { ownerOf } from '../../directory/directory.edges';
import { Organization } from '../../directory/directory.type';
import { List, Many, One } from '../../kernel/reading/field-edge';
import { defaultContent } from './content/default-content';
import { attemptsOf, deadLettersOf, webhookClient, webhookKey } from './webhook.edges';
import {
  WebhookAttemptArgs,
  WebhookAttemptConnection,
  WebhookDeadLetterArgs,
  WebhookDeadLetterConnection,
} from './webhook-attempt.type';
import { Webhook, WebhookArgs, WebhookConnection } from './webhook.type';
import { webhooks } from './webhooks.collection';

@Resolver(() => Webhook)
export class WebhookResolver {
  @List(webhooks, () => WebhookConnection, () => WebhookArgs, {
    description: 'Webhooks of the API client that asks; of a steward, also those of the clients that it keeps.',
  })
  readonly webhooks: unknown;

  @Query(() => String, {
    description: 'What webhooks send of each record where they do not say it themselves: fragments, one on each type.',
  })
  defaultWebhookContent(): string {
    return defaultContent;
  }

  @One(ownerOf, () => Organization, { description: 'The organization of its client.' })
  readonly organization: unknown;

  @One(webhookClient, () => ApiClient, {
    nullable: true,
    description: 'The API client that it belongs to, for a steward; null for other roles.',
  })
  readonly client: unknown;

  @One(webhookKey, () => ApiKey, {
    nullable: true,
    description:
      'The key that saved it last, for a steward; null for other roles. Where it is revoked, the webhook ends.',
  })
  readonly key: unknown;

  @Many(attemptsOf, () => WebhookAttemptConnection, () => WebhookAttemptArgs, {
    description: 'What was tried, the oldest first unless ordered otherwise; "last: 20" are the newest.',
  })
  readonly attempts: unknown;

  @Many(deadLettersOf, () => WebhookDeadLetterConnection, () => WebhookDeadLetterArgs, {
    description: 'What was given up, the oldest first unless ordered otherwise.',
  })
  readonly deadLetters: unknown;
}
