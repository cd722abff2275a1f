import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { compressSync } from 'snappy';
import { decodeChunk } from '../../src/monitoring/chunks/chunk-codec';
import { push } from './push';
import { encodeWriteRequest } from './remote-write';

const seriesCount = 20;
const senders = 3;
const begin = Date.UTC(2026, 10, 1);

/** A sample of each series: by its number it is known whether it was acknowledged. */
const bodyOf = (n: number): Buffer =>
  compressSync(
    encodeWriteRequest(
      Array.from({ length: seriesCount }, (_, series) => ({
        labels: { __name__: 'numbered', series: String(series) },
        samples: [[begin + n * 1000, n] as const],
      })),
    ),
  );

/** Pushes body after body, some at a time, each again until it is acknowledged: while the hub is away, or what it stands on. */
export class NumberedPushes {
  /** Bodies 0 up to this one were begun. */
  private begun = 0;
  private acknowledged = 0;
  private isOver = false;
  private isBroken = false;
  private readonly waiting: { count: number; resolve: () => void }[] = [];
  private readonly sending: Promise<unknown>;
  /** How often a body was not acknowledged. */
  failures = 0;

  constructor(
    private readonly url: () => string,
    private readonly key: string,
  ) {
    this.sending = Promise.all(Array.from({ length: senders }, () => this.sendOn()));
    // Whoever waits is told.
    this.sending.catch(() => undefined);
  }

  /** When so many more are acknowledged. */
  async more(count: number): Promise<void> {
    const reached = new Promise<void>((resolve) => this.waiting.push({ count: this.acknowledged + count, resolve }));
    await Promise.race([reached, this.sending]);
  }

  /** How many were acknowledged: by now all that were begun. */
  async end(): Promise<number> {
    this.isOver = true;
    await this.sending;
    return this.acknowledged;
  }

  /** Whatever is acknowledged. */
  async break(): Promise<void> {
    this.isBroken = true;
    await this.end().catch(() => undefined);
  }

  private async sendOn(): Promise<void> {
    while (!this.isOver) {
      const n = this.begun++;
      while (!(await this.send(n))) {
        if (this.isBroken) return;
        await pause(20);
      }
      this.acknowledged += 1;
      for (const { count, resolve } of this.waiting) if (count <= this.acknowledged) resolve();
    }
  }

  private async send(n: number): Promise<boolean> {
    const answer = await push(this.url(), bodyOf(n), { key: this.key }).catch(() => null);
    if (answer?.status === 204) return true;
    this.failures += 1;
    // What a sender would not send again.
    if (answer && answer.status < 500 && answer.status !== 429)
      throw new Error(`Body ${n}: ${answer.status} ${JSON.stringify(answer.told)}`);
    return false;
  }
}

/** Of each series, which bodies are kept, in rows or packed; as often as they are kept. */
export async function keptNumbers(owner: Pool): Promise<Map<string, number[]>> {
  const { rows } = await owner.query<{ series: string; n: number; day: string | null; data: Buffer | null }>(
    `SELECT s.labels->>'series' AS series, x.value AS n, NULL AS day, NULL::bytea AS data
       FROM private.sample x JOIN hub.series s ON s.number = x.series_number
     UNION ALL SELECT s.labels->>'series', NULL, c.day::text, c.data FROM private.sample_chunk c JOIN hub.series s ON s.number = c.series_number`,
  );
  const kept = new Map<string, number[]>();
  for (const { series, n, day, data } of rows) {
    const values = data ? [...decodeChunk(data, Date.parse(`${day}T00:00:00Z`) * 1000).values] : [n];
    kept.set(series, [...(kept.get(series) ?? []), ...values]);
  }
  return kept;
}

/** That each of so many bodies is kept once, in all of its series. */
export async function expectKeptOnce(owner: Pool, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, n) => n);
  const kept = await keptNumbers(owner);
  expect(kept.size).toBe(seriesCount);
  for (const numbers of kept.values()) expect(numbers.sort((one, other) => one - other)).toEqual(all);
}
