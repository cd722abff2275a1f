import type { ApolloServer } from '@apollo/server';
import compress from '@fastify/compress';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { Registry as Metrics } from 'prom-client';
import type { Pool } from 'pg';
import { constants } from 'node:zlib';
import { Context } from './context';
import { enterWebhook } from './feeds/webhooks/delivering/enter-webhook';
import type { Ask } from './feeds/webhooks/delivering/read-batch';
import { createApollo, type ApolloOptions } from './http/apollo';
import { askWithin } from './http/ask-within';
import { Budgets } from './http/budget';
import { orderlyEnding } from './http/endings';
import { explorerRoute } from './http/explorer-route';
import { exportRoute } from './http/export-route';
import type { LogFault } from './http/format-error';
import { graphqlRoute } from './http/graphql-route';
import { healthRoutes, keylessFrom, metricsRoute } from './http/health-routes';
import { judgeQuery } from './http/judge-query';
import { LastViewers } from './http/last-viewers';
import { jsonBodies } from './http/json-bodies';
import { openLive } from './http/live/open-live';
import { requireKey, type Entrance } from './http/open-context';
import { maxBodyBytes, plainErrors, refuseAddress, refuseConnection } from './http/plain-errors';
import { alertRoute } from './http/push/alert-route';
import { countAlerts, countPushes } from './http/push/push-metrics';
import { PushPressure } from './http/push/push-pressure';
import { pushRoutes } from './http/push/push-routes';
import { limitRequests, refusedKeys } from './http/request-limits';
import type { Config } from './kernel/config';
import { registry } from './registry';
import { createSchema } from './schema';

export interface ServerOptions {
  config: Config;
  /** Connections in the API's role. */
  api: Pool;
  /** Connections as the user the program connects as, to stop what the API's role runs. */
  canceller: Pool;
  onStatement?: (text: string, values: readonly unknown[]) => void;
}

export interface HubServer {
  app: FastifyInstance;
  schema: GraphQLSchema;
  /** What webhooks are read by. */
  reading: { contextOf: (webhook: string) => Promise<Context>; ask: Ask };
}

export async function createServer(options: ServerOptions): Promise<HubServer> {
  const { config, api, canceller, onStatement } = options;
  const app = listener(config);
  surviveLostConnections(app, [api, canceller]);
  answerPlainly(app, config);
  await limitRequests(app, config.requestsPerMinute);
  await compressBodies(app);
  const schema = createSchema();
  const answering = answeringOf(app, config);
  const apollo = await startApollo(app, { schema, ...answering });
  const pressure = pressureOf(config);
  const limitsOf = (client: string) => pressure.limitsOf(client);
  const delivery = { networks: config.webhookNetworks, judge: judgeQuery(schema, config.costCapacity) };
  const feeds = { feedHorizonDays: config.feedHorizonDays, delivery };
  const context = { api, canceller, registry, onStatement, limitsOf, ...feeds };
  const entrance = {
    deadlineMs: config.deadlineMs,
    context,
    countRefusedKey: refusedKeys(app),
    lastViewers: new LastViewers(),
  };
  const metrics = new Metrics();
  const live = openLive(config, { ...entrance, ...answering, apollo, metrics });
  graphqlRoute(app, { apollo, live, ...entrance });
  pushRoutes(app, { ...entrance, pressure, note: countPushes(metrics) });
  alertRoute(app, { ...entrance, pressure, note: countAlerts(metrics) });
  exportRoute(app, entrance);
  explorerRoute(app);
  healthRoutes(app, api);
  metricsRoute(app, {
    metrics,
    api,
    isKeyless: keylessFrom(config.metricsKeyless),
    requireKey: (request, reply) => requireKey(request, reply, entrance),
  });
  return { app, schema, reading: { contextOf: contextsOf(context, config), ask: askWithin(apollo) } };
}

async function startApollo(app: FastifyInstance, options: ApolloOptions): Promise<ApolloServer<Context>> {
  const apollo = createApollo(options);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  return apollo;
}

/** A context for each webhook, under what its client may read. */
const contextsOf =
  (context: Entrance['context'], { deadlineMs }: Config) =>
  (webhook: string): Promise<Context> =>
    Context.open({
      ...{ ...context, credential: enterWebhook(webhook), peer: null },
      deadline: Date.now() + deadlineMs,
    });

function answerPlainly(app: FastifyInstance, { deadlineMs }: Config): void {
  orderlyEnding(app, deadlineMs + 1000);
  plainErrors(app);
  jsonBodies(app);
}

const answeringOf = (app: FastifyInstance, config: Config) => ({
  isPlanned: config.executor === 'planned',
  budgets: new Budgets(config.costCapacity, config.costRestoreRate),
  logFault: ((fault) => app.log.error({ id: fault.id, err: fault.error }, 'masked error')) satisfies LogFault,
});

async function compressBodies(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    encodings: ['br', 'gzip', 'identity'],
    requestEncodings: ['br', 'gzip', 'identity'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    threshold: 1024,
  });
}

/** Requests that read go on while bodies come in: half of the connections are theirs. */
const pressureOf = ({ samplesPerSecond, newSeriesPerHour, seriesPerMetric, poolSize }: Config): PushPressure =>
  new PushPressure({ samplesPerSecond, newSeriesPerHour, seriesPerMetric, atOnce: Math.ceil(poolSize / 2) });

function listener(config: Config): FastifyInstance {
  return fastify({
    bodyLimit: maxBodyBytes,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    logger: { level: config.logLevel, redact: ['req.headers.authorization'] },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: refuseAddress,
    routerOptions: { ignoreTrailingSlash: true },
  });
}

/** An idle connection that breaks is replaced at its next use; without a listener it would end the process. */
function surviveLostConnections(app: FastifyInstance, pools: Pool[]): void {
  for (const pool of pools)
    pool.on('error', (error) => app.log.warn({ err: error }, 'an idle connection to the database broke'));
}
