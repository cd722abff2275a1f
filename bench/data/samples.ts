import { metricsOfDevice, type Sizes } from './sizes';
import type { Stage } from './stages';

const day = 86_400;
/** The samples end here; fixed, so that every run asks for the same instants. */
export const samplesEnd = Date.parse('2026-03-09T00:00:00Z') / 1000;
export const samplesStart = samplesEnd - 7 * day;
export const dayStart = samplesEnd - day;
const fiveMinutes = 300;
const aMinute = 60;

/** Of a device's metrics: the processor has a day, of every third device the memory too; a twentieth has a week of its temperature. */
const fullDay = `(e.metric = 0 OR e.metric = 1 AND pg_temp.draw(e.device, 20) < 7)`;
export const hasWeek = (device: string): string => `pg_temp.draw(${device}, 20) = 7`;
/** Ten series, whatever the scale, have a week of minutes: 10,080 samples. */
const hasMinutes = (devices: number): string => `e.metric = 3 AND e.device % ${Math.floor(devices / 10)} = 0`;

/**
 * At scale 1 ten million: a day of 5 minutes (288) of 27,000 series, a week of them (2,016) of 1,000, a week of minutes of ten; of the others
 * the newest alone. Where samples are to be fewer than the scale says, fewer devices have more than the newest.
 */
export const sampleStages = ({ devices, series, samples }: Sizes): Stage[] => {
  const numbered = (from: number, to: number): string => `
    (SELECT n, CASE WHEN n <= ${devices * metricsOfDevice} THEN (n - 1) / ${metricsOfDevice} + 1 ELSE n - ${devices * metricsOfDevice} END AS device,
            CASE WHEN n <= ${devices * metricsOfDevice} THEN (n - 1) % ${metricsOfDevice} ELSE 4 END AS metric
       FROM generate_series(${from}::bigint, ${to}::bigint) n) e`;
  const isSampled = samples < 1 ? `pg_temp.draw(e.device + 11, 1000) < ${Math.round(samples * 1000)} AND` : '';
  return [
    {
      what: 'samples of series',
      count: series,
      step: 20_000,
      sql: (from, to) => `
        INSERT INTO private.sample (series_number, at, value, flag)
        SELECT e.n, to_timestamp(t), pg_temp.sample_value(e.n, t), 0
          FROM ${numbered(from, to)}
         CROSS JOIN LATERAL (SELECT CASE WHEN ${hasMinutes(devices)} THEN ${aMinute} ELSE ${fiveMinutes} END AS step,
             CASE WHEN ${isSampled} ${fullDay} THEN ${dayStart}
                  WHEN ${isSampled} e.metric = 2 AND ${hasWeek('e.device')} OR ${hasMinutes(devices)} THEN ${samplesStart}
                  ELSE ${samplesEnd - fiveMinutes} END AS start) k
         CROSS JOIN LATERAL generate_series(k.start::bigint, ${samplesEnd - 1}::bigint, k.step) t ORDER BY e.n, t`,
    },
    {
      what: 'newest samples',
      count: series,
      step: 100_000,
      sql: (from, to) => `
        INSERT INTO private.latest_sample (series_number, at, value, flag)
        SELECT e.n, to_timestamp(k.t), pg_temp.sample_value(e.n, k.t), 0
          FROM ${numbered(from, to)}
         CROSS JOIN LATERAL (SELECT ${samplesEnd}::bigint - CASE WHEN ${hasMinutes(devices)} THEN ${aMinute} ELSE ${fiveMinutes} END AS t) k ORDER BY e.n`,
    },
  ];
};
