import { nameOrder, organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { WebhookAttemptRow } from './webhook-attempt.entity';
import { WebhookDeadLetterRow } from './webhook-dead-letter.entity';
import { WebhookRow } from './webhook.entity';
import { webhookEnds, webhookStates } from './webhook.values';

/** Columns that the view adds, of how a webhook stands. */
const standing = {
  state: 't.state',
  endedReason: 't.ended_reason',
  endedAt: 't.ended_at',
  cursor: 't.cursor',
  failures: 't.failures',
  lagSeconds: `coalesce(extract(epoch FROM now() - t.behind_since), 0)::float8`,
  pendingChanges: 't.message_changes',
  caughtUpAt: 't.caught_up_at',
  lastTriedAt: 't.last_tried_at',
  lastDeliveredAt: 't.last_delivered_at',
  nextTryAt: 't.next_try_at',
  horizonAt: 't.horizon_at',
  secretMadeAt: 't.secret_made_at',
  oldSecretUntil: 't.old_secret_until',
};

export const webhooks: Collection<WebhookRow> = collection({
  typeName: 'Webhook',
  prefix: 'whk',
  dataset: 'KEYS',
  entity: WebhookRow,
  expressions: standing,
  filters: {
    id: { kind: 'id', prefix: 'whk', column: 'id', description: 'Id of the webhook.' },
    label: { kind: 'text', column: 'label', description: 'Its label.' },
    url: { kind: 'text', column: 'url', description: 'Where it is sent to.' },
    organization: {
      kind: 'record',
      column: 'owner_id',
      target: () => organizations,
      description: 'The organization of its client.',
    },
    state: { kind: 'choice', column: 'state', choices: webhookStates, description: 'How it stands.' },
    endedReason: { kind: 'choice', column: 'ended_reason', choices: webhookEnds, description: 'Why it ended.' },
    lastDeliveredAt: { kind: 'time', column: 'last_delivered_at', description: 'When changes were last taken.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When it was made.' },
  },
  orders: {
    LABEL: { ...nameOrder['NAME']!, description: 'Label, ignoring case and diacritics, numbers in it by their value.' },
    ...timeOrders,
  },
});

const atOrder = { AT: { column: 'at', type: 'timestamptz', nullable: false, description: 'When it was.' } } as const;

export const webhookAttempts: Collection<WebhookAttemptRow> = collection({
  typeName: 'WebhookAttempt',
  prefix: 'wha',
  dataset: 'KEYS',
  entity: WebhookAttemptRow,
  filters: {
    id: { kind: 'id', prefix: 'wha', column: 'id', description: 'Id of the attempt.' },
    at: { kind: 'time', column: 'at', description: 'When it was made.' },
    message: { kind: 'text', column: 'message', description: 'The webhook-id that was sent.' },
  },
  orders: atOrder,
});

export const webhookDeadLetters: Collection<WebhookDeadLetterRow> = collection({
  typeName: 'WebhookDeadLetter',
  prefix: 'whd',
  dataset: 'KEYS',
  entity: WebhookDeadLetterRow,
  filters: {
    id: { kind: 'id', prefix: 'whd', column: 'id', description: 'Id of the dead letter.' },
    at: { kind: 'time', column: 'at', description: 'When it was given up.' },
  },
  orders: atOrder,
});
