import { HeaderMap, type ApolloServer, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context';
import { HubError } from '../kernel/errors';
import { endingOf, type Ending } from './endings';
import type { Live } from './live/live';
import { asksForEvents, sseRoute, streamEvents } from './live/sse-road';
import { websocketRoad } from './live/websocket-road';
import { openContext, type Entrance, type Opened } from './open-context';
import { bytesOf } from './planned-answers';

export interface GraphqlRouteOptions extends Entrance {
  apollo: ApolloServer<Context>;
  live: Live;
}

const methods = 'GET, HEAD, POST, OPTIONS';

/** GraphQL at /graphql: over HTTP, as server-sent events, over WebSocket; a browser that asks for a page gets Sandbox. */
export function graphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  const { live } = options;
  const acceptWebSocket = websocketRoad(app, live);
  sseRoute(app, live);
  app.route({
    method: ['GET', 'POST', 'HEAD'],
    url: '/graphql',
    // A reply that is awaited waits for the end of its stream, which nobody here needs.
    handler: (request, reply) => {
      if (acceptWebSocket(request, reply)) return;
      const answered = asksForEvents(request) ? streamEvents(request, reply, live) : answer(request, reply, options);
      answered.catch((error: unknown) => reply.send(error));
    },
  });
  app.route({
    method: ['OPTIONS', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    onRequest: (request, reply) => sayMethods(request, reply),
    handler: (_request, reply) => reply,
  });
}

/** Before the body is looked at. */
async function sayMethods(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  void reply.header('allow', methods);
  if (request.method === 'OPTIONS') return reply.code(204).send();
  const message = 'Use GET to read, POST to read and write.';
  return reply.code(405).send({ errors: [new HubError('BAD_REQUEST', message)] });
}

async function answer(request: FastifyRequest, reply: FastifyReply, options: GraphqlRouteOptions): Promise<void> {
  const ending = endingOf(reply, options.deadlineMs);
  try {
    const isAnswered = await attempt(request, reply, options, ending, true);
    if (!isAnswered) await attempt(request, reply, options, ending, false);
  } finally {
    ending.done();
  }
}

/** Answers, unless the key turns out not to be who it was assumed to be: then nothing has been sent, or written. */
async function attempt(
  request: FastifyRequest,
  reply: FastifyReply,
  options: GraphqlRouteOptions,
  ending: Ending,
  mayAssume: boolean,
): Promise<boolean> {
  const entry: { opened?: Opened } = {};
  try {
    const response = await options.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: requestOf(request),
      context: async () => {
        entry.opened = await openContext(request, options, ending, mayAssume);
        return entry.opened.context;
      },
    });
    // Asked each time, for it remembers too.
    const isKnown = (await entry.opened?.confirm()) ?? true;
    const isSure = isKnown || !mayAssume;
    if (isSure) send(reply, response, entry.opened?.context.written.data ?? null);
    return isSure;
  } finally {
    // Until it is closed the deadline holds: an error may have been the answer while other statements still run.
    await entry.opened?.context.close();
  }
}

function requestOf(request: FastifyRequest): HTTPGraphQLRequest {
  return {
    // An answer to HEAD is that to GET, whose body node:http leaves out.
    method: request.method === 'HEAD' ? 'GET' : request.method,
    headers: headersOf(request),
    search: request.url.slice(request.url.indexOf('?') >>> 0),
    body: request.body ?? {},
  };
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

function send(reply: FastifyReply, { status, headers, body }: HTTPGraphQLResponse, data: Buffer | null): void {
  for (const [name, value] of headers) if (name !== 'content-length') void reply.header(name, value);
  void reply.code(status ?? 200).header('cache-control', 'no-store');
  if (body.kind === 'complete') return void reply.send(bytesOf(body.string, data));
  throw new HubError('BAD_REQUEST', 'Incremental delivery is not offered: leave @defer and @stream out.');
}
