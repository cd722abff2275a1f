import { Counter, Gauge, Histogram, type Registry as Metrics } from 'prom-client';

export type LiveMetrics = ReturnType<typeof liveMetrics>;

/** What /metrics tells of those who follow. */
export function liveMetrics(metrics: Metrics, following: () => number) {
  const registers = [metrics];
  const connections = new Gauge({
    name: 'hub_feed_connections',
    help: 'Open connections of subscriptions, by road.',
    labelNames: ['road'],
    registers,
  });
  new Gauge({
    name: 'hub_feed_subscriptions',
    help: 'Subscriptions that are followed through this process.',
    registers,
    collect() {
      this.set(following());
    },
  });
  const deliveries = new Counter({
    name: 'hub_feed_deliveries_total',
    help: 'Changes and samples that went out to subscriptions.',
    registers,
  });
  const lag = new Histogram({
    name: 'hub_feed_delivery_lag_seconds',
    help: 'From the beginning of the transaction that made a change to its delivery to consumers who have all before it.',
    buckets: [0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 60],
    registers,
  });
  const cuts = new Counter({
    name: 'hub_feed_cut_total',
    help: 'Connections that the hub ended: slow, key ended, or silent.',
    labelNames: ['why'],
    registers,
  });
  return { connections, deliveries, lag, cuts };
}
