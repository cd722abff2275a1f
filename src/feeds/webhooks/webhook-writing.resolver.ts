import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { removeWebhook } from './remove-webhook';
import { redeliver, rotateSecret } from './restart-webhook';
import { saveWebhook } from './save-webhook';
import {
  RedeliverInput,
  RedeliverPayload,
  RemoveWebhookInput,
  RemoveWebhookPayload,
  RotateWebhookSecretInput,
  RotateWebhookSecretPayload,
  SaveWebhookInput,
  SaveWebhookPayload,
} from './webhook.input.type';
import { webhooks } from './webhooks.collection';

const whose = 'Any role may, for webhooks of its own API client.';

@Resolver()
export class WebhookWritingResolver {
  @Mutation(() => SaveWebhookPayload, {
    description: `Makes a webhook, or gives one other terms. It delivers what its API client may read at each delivery, and ends with the key that saved it last, when that is revoked, or with the client. ${whose}`,
  })
  async saveWebhook(
    @Arg('input', () => SaveWebhookInput, { description: 'The webhook.' }) input: SaveWebhookInput,
    @Ctx() context: Context,
  ) {
    const { id, secret } = await saveWebhook(context, input);
    return { webhook: await context.found(webhooks, id), secret };
  }

  @Mutation(() => RotateWebhookSecretPayload, {
    description: `Gives a webhook another secret; messages are signed by both for a while. ${whose}`,
  })
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput, { description: 'The webhook.' }) input: RotateWebhookSecretInput,
    @Ctx() context: Context,
  ) {
    const { id, secret } = await rotateSecret(context, input);
    return { webhook: await context.found(webhooks, id), secret };
  }

  @Mutation(() => RedeliverPayload, {
    description: `Sends everything behind a cursor again, under the access of now. ${whose}`,
  })
  async redeliver(
    @Arg('input', () => RedeliverInput, { description: 'The webhook and the cursor.' }) input: RedeliverInput,
    @Ctx() context: Context,
  ) {
    const id = await redeliver(context, input);
    return { webhook: await context.found(webhooks, id) };
  }

  @Mutation(() => RemoveWebhookPayload, {
    description:
      'Removes a webhook with its secrets, attempts and dead letters; its history stays. For its API client, and for stewards who keep that.',
  })
  async removeWebhook(
    @Arg('input', () => RemoveWebhookInput, { description: 'The webhook.' }) input: RemoveWebhookInput,
    @Ctx() context: Context,
  ) {
    return { id: await removeWebhook(context, input.id) };
  }
}
