import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Context, type ContextOptions } from '../context';
import { credentialFrom } from '../directory/api-key';
import { HubError, statusOf } from '../kernel/errors';
import { checkText } from './check-text';

export interface GraphqlRouteOptions {
  apollo: ApolloServer<Context>;
  deadlineMs: number;
  context: Pick<ContextOptions, 'api' | 'canceller' | 'registry' | 'onStatement'>;
  /** Counts a refused key against its address; true once there were too many. */
  refusedTooOften: (request: FastifyRequest) => Promise<boolean>;
}

/** GraphQL over HTTP at /graphql; a browser that asks for a page gets Sandbox. */
export function graphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  app.route({
    method: ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'],
    url: '/graphql',
    handler: (request, reply) => answer(request, reply, options),
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  options: GraphqlRouteOptions,
): Promise<FastifyReply> {
  const ending = endingOf(reply, options.deadlineMs);
  let context: Context | null = null;
  try {
    const response = await options.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: headersOf(request),
        search: request.url.slice(request.url.indexOf('?') >>> 0),
        body: request.body ?? {},
      },
      context: async () => {
        context = await openContext(request, options, ending);
        return context;
      },
    });
    return await send(reply, response);
  } finally {
    ending.done();
    await (context as Context | null)?.close();
  }
}

async function openContext(request: FastifyRequest, options: GraphqlRouteOptions, ending: Ending): Promise<Context> {
  try {
    const credential = credentialFrom(request.headers.authorization);
    if (!credential)
      throw new HubError('UNAUTHENTICATED', 'Send "Authorization: Bearer <key>" with a key of the form cwk_….');
    checkText(request.body);
    return await Context.open({ ...options.context, credential, deadline: ending.deadline, signal: ending.signal });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const throttled = error.code === 'UNAUTHENTICATED' && (await options.refusedTooOften(request));
    const told = throttled
      ? new HubError('RATE_LIMITED', 'Too many requests without a valid key from this address: wait a minute.')
      : error;
    throw new HubError(told.code, told.message, { http: { status: statusOf(told.code) } });
  }
}

interface Ending {
  deadline: number;
  signal: AbortSignal;
  done: () => void;
}

/** Fires when the client goes away or the deadline passes, whichever is first. */
function endingOf(reply: FastifyReply, deadlineMs: number): Ending {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), deadlineMs);
  const gone = () => {
    if (!reply.raw.writableFinished) controller.abort();
  };
  reply.raw.once('close', gone);
  const done = () => {
    clearTimeout(timer);
    reply.raw.off('close', gone);
  };
  return { deadline: Date.now() + deadlineMs, signal: controller.signal, done };
}

function headersOf(request: FastifyRequest): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

async function send(reply: FastifyReply, { status, headers, body }: HTTPGraphQLResponse): Promise<FastifyReply> {
  for (const [name, value] of headers) if (name !== 'content-length') void reply.header(name, value);
  void reply.code(status ?? 200);
  if (body.kind === 'complete') return reply.send(body.string);
  throw new HubError('BAD_REQUEST', 'Incremental delivery is not offered: leave @defer and @stream out.');
}
