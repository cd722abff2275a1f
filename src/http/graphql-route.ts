import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Context, type ContextOptions } from '../context';
import { credentialFrom } from '../directory/api-key';
import { HubError, statusOf } from '../kernel/errors';
import type { CountRefusedKey } from './request-limits';

export interface GraphqlRouteOptions {
  apollo: ApolloServer<Context>;
  deadlineMs: number;
  context: Pick<ContextOptions, 'api' | 'canceller' | 'registry' | 'onStatement'>;
  countRefusedKey: CountRefusedKey;
}

const methods = 'GET, HEAD, POST, OPTIONS';

/** GraphQL over HTTP at /graphql; a browser that asks for a page gets Sandbox. */
export function graphqlRoute(app: FastifyInstance, options: GraphqlRouteOptions): void {
  app.route({
    method: ['GET', 'POST', 'HEAD'],
    url: '/graphql',
    handler: (request, reply) => answer(request, reply, options),
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
        // An answer to HEAD is that to GET, whose body node:http leaves out.
        method: request.method === 'HEAD' ? 'GET' : request.method,
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
    // Until it is closed the deadline holds: an error may have been the answer while other statements still run.
    await (context as Context | null)?.close();
    ending.done();
  }
}

async function openContext(request: FastifyRequest, options: GraphqlRouteOptions, ending: Ending): Promise<Context> {
  try {
    const credential = credentialFrom(request.headers.authorization);
    if (!credential)
      throw new HubError('UNAUTHENTICATED', 'Send "Authorization: Bearer <key>" with a key of the form cwk_….');
    return await Context.open({ ...options.context, credential, deadline: ending.deadline, signal: ending.signal });
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const waitSeconds = error.code === 'UNAUTHENTICATED' ? await options.countRefusedKey(request) : 0;
    if (waitSeconds > 0) throw tooManyRefused(waitSeconds);
    throw new HubError(error.code, error.message, { http: { status: statusOf(error.code) } });
  }
}

const tooManyRefused = (waitSeconds: number) =>
  new HubError('RATE_LIMITED', `Too many requests without a valid key from this address: wait ${waitSeconds} s.`, {
    http: { status: 429, headers: new Map([['retry-after', String(waitSeconds)]]) },
  });

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
  if (reply.raw.destroyed) gone();
  else reply.raw.once('close', gone);
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
  void reply.code(status ?? 200).header('cache-control', 'no-store');
  if (body.kind === 'complete') return reply.send(body.string);
  throw new HubError('BAD_REQUEST', 'Incremental delivery is not offered: leave @defer and @stream out.');
}
