import { loadavg } from 'node:os';
import type { Answers } from './questions';
import { slopeOf } from './memory';
import type { Sent } from './sender';
import type { Look } from './watch';

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const minutes = (ms: number): string => (ms / 60_000).toFixed(1);

export function atShare(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/** How often a sender was not taken at its first word; nothing of it is to be hidden. */
export const retriesOf = ({ retried }: Sent): string =>
  Object.entries(retried)
    .map(([why, count]) => `${count} ${why}`)
    .join(', ') || 'none';

export const progressOf = (sent: Sent, { server, postgres, rows, packedAgo }: Look): string =>
  `${minutes(sent.elapsedMs)} min: ${whole(sent.acknowledged)} samples, ${whole(sent.acknowledged / (sent.elapsedMs / 1000))}/s, ` +
  `server ${server.toFixed(0)} MB, Postgres ${postgres.toFixed(0)} MB, ${whole(rows)} rows not packed, ` +
  `packed until ${packedAgo === null ? '?' : minutes(packedAgo * 1000)} min ago, sent again: ${retriesOf(sent)}`;

export const sentLines = (sent: Sent): string[] => [
  `acknowledged: ${whole(sent.acknowledged)} samples in ${minutes(sent.elapsedMs)} min, ${whole(sent.acknowledged / (sent.elapsedMs / 1000))} a second`,
  `requests refused or sent again: ${retriesOf(sent)}; the sender was behind its clock by ${whole(sent.behindMs)} ms at most`,
  `a request was acknowledged after ${timesOf(sent.took!)}`,
];

const timesOf = (took: readonly number[]): string =>
  `p50 ${atShare(took, 0.5).toFixed(1)} ms, p99 ${atShare(took, 0.99).toFixed(1)} ms, at most ${atShare(took, 1).toFixed(0)} ms (of ${took.length})`;

export const answerLines = (when: string, { page, window }: Answers): string[] => [
  `page of 50 devices ${when}: ${timesOf(page)}`,
  `windows of 24 h ${when}: ${timesOf(window)}`,
];

/** Until then a server grows in any case: it compiles, and fills what it remembers. */
const warmUp = (looks: readonly Look[]): number => Math.min(600_000, looks.at(-1)!.at / 4);

export function memoryLines(
  looks: readonly Look[],
  series: readonly ('server' | 'postgres')[] = ['server', 'postgres'],
): string[] {
  const from = warmUp(looks);
  const warm = looks.filter(({ at }) => at >= from);
  return series.map((name) => {
    const points = warm.map((look) => ({ at: look.at / 3_600_000, value: look[name] }));
    const { slope, error } = slopeOf(points);
    const most = Math.max(...looks.map((look) => look[name]));
    const grown = slope * ((looks.at(-1)!.at - from) / 3_600_000);
    return (
      `memory of ${name === 'server' ? 'the server' : 'Postgres'}: at most ${most.toFixed(0)} MB; from minute ${minutes(from)} on ` +
      `${slope.toFixed(1)} MB an hour (standard error ${error.toFixed(1)}), ${grown.toFixed(1)} MB over the run`
    );
  });
}

export function workLines(looks: readonly Look[], packing: { seconds: number; rows: number }): string[] {
  const ago = looks.flatMap(({ packedAgo }) => (packedAgo === null ? [] : [packedAgo]));
  const took = looks.flatMap(({ packingTook }) => (packingTook === null ? [] : [packingTook]));
  const failing = [...new Set(looks.flatMap((look) => look.failing))];
  return [
    `packed until ${minutes((ago.at(-1) ?? NaN) * 1000)} min ago at the end, ${minutes(Math.max(...ago) * 1000)} at most (120 are open by rule); one packing took ${atShare(took, 0.5).toFixed(0)} s, ${Math.max(...took).toFixed(0)} at most`,
    `rows not packed: ${whole(Math.max(...looks.map(({ rows }) => rows)))} at most; ${whole(packing.rows)} when the last sample had come, packed ${packing.seconds.toFixed(0)} s later`,
    `series to be rolled up anew: ${whole(Math.max(...looks.map(({ rollupsDue }) => rollupsDue)))} at most; jobs that failed: ${failing.join(', ') || 'none'}`,
    `load average at the end: ${loadavg()
      .map((load) => load.toFixed(2))
      .join(' ')}`,
  ];
}
