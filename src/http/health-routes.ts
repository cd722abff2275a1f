import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, Registry as Metrics } from 'prom-client';

/** /healthz: the process answers. /readyz: the database does too. Both without a key. */
export function healthRoutes(app: FastifyInstance, api: Pool): void {
  // Never limited by address: a flood through a proxy must not make a supervisor restart the process.
  app.get('/healthz', { config: { rateLimit: false } }, async (_request, reply) =>
    reply.type('text/plain').send('ok\n'),
  );
  app.get('/readyz', async (_request, reply) => {
    try {
      await api.query('SELECT 1');
      return await reply.type('text/plain').send('ready\n');
    } catch (error) {
      app.log.warn({ err: error }, 'not ready');
      return reply.code(503).type('text/plain').send('the database does not answer\n');
    }
  });
}

/** /metrics for Prometheus: with a key, or from this very machine unless a proxy forwarded the request. */
export function metricsRoute(
  app: FastifyInstance,
  api: Pool,
  hasKey: (request: FastifyRequest) => Promise<boolean>,
): void {
  const metrics = new Metrics();
  collectDefaultMetrics({ register: metrics });
  const connections = new Gauge({
    name: 'hub_database_connections',
    help: 'Connections to Postgres by state.',
    labelNames: ['state'],
    registers: [metrics],
  });
  const requests = new Histogram({
    name: 'hub_http_request_duration_seconds',
    help: 'Time to answer, by route and status.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [metrics],
  });
  app.addHook('onResponse', async (request, reply) => {
    requests.observe({ route: request.routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request) && !(await hasKey(request))) {
      return reply.code(401).type('text/plain').send('Send "Authorization: Bearer <key>", or ask from this machine.\n');
    }
    connections.set({ state: 'idle' }, api.idleCount);
    connections.set({ state: 'busy' }, api.totalCount - api.idleCount);
    connections.set({ state: 'waiting' }, api.waitingCount);
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

const isForwarding = (header: string): boolean => /^(x-forwarded-.*|forwarded|x-real-ip|via)$/.test(header);

const isLocal = (request: FastifyRequest): boolean =>
  loopback.has(request.socket.remoteAddress ?? '') && !Object.keys(request.headers).some(isForwarding);
