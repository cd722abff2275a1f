import compress from '@fastify/compress';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Pool } from 'pg';
import { constants } from 'node:zlib';
import { Context } from './context';
import { credentialFrom } from './directory/api-key';
import { createApollo } from './http/apollo';
import { Budgets } from './http/budget';
import { graphqlRoute } from './http/graphql-route';
import { healthRoutes, metricsRoute } from './http/health-routes';
import type { Config } from './kernel/config';
import { statusOf, type ErrorCode } from './kernel/errors';
import { createSchema, registry } from './schema';

export interface ServerOptions {
  config: Config;
  /** Connections in the API's role. */
  api: Pool;
  /** Connections as the user the program connects as, to stop what the API's role runs. */
  canceller: Pool;
  onStatement?: (text: string) => void;
}

export interface HubServer {
  app: FastifyInstance;
  schema: GraphQLSchema;
}

const maxBodyBytes = 1_048_576;

export async function createServer(options: ServerOptions): Promise<HubServer> {
  const { config, api, canceller, onStatement } = options;
  const app = fastify({
    bodyLimit: maxBodyBytes,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    logger: { level: config.logLevel, redact: ['req.headers.authorization'] },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
  });
  await app.register(rateLimit, {
    max: config.requestsPerMinute,
    timeWindow: 60_000,
    errorResponseBuilder: () => failure('RATE_LIMITED', 'Too many requests from this address: wait a minute.'),
  });
  await app.register(compress, {
    encodings: ['br', 'gzip', 'identity'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    threshold: 1024,
  });
  plainErrors(app);
  jsonBodies(app);
  const schema = createSchema();
  const apollo = createApollo({
    schema,
    budgets: new Budgets(config.costCapacity, config.costRestoreRate),
    logFault: (fault) => app.log.error({ id: fault.id, err: fault.error }, 'masked error'),
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  const context = { api, canceller, registry, onStatement };
  const refusals = app.createRateLimit({
    max: 120,
    timeWindow: 60_000,
    keyGenerator: (request: FastifyRequest) => `refused ${request.ip}`,
  });
  const refusedTooOften = async (request: FastifyRequest) => {
    const limit = await refusals(request);
    return !limit.isAllowed && limit.isExceeded;
  };
  graphqlRoute(app, { apollo, deadlineMs: config.deadlineMs, context, refusedTooOften });
  healthRoutes(app, api);
  metricsRoute(app, api, (request) => hasKey(request, options));
  return { app, schema };
}

async function hasKey(request: FastifyRequest, { api, canceller, config }: ServerOptions): Promise<boolean> {
  const credential = credentialFrom(request.headers.authorization);
  if (!credential) return false;
  try {
    const context = await Context.open({
      api, canceller, registry, credential,
      deadline: Date.now() + config.deadlineMs,
    });
    await context.close();
    return true;
  } catch (error) {
    request.log.info({ err: error }, 'metrics refused');
    return false;
  }
}

const failure = (code: ErrorCode, message: string) => ({
  statusCode: statusOf(code),
  errors: [{ message, extensions: { code } }],
});

const transportCodes: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'BODY_TOO_LARGE',
    `A request body holds ${maxBodyBytes} bytes at most: send it in parts.`,
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UNSUPPORTED_MEDIA_TYPE', 'Send application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['BAD_REQUEST', 'The body is empty: send JSON with a "query".'],
};

/** Errors outside GraphQL answer in the same shape and with the same codes. */
function plainErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError & { errors?: unknown }, request, reply) => {
    if (error.errors) return reply.code(error.statusCode ?? 429).send({ errors: error.errors });
    const [code, message] =
      transportCodes[error.code] ??
      ((error.statusCode ?? 500) < 500 ? ['BAD_REQUEST' as const, error.message] : ['INTERNAL' as const, '']);
    if (code !== 'INTERNAL') return reply.code(statusOf(code)).send({ errors: failure(code, message).errors });
    request.log.error({ err: error, id: request.id }, 'masked error');
    return reply
      .code(500)
      .send({ errors: failure(code, `The hub failed to answer this: report the id ${request.id}.`).errors });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({
      errors: failure('NOT_FOUND', `There is nothing at ${request.url.slice(0, 100)}: the API is at /graphql.`).errors,
    }),
  );
}

/** JSON in well-formed UTF-8 only: what can not be decoded is refused, not replaced. */
function jsonBodies(app: FastifyInstance): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser(
    ['application/json', 'application/graphql-response+json'],
    { parseAs: 'buffer' },
    (_request, body, done) => {
      try {
        done(null, JSON.parse(decoder.decode(body as Buffer)));
      } catch (error) {
        const what =
          error instanceof SyntaxError ? `The body is not JSON: ${error.message}.` : 'The body is not UTF-8.';
        done(Object.assign(new Error(what), { statusCode: 400 }));
      }
    },
  );
}
