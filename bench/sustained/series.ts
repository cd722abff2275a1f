import { compressSync } from 'snappy';
import type { Queryable } from '../../src/kernel/postgres/database';
import { identityOf } from '../../src/monitoring/series-identity';
import { encodeWriteRequest } from '../../test/support/remote-write';
import { organizationOf } from '../data/viewers';
import { metricsOfDevice } from '../data/sizes';
import { windowMs, type SampleClock } from './sample-clock';

const metrics = [
  'cpu_utilization_ratio',
  'memory_utilization_ratio',
  'temperature_celsius',
  'sessions',
  'if_in_octets_total',
];

/** Series have the numbers 1 to this one: four of each device, then one of each device's first interface. */
export interface SeriesSet {
  series: number;
  clock: SampleClock;
}

function placeOf(number: number, series: number): { device: number; metric: number } {
  const ofDevices = (series / (metricsOfDevice + 1)) * metricsOfDevice;
  return number <= ofDevices
    ? { device: Math.ceil(number / metricsOfDevice), metric: (number - 1) % metricsOfDevice }
    : { device: number - ofDevices, metric: metricsOfDevice };
}

function labelsOf(number: number, series: number): Record<string, string> {
  const { device, metric } = placeOf(number, series);
  return {
    ...{ __name__: metrics[metric]!, cluster: 'core', instance: `rt-${device}.example:9100` },
    ...{ interface: metric === metricsOfDevice ? 'xe-0/0/0' : `unit-${metric}`, job: 'node' },
    ...{ region: `region-${device % 34}`, role: 'access', site: `site-${device % 700}` },
  };
}

/** Each series has a second of the interval as its own, as targets of one Prometheus have. */
const atOf = ({ begin, intervalMs }: SampleClock, number: number, n: number): number =>
  begin + n * intervalMs + ((number * 1000) % intervalMs);

/** Gauges of two decimals; counters that grow, now more, now less. */
function valueOf(number: number, n: number, series: number): number {
  const chance = ((number * 7919 + n * 104_729) % 10_000) + (number % 97);
  return placeOf(number, series).metric === metricsOfDevice ? (n + 1000) * 100_000 + chance : chance / 100;
}

const written = ({ series, clock }: SeriesSet, number: number, n: number) => ({
  labels: labelsOf(number, series),
  samples: [[atOf(clock, number, n), valueOf(number, n, series)] as const],
});

/** Samples so many after the first, as they go over the wire: of every series one, then of every series the next. */
export const bodyFrom = (set: SeriesSet, first: number, count: number): Buffer =>
  compressSync(
    encodeWriteRequest(
      Array.from({ length: count }, (_, i) =>
        written(set, ((first + i) % set.series) + 1, Math.floor((first + i) / set.series)),
      ),
    ),
  );

const historyRounds = ({ intervalMs }: SampleClock): number => Math.ceil(windowMs / intervalMs);
export const historyBegin = (clock: SampleClock): number => clock.begin - historyRounds(clock) * clock.intervalMs;

/** What series that are asked for have of the day before the first sample: a window of it is never empty. */
export const history = (set: SeriesSet, numbers: readonly number[]): Buffer[] =>
  Array.from({ length: historyRounds(set.clock) }, (_, i) =>
    compressSync(encodeWriteRequest(numbers.map((number) => written(set, number, -1 - i)).toReversed())),
  ).toReversed();

const atOnce = 10_000;

/** Makes the benchmark's series those of the national center that a Prometheus sends; what they measure stays. */
export async function nameSeries(operator: Queryable, series: number): Promise<void> {
  for (let from = 1; from <= series; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, series - from + 1) }, (_, i) => from + i);
    const identities = numbers.map((number) => {
      const { __name__: metric, ...labels } = labelsOf(number, series);
      return identityOf(metric!, labels);
    });
    await operator.query(
      `UPDATE hub.series s SET writer_id = o.id, source = 'prometheus', external_id = u.fingerprint, labels = u.labels
         FROM unnest($1::bigint[], $2::text[], $3::jsonb[]) AS u(number, fingerprint, labels), hub.organization o
        WHERE s.number = u.number AND o.code = $4`,
      [
        numbers,
        identities.map(({ fingerprint }) => fingerprint),
        identities.map(({ labels }) => JSON.stringify(labels)),
        organizationOf.national,
      ],
    );
  }
}
