import { compressSync } from 'snappy';
import { KnownLabels } from '../../src/monitoring/incoming/known-labels';
import { readWriteRequest } from '../../src/monitoring/incoming/write-request';
import { encodeWriteRequest } from '../../test/support/remote-write';

export const seriesCount = 100_000;
const samplesOfSeries = 10;
const samplesARequest = 10_000;
export const samplesARound = seriesCount * samplesOfSeries;
const hosts = 1000;
const intervalMs = 60_000;

const began = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 40 * 3_600_000;
/** The first instant of a round: each has ten minutes of its own, all of them hours ago. */
export const beginOf = (round: number): number => began + round * samplesOfSeries * intervalMs;
export const atOf = (round: number, n: number): number => beginOf(round) + n * intervalMs;
export const valueOf = (series: number, n: number): number =>
  Math.round(((series * 7919 + n * 104_729) % 10_000) + n) / 100;

const labelsOf = (series: number): Record<string, string> => ({
  __name__: `bench_metric_${Math.floor(series / hosts)}`,
  cluster: 'core',
  instance: `rt-${series % hosts}.example:9100`,
  interface: `xe-0/0/${series % 48}`,
  job: 'node',
  region: `region-${series % 34}`,
  role: 'access',
  site: `site-${series % 700}`,
});

/** As centers send them: of every series one sample, then of every series the next; each body as it goes over the wire. */
export function* bodies(round: number): Generator<Buffer> {
  for (let n = 0; n < samplesOfSeries; n += 1)
    for (let from = 0; from < seriesCount; from += samplesARequest) yield compressSync(bodyOf(round, n, from));
}

const bodyOf = (round: number, n: number, from: number): Buffer =>
  encodeWriteRequest(
    Array.from({ length: samplesARequest }, (_, i) => ({
      labels: labelsOf(from + i),
      samples: [[atOf(round, n), valueOf(from + i, n)] as const],
    })),
  );

/** Of bodies whose label sets are known, once they are uncompressed. */
export function decodePerSecond(): number {
  const known = new KnownLabels();
  const parts = Array.from({ length: seriesCount / samplesARequest }, (_, i) => bodyOf(0, 0, i * samplesARequest));
  const read = () => parts.forEach((part) => readWriteRequest(part, { now: Date.now(), known }));
  for (let i = 0; i < 5; i += 1) read();
  const began = performance.now();
  for (let i = 0; i < 10; i += 1) read();
  return (10 * seriesCount) / ((performance.now() - began) / 1000);
}
