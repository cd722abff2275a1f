import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context';
import { writerOf } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import { hasWiderObject } from '../../sources/alertmanager/json-width.rules';
import { readWebhook, type RefusedAlerts } from '../../sources/alertmanager/alertmanager-webhook.rules';
import { takeAlerts, type TakenAlerts } from '../../sources/alertmanager/take-alerts';
import { faultOfSource } from '../../warnings/warning.rules';
import { bodyOf, insisting, openPushes, senderOf, type PushEntrance } from './push-entrance';

/** What no alert needs: such a body is not even read. */
const mostMembers = 1000;

/** What became of the alerts of one body. */
export interface PushedAlerts extends TakenAlerts {
  refused: RefusedAlerts[];
  truncated: number;
}

export interface AlertRouteOptions extends PushEntrance {
  /** Told what became of each body. */
  note: (pushed: PushedAlerts) => void;
}

/** Alertmanager's webhook: each body in one transaction, answered when it is kept. */
export function alertRoute(app: FastifyInstance, options: AlertRouteOptions): void {
  openPushes(app, options, [
    {
      url: '/ingest/alertmanager',
      media: ['application/json'],
      isSnappy: false,
      answer: (request, reply, context) => answer(request, reply, context, options),
    },
  ]);
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Context,
  { pressure, note }: AlertRouteOptions,
): Promise<FastifyReply> {
  const { owner, source } = senderOf(request, 'alertmanager');
  const fault = faultOfSource(source);
  if (fault !== null) throw new HubError('BAD_USER_INPUT', fault);
  const now = context.now();
  const webhook = readWebhook(parse(bodyOf(request)), now.getTime());
  if ('fault' in webhook) throw new HubError(webhook.isTooLarge ? 'BODY_TOO_LARGE' : 'BAD_REQUEST', webhook.fault);
  const { alerts, refused, truncated } = webhook;
  pressure.takeSamples(context.viewer.clientId, alerts.length);
  const work = () =>
    context.write(async (db) => takeAlerts(db, { writer: (await writerOf(db, owner)).id, source }, alerts, now));
  const pushed = { ...(await insisting(work, 'These warnings')), refused, truncated };
  note(pushed);
  // What was refused would be refused again: Alertmanager does not repeat what is answered by 400.
  return reply.code(refused.length > 0 ? 400 : 200).send(pushed);
}

function parse(body: Buffer): unknown {
  if (hasWiderObject(body, mostMembers))
    throw new HubError(
      'BAD_REQUEST',
      `The body has an object of more than ${mostMembers} members: an alert has 64 labels at most.`,
    );
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new HubError(
      'BAD_REQUEST',
      `The body is no JSON: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
