import type { Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';

/** As hub.background_state tells it; instants in seconds since 1970. */
interface BackgroundState {
  jobs: { name: string; endedAt: number | null; seconds: number | null; isFailing: boolean }[];
  packedUntil: number | null;
  rollupsDue: number;
  levels: { level: string; oldest: number; overdue: number }[];
  webhooks: Record<string, number>;
  webhookLag: number;
  webhookOverdue: number;
  deadLetters: number;
  feeds: { consumers: number; lag: number | null; headroom: number | null };
}

/** However often /metrics is asked, the database is as rarely as this. */
const freshMs = 10_000;
/** A database that does not answer keeps nobody from the figures of the process. */
const patienceMs = 1000;

/** Brings what /metrics tells of background work up to date; tells nothing of it while the database does not. */
export function backgroundMetrics(metrics: Registry, api: Pool): () => Promise<void> {
  const show = gauges(metrics);
  let asked: { at: number; state: Promise<BackgroundState | null> } | null = null;
  const ask = () => {
    if (!asked || performance.now() - asked.at > freshMs)
      asked = { at: performance.now(), state: readState(api).catch(() => null) };
    return asked.state;
  };
  return async () => show(await within(patienceMs, ask()));
}

async function readState(api: Pool): Promise<BackgroundState> {
  const { rows } = await api.query<{ state: BackgroundState }>(
    `SELECT hub.background_state() || hub.delivery_state() || jsonb_build_object('feeds', hub.feed_state()) AS state`,
  );
  return rows[0]!.state;
}

function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), ms).unref();
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

type Figure = [labels: Record<string, string>, value: number | null];

function gauges(metrics: Registry): (state: BackgroundState | null) => void {
  const shown = figures.map(({ name, help, labels, of }) => ({
    gauge: new Gauge({ name, help, labelNames: labels, registers: [metrics] }),
    ...{ labels, of },
  }));
  return (state) => {
    for (const { gauge, labels, of } of shown) {
      gauge.reset();
      // One without labels would then be 0, which is a figure.
      if (labels.length === 0) gauge.remove();
      for (const [labels, value] of state ? of(state) : []) if (value !== null) gauge.set(labels, value);
    }
  };
}

const figures: { name: string; help: string; labels: string[]; of: (state: BackgroundState) => Figure[] }[] = [
  {
    name: 'hub_job_last_success_timestamp_seconds',
    help: 'When each job of background work last ended well, whichever process did it.',
    labels: ['job'],
    of: ({ jobs }) => jobs.map(({ name, endedAt }) => [{ job: name }, endedAt]),
  },
  {
    name: 'hub_job_last_duration_seconds',
    help: 'How long that took.',
    labels: ['job'],
    of: ({ jobs }) => jobs.map(({ name, seconds }) => [{ job: name }, seconds]),
  },
  {
    name: 'hub_job_failing',
    help: '1 where a job has failed since it last ended well: the log of the process tells why.',
    labels: ['job'],
    of: ({ jobs }) => jobs.map(({ name, isFailing }) => [{ job: name }, Number(isFailing)]),
  },
  {
    name: 'hub_samples_packed_until_timestamp_seconds',
    help: 'Samples of before this instant that had come when packing last ended well are packed.',
    labels: [],
    of: ({ packedUntil }) => [[{}, packedUntil]],
  },
  {
    name: 'hub_series_rollup_due',
    help: 'Series whose packed days are to be rolled up anew.',
    labels: [],
    of: ({ rollupsDue }) => [[{}, rollupsDue]],
  },
  {
    name: 'hub_samples_oldest_timestamp_seconds',
    help: 'Start of the oldest month, of HOUR and DAY of the oldest year, that a level is kept in.',
    labels: ['level'],
    of: ({ levels }) => levels.map(({ level, oldest }) => [{ level }, oldest]),
  },
  {
    name: 'hub_samples_overdue_partitions',
    help: 'Months or years of a level that are to be let go and are still there.',
    labels: ['level'],
    of: ({ levels }) => levels.map(({ level, overdue }) => [{ level }, overdue]),
  },
  {
    name: 'hub_webhooks',
    help: 'Webhooks by how they stand.',
    labels: ['state'],
    of: ({ webhooks }) => Object.entries(webhooks).map(([state, count]) => [{ state }, count]),
  },
  {
    name: 'hub_webhook_lag_seconds',
    help: 'For how long the oldest change has been waiting that a webhook in force has not delivered.',
    labels: [],
    of: ({ webhookLag }) => [[{}, webhookLag]],
  },
  {
    name: 'hub_webhook_overdue_seconds',
    help: 'For how long the webhook has been due that no process has looked at: over a minute, nobody sends.',
    labels: [],
    of: ({ webhookOverdue }) => [[{}, webhookOverdue]],
  },
  {
    name: 'hub_webhook_dead_letters',
    help: 'Messages to webhooks that were given up in the last day.',
    labels: [],
    of: ({ deadLetters }) => [[{}, deadLetters]],
  },
  {
    name: 'hub_feed_consumers',
    help: 'Clients and feeds that were read within a day.',
    labels: [],
    of: ({ feeds }) => [[{}, feeds.consumers]],
  },
  {
    name: 'hub_feed_greatest_lag_seconds',
    help: 'Of those, how far behind the last one is.',
    labels: [],
    of: ({ feeds }) => [[{}, feeds.lag]],
  },
  {
    name: 'hub_feed_least_headroom_seconds',
    help: 'Of those, how long until the first cursor expires.',
    labels: [],
    of: ({ feeds }) => [[{}, feeds.headroom]],
  },
];
