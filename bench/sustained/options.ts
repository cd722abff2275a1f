import { parseArgs } from 'node:util';
import { metricsOfDevice } from '../data/sizes';

export interface Options {
  /** Samples a second. */
  rate: number;
  series: number;
  samples: number;
  /** Seconds between the samples of one series, by the samples' clock. */
  interval: number;
  /** Samples of one request. */
  batch: number;
  /** Pages a second, and as many windows. */
  asks: number;
  /** Seconds of questions without ingest. */
  alone: number;
}

export const usage = `npm run bench:load [-- options]
  --rate 5000        samples a second: three times what 100,000 series at one a minute are
  --series 100000    in steps of five, 2,000 at least: four of each device, one of its first interface
  --samples 24000000
  --minutes          ends after so many, whatever --samples says
  --interval 600     seconds between the samples of a series, by their own clock: so much faster than the wall's do days pass
  --batch 2000       samples of one request: what Prometheus sends at most
  --asks 4           pages a second, and as many windows
  --alone 60         seconds of questions before the ingest begins`;

const known = ['rate', 'series', 'samples', 'minutes', 'interval', 'batch', 'asks', 'alone'] as const;
type Given = Partial<Record<(typeof known)[number], string>>;

export function readOptions(args: string[]): Options {
  const options = Object.fromEntries(known.map((name) => [name, { type: 'string' as const }]));
  const given = parseArgs({ args, options }).values as Given;
  const number = (name: keyof Given, unless: number): number => {
    const value = Number(given[name] ?? unless);
    if (value > 0 && Number.isFinite(value)) return value;
    throw new Error(`--${name} takes numbers above 0, not "${given[name]}".\n${usage}`);
  };
  const rate = number('rate', 5000);
  const batch = Math.floor(number('batch', 2000));
  const most = Math.min(number('samples', 24_000_000), number('minutes', 1e6) * 60 * rate);
  const series = seriesOf(number('series', 100_000));
  return {
    ...{ rate, batch, series },
    // Whole requests, and of each series one sample at least.
    samples: Math.max(Math.ceil(series / batch), Math.floor(most / batch)) * batch,
    interval: Math.floor(number('interval', 600)),
    ...{ asks: number('asks', 4), alone: number('alone', 60) },
  };
}

function seriesOf(series: number): number {
  const perDevice = metricsOfDevice + 1;
  if (series >= 400 * perDevice && series % perDevice === 0) return series;
  throw new Error(`--series takes numbers from ${400 * perDevice} that ${perDevice} divides.\n${usage}`);
}
