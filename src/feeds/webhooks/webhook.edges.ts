import { apiClients, apiKeys } from '../../directory/api-client/api-client.collection';
import { toMany, toOne } from '../../kernel/reading/edges';
import { webhookAttempts, webhookDeadLetters } from './webhooks.collection';

export const webhookClient = toOne('clientId', apiClients);
export const webhookKey = toOne('keyId', apiKeys);
export const attemptsOf = toMany('Webhook.attempts', webhookAttempts, 't.webhook_id = p.parent');
export const deadLettersOf = toMany('Webhook.deadLetters', webhookDeadLetters, 't.webhook_id = p.parent');
