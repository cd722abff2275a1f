import type { FastifyInstance } from 'fastify';
import { HubError } from '../kernel/errors';

/** From the moment of closing: what runs is finished and its connection given up, what comes new is refused. */
export function orderlyEnding(app: FastifyInstance, graceMs: number): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    // A connection that never asks anything would keep the server from ending as well.
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
  });
  app.addHook('onRequest', async () => {
    if (closing) throw new HubError('UNAVAILABLE', 'The hub is shutting down: try again in a moment.');
  });
  app.addHook('onSend', async (_request, reply) => {
    // A client that keeps its connection would keep the server from ending.
    if (closing) void reply.header('connection', 'close');
  });
}
