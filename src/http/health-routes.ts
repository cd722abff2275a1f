import { BlockList, isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, type Registry as Metrics } from 'prom-client';
import { backgroundMetrics } from './background-metrics';
import { lasting } from './live/lasting';

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

export interface MetricsOptions {
  metrics: Metrics;
  api: Pool;
  isKeyless: (request: FastifyRequest) => boolean;
  requireKey: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

/** /metrics for Prometheus: with a key, or from where none is asked for. */
export function metricsRoute(app: FastifyInstance, { metrics, api, isKeyless, requireKey }: MetricsOptions): void {
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
  const askBackground = backgroundMetrics(metrics, api);
  app.addHook('onResponse', (request, reply, done) => {
    if (lasting.has(reply.raw)) return done();
    requests.observe({ route: request.routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', async (request, reply) => {
    if (!isKeyless(request)) await requireKey(request, reply);
    await askBackground();
    connections.set({ state: 'idle' }, api.idleCount);
    connections.set({ state: 'busy' }, api.totalCount - api.idleCount);
    connections.set({ state: 'waiting' }, api.waitingCount);
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

const isForwarding = (header: string): boolean => /^(x-forwarded-.*|forwarded|x-real-ip|via)$/.test(header);

/** Told by whose socket it is, whatever proxies are trusted; what somebody forwarded comes from nobody known. */
export function keylessFrom(networks: readonly string[]): (request: FastifyRequest) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits ?? (isIP(address) === 4 ? 32 : 128)), familyOf(address));
  }
  return ({ socket, headers }) => {
    // An address of a link names its interface: fe80::1%eth0.
    const [peer = ''] = (socket.remoteAddress ?? '').split('%');
    return isIP(peer) !== 0 && list.check(peer, familyOf(peer)) && !Object.keys(headers).some(isForwarding);
  };
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
