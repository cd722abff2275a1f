import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Everything that can be set from outside, read once. */
export interface Config {
  /** An outside Postgres; the embedded one where it is absent. */
  databaseUrl: string | null;
  dataDirectory: string;
  host: string;
  port: number;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /**
   * Addresses or networks of peers that may read /metrics without a key. Unless set, this machine, and only while the hub listens on
   * nothing else and trusts no proxy: a proxy here that does not say that it forwards would pass for this machine.
   */
  metricsKeyless: string[];
  logLevel: string;
  /** Longest time a request may take, in milliseconds. */
  deadlineMs: number;
  /** Requests a minute from one address, before any key is looked at. */
  requestsPerMinute: number;
  /** What one key may spend: the most it can save up, and what comes back a second. */
  costCapacity: number;
  costRestoreRate: number;
  /** Samples a second that one key may push in the long run, series that it may create in an hour, and series that one writer may have of a metric. */
  samplesPerSecond: number;
  newSeriesPerHour: number;
  seriesPerMetric: number;
  /** Addresses or networks that webhooks may be sent to besides the internet, by plain http too. */
  webhookNetworks: string[];
  /** Seconds from each try of a webhook that fails to the next one. */
  webhookRetrySeconds: number[];
  /** Days after which a cursor of a feed that was not read on is let go. */
  feedHorizonDays: number;
  /** Hours for which an export stands ready, and megabytes (compressed) that those of one client take. */
  exportHours: number;
  exportMegabytes: number;
  /** Connections of subscriptions that one process holds open, in all and by one key. */
  feedConnections: number;
  feedConnectionsPerKey: number;
  /** How long one may leave more unread than the hub holds for it, in milliseconds. */
  feedPatienceMs: number;
  poolSize: number;
  /** Whether requests send statements without waiting for the answers to those before. */
  pipeline: boolean;
  /** What answers queries: the planned executor, or graphql-js alone. */
  executor: 'planned' | 'graphql-js';
}

type Environment = Record<string, string | undefined>;

/** The description of every setting stands in the README; a value that does not fit is named and ends the program. */
export function readConfig(env: Environment): Config {
  const host = env['HOST'] ?? '127.0.0.1';
  const trustedProxies = networks('TRUSTED_PROXIES', env['TRUSTED_PROXIES'] ?? '');
  const keylessUnlessSet = isLoopback(host) && trustedProxies.length === 0 ? loopback : '';
  return {
    databaseUrl: env['DATABASE_URL'] ? checkedUrl(env['DATABASE_URL']) : null,
    dataDirectory: resolve(env['DATA_DIR'] ?? '.data'),
    host,
    port: whole(env, 'PORT', 4000, 0, 65_535),
    trustedProxies,
    metricsKeyless: networks('METRICS_KEYLESS', env['METRICS_KEYLESS'] ?? keylessUnlessSet),
    logLevel: oneOf<string>(env, 'LOG_LEVEL', 'warn', ['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    deadlineMs: whole(env, 'DEADLINE_MS', 10_000, 100, 60_000),
    requestsPerMinute: whole(env, 'REQUESTS_PER_MINUTE', 60_000, 1, 100_000_000),
    costCapacity: whole(env, 'COST_CAPACITY', 1_000_000, 1, 1_000_000_000),
    costRestoreRate: whole(env, 'COST_RESTORE_RATE', 100_000, 1, 1_000_000_000),
    samplesPerSecond: whole(env, 'SAMPLES_PER_SECOND', 50_000, 1, 1_000_000_000),
    newSeriesPerHour: whole(env, 'NEW_SERIES_PER_HOUR', 200_000, 1, 1_000_000_000),
    seriesPerMetric: whole(env, 'SERIES_PER_METRIC', 50_000, 1, 1_000_000_000),
    webhookNetworks: networks('WEBHOOK_NETWORKS', env['WEBHOOK_NETWORKS'] ?? ''),
    webhookRetrySeconds: seconds(env, 'WEBHOOK_RETRY_SECONDS', '5,300,1800,7200,18000,36000,50400,72000,86400'),
    feedHorizonDays: whole(env, 'FEED_HORIZON_DAYS', 30, 1, 3650),
    exportHours: whole(env, 'EXPORT_HOURS', 24, 1, 8760),
    exportMegabytes: whole(env, 'EXPORT_MEGABYTES', 2000, 1, 1_000_000),
    feedConnections: whole(env, 'FEED_CONNECTIONS', 5_000, 0, 1_000_000),
    feedConnectionsPerKey: whole(env, 'FEED_CONNECTIONS_PER_KEY', 200, 1, 1_000_000),
    feedPatienceMs: whole(env, 'FEED_PATIENCE_MS', 10_000, 100, 600_000),
    poolSize: whole(env, 'POOL_SIZE', 16, 2, 500),
    pipeline: oneOf(env, 'PIPELINE', 'on', ['on', 'off']) === 'on',
    executor: oneOf(env, 'EXECUTOR', 'planned', ['planned', 'graphql-js']),
  };
}

function whole(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${name}="${text}" does not fit: give a whole number from ${least} to ${most}.`);
}

/** A list of times, each up to a week. */
function seconds(env: Environment, name: string, fallback: string): number[] {
  const text = env[name] || fallback;
  const list = text.split(',').map((part) => part.trim());
  if (list.length <= 30 && list.every((part) => /^\d{1,6}$/.test(part) && Number(part) <= 604_800))
    return list.map(Number);
  throw new Error(
    `${name}="${text}" does not fit: give up to 30 whole numbers of seconds, each up to a week, separated by commas.`,
  );
}

function oneOf<T extends string>(env: Environment, name: string, fallback: T, choices: readonly T[]): T {
  const text = env[name] || fallback;
  const choice = choices.find((one) => one === text);
  if (choice !== undefined) return choice;
  throw new Error(`${name}="${text}" does not fit: give one of ${choices.join(', ')}.`);
}

function checkedUrl(text: string): string {
  if (/^postgres(ql)?:\/\/\S+$/.test(text)) return text;
  throw new Error('DATABASE_URL does not fit: give postgres://user:password@host:port/database.');
}

const loopback = '127.0.0.0/8,::1';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function networks(name: string, text: string): string[] {
  const list = text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const strange = list.find((entry) => !isNetwork(entry));
  if (strange) throw new Error(`${name} holds "${strange}": give addresses or networks, separated by commas.`);
  return list;
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...rest] = entry.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)]!;
  return most > 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}
