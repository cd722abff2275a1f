import { Webhook } from 'standardwebhooks';
import { startWebhooks, type WebhooksOptions } from '../../src/feeds/webhooks/delivering/start-webhooks';
import { ReachableNetworks } from '../../src/feeds/webhooks/sending/reachable-networks';
import { createPool } from '../../src/kernel/postgres/database';
import type { Hub } from './hub';
import type { Received } from './receiver';
import type { Variables, Viewer } from './viewer';

export interface Sending {
  stop: () => Promise<void>;
  faults: unknown[];
}

/** What a hub's process does for webhooks, beside the hub of a test: it sends to this machine, looks often and tries again soon. */
export async function sendWebhooks(hub: Hub, more: Partial<WebhooksOptions> = {}): Promise<Sending> {
  const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 4 });
  const faults: unknown[] = [];
  const sending = { networks: new ReachableNetworks(['127.0.0.1']), timeoutMs: 5000 };
  const running = await startWebhooks({
    ...{
      operator,
      ...hub.reading,
      schedule: [0, 0, 3600],
      sending,
      tickMs: 20,
      noteFault: (fault) => faults.push(fault),
    },
    ...more,
  });
  const stop = async () => {
    await running.stop();
    await operator.end();
  };
  return { stop, faults };
}

const saving = `mutation($input: SaveWebhookInput!) { saved: saveWebhook(input: $input) {
  secret webhook { id label url state endedReason isPaused filter { types } content secretMadeAt } } }`;

export interface SavedWebhook {
  secret: string | null;
  webhook: { id: string; label: string; url: string; state: string; endedReason: string | null; filter: object };
}

export async function saveWebhook(viewer: Viewer, input: Variables): Promise<SavedWebhook> {
  return (await viewer.data<{ saved: SavedWebhook }>(saving, { input })).saved;
}

export const refusalOfSaving = (viewer: Viewer, input: Variables) => viewer.refusal(saving, { input });

export interface Told {
  state: string;
  endedReason: string | null;
  failures: number;
  pendingChanges: number | null;
  lagSeconds: number;
  cursor: string | null;
  nextTryAt: string | null;
  lastDeliveredAt: string | null;
  caughtUpAt: string | null;
  horizonAt: string | null;
  oldSecretUntil: string | null;
  attempts: {
    nodes: { message: string; changes: number; status: number | null; fault: string | null; nextAt: string | null }[];
  };
  deadLetters: { nodes: { message: string; changes: number; tries: number; after: string | null; until: string }[] };
}

/** How a webhook stands, as its client is told. */
export async function standingOf(viewer: Viewer, id: string): Promise<Told> {
  const document = `query($id: ID!) { node(id: $id) { ... on Webhook {
    state endedReason failures pendingChanges lagSeconds cursor nextTryAt lastDeliveredAt caughtUpAt horizonAt oldSecretUntil
    attempts(first: 100) { nodes { message changes status fault nextAt } }
    deadLetters(first: 100) { nodes { message changes tries after until } } } } }`;
  return (await viewer.data<{ node: Told }>(document, { id })).node;
}

export interface SentBody {
  type: string;
  webhook: string;
  endCursor: string;
  changes: {
    cursor: string;
    operation: string;
    at: string;
    type: string;
    nodeId: string;
    node: Record<string, unknown> | null;
  }[];
}

/** What a receiver took, verified by the package that partners use. */
export const verified = ({ body, headers }: Received, secret: string): SentBody =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as SentBody;

export const bodyOf = ({ body }: Received): SentBody => JSON.parse(body) as SentBody;

/** All changes that came, in order, as operation and what names the record. */
export const changesIn = (received: readonly Received[]): string[] =>
  received.flatMap((one) =>
    bodyOf(one).changes.map(({ operation, node, nodeId }) => `${operation} ${String(node?.['name'] ?? nodeId)}`),
  );
