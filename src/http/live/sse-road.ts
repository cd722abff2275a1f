import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Follower, Outlet } from '../../feeds/live/follower';
import { HubError } from '../../kernel/errors';
import { ask, type Asked, type Parameters } from './ask';
import { farewellMs, follow, keepAliveMs, type Live } from './live';
import { lasting } from './lasting';
import { reasonOf } from './reason-of';

/** Whether the answer is asked for as a stream of events. */
export const asksForEvents = ({ method, headers }: FastifyRequest): boolean =>
  method === 'POST' && /\btext\/event-stream\b/.test(headers.accept ?? '');

/** Where clients of graphql-sse look first; /graphql does the same for who accepts text/event-stream. */
export function sseRoute(app: FastifyInstance, live: Live): void {
  app.post('/graphql/stream', (request, reply) => streamEvents(request, reply, live));
}

/** An operation answered as server-sent events, as graphql-sse has them in its mode of distinct connections. */
export async function streamEvents(request: FastifyRequest, reply: FastifyReply, live: Live): Promise<FastifyReply> {
  const { authorization } = request.headers;
  const asked = await ask(live, request, authorization, (request.body ?? {}) as Parameters);
  // Who may not ask at all learns of it as over HTTP; what is wrong with a document is an event.
  if ([401, 403, 429, 503].includes(asked.status)) return refuse(reply, asked);
  const giveBack = asked.question ? live.connections.take(asked.viewer!.keyId) : () => undefined;
  void reply.hijack();
  const stream = new EventStream(reply);
  if (!asked.question) stream.last(asked.body.subarray(0, -1));
  else followBy(stream, { live, request, asked, giveBack });
  return reply;
}

function refuse(reply: FastifyReply, { status, headers, body }: Asked): FastifyReply {
  for (const [name, value] of headers) if (name !== 'content-length') void reply.header(name, value);
  return reply.code(status).header('cache-control', 'no-store').send(body);
}

interface Following {
  live: Live;
  request: FastifyRequest;
  asked: Asked;
  giveBack: () => void;
}

function followBy(stream: EventStream, { live, request, asked, giveBack }: Following): void {
  const { connections } = live.metrics;
  let follower: Follower | null = null;
  connections.inc({ road: 'sse' });
  stream.onClose(() => {
    if (follower) live.feeds.leave(follower);
    connections.dec({ road: 'sse' });
    giveBack();
  });
  try {
    const outlet = (own: () => Follower) => outletOf(stream, live, own);
    follower = follow(live, request, request.headers.authorization, asked, asked.question!, outlet);
  } catch (error) {
    if (!(error instanceof HubError)) live.logFault({ id: 'stream', error });
    stream.last(errorsOf(error instanceof HubError ? error : fault));
  }
}

const fault = new HubError('INTERNAL', 'The hub failed to follow this.');
const errorsOf = (error: HubError): Buffer => Buffer.from(JSON.stringify({ errors: [error.toJSON()] }));

function outletOf(stream: EventStream, { feeds, metrics }: Live, follower: () => Follower): Outlet {
  return {
    get waiting() {
      return stream.waiting;
    },
    next: (payloads) => stream.next(payloads),
    fail: (error) => {
      feeds.leave(follower());
      stream.last(errorsOf(error));
    },
    cut: (why, cursor) => {
      feeds.leave(follower());
      if (why !== 'STOPPING') metrics.cuts.inc({ why: why.toLowerCase() });
      stream.last(errorsOf(reasonOf(why, cursor)));
    },
  };
}

const nextBytes = Buffer.from('event: next\ndata: ');
const endOfEvent = Buffer.from('\n\n');

/** A response that goes on. */
class EventStream {
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly reply: FastifyReply) {
    const { raw } = reply;
    lasting.add(raw);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // A proxy that gathers answers before it passes them on would hold events back.
      'x-accel-buffering': 'no',
    });
    raw.write(':\n\n');
    this.timer = setInterval(() => raw.write(':\n\n'), keepAliveMs);
    raw.once('close', () => clearInterval(this.timer));
    raw.on('error', () => undefined);
  }

  get waiting(): number {
    return this.reply.raw.writableLength;
  }

  onClose(ended: () => void): void {
    if (this.reply.raw.destroyed) ended();
    else this.reply.raw.once('close', ended);
  }

  next(payloads: readonly Buffer[]): void {
    this.reply.raw.write(Buffer.concat(payloads.flatMap((payload) => [nextBytes, payload, endOfEvent])));
  }

  last(payload: Buffer): void {
    const { raw } = this.reply;
    clearInterval(this.timer);
    this.next([payload]);
    raw.end('event: complete\ndata:\n\n');
    setTimeout(() => raw.destroy(), farewellMs).unref();
  }
}
