import type { Hub } from './hub';
import type { Viewer } from './viewer';

/** A series of one center: its samples are instants in milliseconds, the last one stale where it ended. */
export interface Sent {
  metric: string;
  at: readonly number[];
  ended?: boolean;
  labels?: Record<string, string>;
  subject?: object;
}

export interface Stretch {
  from: string;
  to: string;
}

export interface Missing {
  stretches: Stretch[];
  totalCount: number;
  totalSeconds: number;
  truncated: boolean;
}

export interface Sums {
  seriesCount: number;
  judgedCount: number;
  expected: number;
  present: number;
  share: number | null;
}

export interface SeriesEntry extends Sums {
  series: { id: string; metric: { name: string } };
  intervalSeconds: number | null;
  intervalStated: boolean;
  firstAt: string | null;
  missing: Missing | null;
}

export const sums = 'seriesCount judgedCount expected present share';
export const missing = 'missing { stretches { from to } totalCount totalSeconds truncated }';

/** Sends samples of a center in calls as large as may be; what became of them. */
export async function sendSamples(viewer: Viewer, owner: string, series: readonly Sent[], source = 'poller') {
  const batches = series.flatMap(({ metric, at, ended = false, labels, subject }) =>
    partsOf(at).map((part) => ({
      ...{ metric, labels, subject, timestamps: part.map(instant), values: part.map(() => 1) },
      flags: part.map((_, i) => (ended && part[i] === at.at(-1) ? 4 : 0)),
    })),
  );
  for (const batch of batches)
    await viewer.data(
      `mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken refused { message } } }`,
      { input: { owner, source, batches: [batch] } },
    );
}

const mostOfCall = 10_000;
const partsOf = (at: readonly number[]): number[][] =>
  Array.from({ length: Math.ceil(at.length / mostOfCall) }, (_, n) => at.slice(n * mostOfCall, (n + 1) * mostOfCall));

export const instant = (ms: number): string => new Date(ms).toISOString().replace(/\.?0+Z$/, 'Z');

/** Each series of a range by the name of its metric. */
export async function entriesOf(viewer: Viewer, from: number, to: number): Promise<Map<string, SeriesEntry>> {
  const document = `query($from: DateTime!, $to: DateTime!) { completeness(from: $from, to: $to) { series(first: 100) { nodes {
    series { id metric { name } } intervalSeconds intervalStated firstAt ${sums} ${missing} } } } }`;
  const { completeness } = await viewer.data<{ completeness: { series: { nodes: SeriesEntry[] } } }>(document, {
    from: instant(from),
    to: instant(to),
  });
  return new Map(completeness.series.nodes.map((entry) => [entry.series.metric.name, entry]));
}

/** What should be answered of one series, reckoned from all that was ever sent of it. */
export function judged({ at, ended = false }: Sent, interval: number, from: number, to: number, now = Date.now()) {
  const first = Math.min(...at);
  const last = Math.max(...at);
  const start = Math.max(from, first);
  const end = Math.max(start, Math.min(to, ended ? last + 0.001 : now));
  const expected = Math.floor((end - start) / 1000 / interval);
  const present = Math.min(expected, at.filter((one) => one >= from && one < to).length);
  const marks = [start, ...at.filter((one) => one > start && one < end).toSorted((a, b) => a - b), end];
  const gaps = marks.flatMap((mark, i) =>
    i > 0 && mark - marks[i - 1]! > interval * 2500 ? [{ from: marks[i - 1]!, to: mark }] : [],
  );
  const latest = gaps.slice(-100).reverse();
  return {
    ...{ expected, present, share: expected === 0 ? null : present / expected },
    missing: {
      stretches: latest.map((gap) => ({ from: instant(gap.from), to: instant(gap.to) })),
      totalCount: gaps.length,
      totalSeconds: gaps.reduce((sum, gap) => sum + (gap.to - gap.from), 0) / 1000,
      truncated: gaps.length > 100,
    },
  };
}

/** When the hub last got samples is put so long ago. */
export const letTimePass = (hub: Hub, minutes: number) =>
  hub.sql(
    `UPDATE private.latest_sample SET arrived_at = arrived_at - make_interval(mins => $1), late_at = late_at - make_interval(mins => $1)`,
    [minutes],
  );
