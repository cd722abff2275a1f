import type { FastifyInstance, FastifyReply } from 'fastify';
import { HubError } from '../kernel/errors';

/** From the moment of closing: what runs is finished and its connection given up, what comes new is refused. */
export function orderlyEnding(app: FastifyInstance, graceMs: number): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    // A connection that never asks anything would keep the server from ending as well.
    setTimeout(() => app.server.closeAllConnections(), graceMs).unref();
  });
  // Of every request: a hook that calls back takes no turn of the program, as a promise does.
  app.addHook('onRequest', (_request, _reply, done) => {
    done(closing ? new HubError('UNAVAILABLE', 'The hub is shutting down: try again in a moment.') : undefined);
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    // A client that keeps its connection would keep the server from ending.
    if (closing) void reply.header('connection', 'close');
    done();
  });
}

/** How long a request may take, and what stops it. */
export interface Ending {
  deadline: number;
  signal: AbortSignal;
  done: () => void;
}

/** Fires when the client goes away or the deadline passes, whichever is first. */
export function endingOf(reply: FastifyReply, deadlineMs: number): Ending {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), deadlineMs);
  const gone = () => {
    if (!reply.raw.writableEnded) controller.abort();
  };
  if (reply.raw.destroyed) gone();
  else reply.raw.once('close', gone);
  const done = () => {
    clearTimeout(timer);
    reply.raw.off('close', gone);
  };
  return { deadline: Date.now() + deadlineMs, signal: controller.signal, done };
}
