import type { Sight } from '../oracle/sight';
import type { Sample } from '../world/monitoring-model';
import { byId, idOf, type Thing, type Things, type TypeName } from '../world/things';

const instant = (at: number): string => new Date(at * 1000).toISOString().replace('.000Z', 'Z');

export const latestFields = '{ timestamp value stale metric { id } }';
export const windowFields = '{ timestamps values flags count truncated series { id } }';

export function latestOf({ samples, metric }: Things['Series']) {
  const last = samples.at(-1);
  if (!last) return null;
  const stale = last.flag === 4;
  return { timestamp: instant(last.at), value: stale ? null : last.value, stale, metric: { id: idOf(metric) } };
}

const valueOf = ({ flag, value }: Sample): number | null => (flag === 0 ? value : null);

export const windowOf = (series: Things['Series']) => ({
  timestamps: series.samples.map(({ at }) => instant(at)),
  values: series.samples.map(valueOf),
  flags: series.samples.map(({ flag }) => flag),
  count: series.samples.map(() => 1),
  truncated: false,
  series: { id: idOf(series) },
});

/** The range that holds every sample of every world. */
export const wholeRange = '(from: "2026-04-01T00:00:00Z", to: "2026-06-01T00:00:00Z", resolution: RAW, maxPoints: 100)';

export const measured: readonly TypeName[] = ['Site', 'Device', 'Interface', 'Link', 'InformationSystem'];

/** The newest sample of each series that measures a record, by name of the metric. */
export function latestOfSubject(subject: Thing, sight: Sight): object[] {
  const series = sight.all('Series').filter((one) => one.subject === subject && one.samples.length > 0);
  series.sort((a, b) => (a.metric === b.metric ? byId(a, b) : a.metric.name < b.metric.name ? -1 : 1));
  return series.map((one) => latestOf(one)!);
}
