import type { ApolloServer } from '@apollo/server';
import type { Registry as Metrics } from 'prom-client';
import type { Context } from '../../context';
import { LiveFeeds } from '../../feeds/live/live-feeds';
import type { Config } from '../../kernel/config';
import type { Budgets } from '../budget';
import type { LogFault } from '../format-error';
import type { Entrance } from '../open-context';
import type { CountAsked } from '../request-limits';
import { Connections } from './connections';
import type { Live } from './live';
import { liveHouse } from './live-house';
import { liveMetrics } from './live-metrics';

export interface LiveOptions extends Entrance {
  apollo: ApolloServer<Context>;
  budgets: Budgets;
  isPlanned: boolean;
  logFault: LogFault;
  metrics: Metrics;
  countAsked: CountAsked;
}

/** The one place of a process where feeds are followed, for all roads. */
export function openLive(
  {
    feedConnections,
    feedConnectionsPerKey,
    feedPatienceMs: patienceMs,
    poolSize,
  }: Pick<Config, 'feedConnections' | 'feedConnectionsPerKey' | 'feedPatienceMs' | 'poolSize'>,
  options: LiveOptions,
): Live {
  const feeds: LiveFeeds = new LiveFeeds(liveHouse({ ...options, patienceMs, poolSize, metrics: () => metrics }));
  const metrics = liveMetrics(options.metrics, () => feeds.size);
  return { ...options, feeds, metrics, connections: new Connections(feedConnections, feedConnectionsPerKey) };
}
