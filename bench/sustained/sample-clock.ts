import type { Options } from './options';

const anHour = 3_600_000;
export const windowMs = 24 * anHour;
/** What the hub may pack is two hours old. */
const openMs = 2 * anHour;
const marginMs = anHour / 2;

/**
 * The samples' own clock: it begins some days ago and goes faster than the wall's, so that days pass, close and are packed while they come in. Its
 * end lies more than two hours ago, so that whatever has come may be packed, as in a hub that has run for long.
 */
export interface SampleClock {
  /** The first sample's instant, in milliseconds since 1970. */
  begin: number;
  intervalMs: number;
  /** How long a sample of each series takes to be sent, in milliseconds of the wall's clock. */
  roundMs: number;
}

export function sampleClock({ samples, series, rate, interval }: Options): SampleClock {
  const intervalMs = interval * 1000;
  const span = Math.ceil(samples / series) * intervalMs;
  const took = (samples / rate) * 1000;
  const begin = Date.now() - Math.max(0, span - took) - openMs - marginMs;
  return { begin: begin - (begin % intervalMs) - intervalMs, intervalMs, roundMs: (series / rate) * 1000 };
}

export const speedOf = ({ intervalMs, roundMs }: SampleClock): number => intervalMs / roundMs;

/** What the samples' clock says so long after the first was due. */
export const instantAfter = (clock: SampleClock, elapsedMs: number): number => clock.begin + elapsedMs * speedOf(clock);
