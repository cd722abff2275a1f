import { setTimeout as pause } from 'node:timers/promises';
import { compressSync } from 'snappy';
import type { MetricKind } from '../../src/monitoring/monitoring.values';
import { push } from './push';
import type { Random } from './random';
import { encodeWriteRequest } from './remote-write';

const senders = 3;
/** Between bodies that nobody waits for. */
const idleMs = 100;
const begin = Date.UTC(2024, 0, 1);
/** A hundred of them pass two midnights, ten thousands do not reach today. */
const apartMs = 37 * 60_000;

export const gauge = 'numbered';
export const counter = 'numbered_total';
const kinds: Record<string, MetricKind> = { [gauge]: 'GAUGE', [counter]: 'COUNTER' };
const ofEach = 10;

export interface NumberedSeries {
  metric: string;
  series: string;
  kind: MetricKind;
  /** Of a body, what it says of this series: sums of such numbers are exact in whatever order. */
  valueOf: (n: number) => number;
}

const gaugeValue = (series: number, n: number): number => ((n * 7919 + series * 104_729) % 400) / 4;
/** Grows, and begins again. */
const counterValue = (series: number, n: number): number => (n % 17) * 500 + ((n * 31 + series) % 100);

export const numberedSeries: readonly NumberedSeries[] = [gauge, counter].flatMap((metric) =>
  Array.from({ length: ofEach }, (_, series) => ({
    ...{ metric, series: String(series), kind: kinds[metric]! },
    valueOf: (n: number) => (metric === gauge ? gaugeValue : counterValue)(series, n),
  })),
);

/** When what a body says was measured, in milliseconds since 1970. */
export const instantOf = (n: number): number => begin + n * apartMs;
export const numberAt = (ms: number): number => (ms - begin) / apartMs;

/** A sample of each series: by its number it is known whether it was acknowledged. */
const bodyOf = (n: number): Buffer =>
  compressSync(
    encodeWriteRequest(
      numberedSeries.map(({ metric, series, valueOf }) => ({
        labels: { __name__: metric, series },
        samples: [[instantOf(n), valueOf(n)] as const],
      })),
      [
        { name: gauge, type: 2 },
        { name: counter, type: 1 },
      ],
    ),
  );

export interface Bodies {
  acknowledged: ReadonlySet<number>;
  /** Given up when nobody said what became of them: each is there or not, whole. */
  unanswered: ReadonlySet<number>;
}

/**
 * Pushes body after body, some at a time: while the hub is away, or what it stands on, most of them again until they are acknowledged, some never
 * more.
 */
export class NumberedPushes {
  readonly acknowledged = new Set<number>();
  readonly unanswered = new Set<number>();
  /** Bodies 0 up to this one were begun. */
  private begun = 0;
  private isOver = false;
  private isBroken = false;
  private readonly waiting = new Set<{ count: number; resolve: () => void }>();
  private readonly sending: Promise<unknown>;
  /** How often a body was not acknowledged. */
  failures = 0;

  constructor(
    private readonly url: () => string,
    private readonly key: string,
    private readonly random: Random,
  ) {
    this.sending = Promise.all(Array.from({ length: senders }, () => this.sendOn()));
    // Whoever waits is told.
    this.sending.catch(() => undefined);
  }

  /** When so many more are acknowledged. */
  async more(count: number): Promise<void> {
    const reached = new Promise<void>((resolve) =>
      this.waiting.add({ count: this.acknowledged.size + count, resolve }),
    );
    await Promise.race([reached, this.sending]);
  }

  /** When all that were begun are acknowledged or given up. */
  async end(): Promise<Bodies> {
    this.isOver = true;
    await this.sending;
    return this;
  }

  /** Whatever is acknowledged. */
  async break(): Promise<void> {
    this.isBroken = true;
    await this.end().catch(() => undefined);
  }

  private async sendOn(): Promise<void> {
    for (let isHeard = true; !this.isOver;) {
      const n = this.begun++;
      isHeard = await this.sendUntilKept(n, isHeard);
      if (isHeard) this.keep(n);
      if (this.waiting.size === 0) await pause(idleMs);
    }
  }

  private keep(n: number): void {
    this.acknowledged.add(n);
    for (const one of this.waiting)
      if (one.count <= this.acknowledged.size) {
        this.waiting.delete(one);
        one.resolve();
      }
  }

  /** False of one that was given up: of those that may have been heard some, and none after it until one is acknowledged again. */
  private async sendUntilKept(n: number, mayGiveUp: boolean): Promise<boolean> {
    for (;;) {
      const fate = await this.send(n);
      if (fate === 'kept') return true;
      if (this.isBroken || (mayGiveUp && fate === 'unanswered' && this.random.chance(0.5))) {
        this.unanswered.add(n);
        return false;
      }
      await pause(20);
    }
  }

  private async send(n: number): Promise<'kept' | 'unanswered' | 'unheard'> {
    const answer = await push(this.url(), bodyOf(n), { key: this.key }).catch((error: unknown) =>
      isRefused(error) ? ('unheard' as const) : null,
    );
    if (answer === 'unheard') return answer;
    if (answer?.status === 204) return 'kept';
    this.failures += 1;
    // What a sender would not send again.
    if (answer && answer.status < 500 && answer.status !== 429)
      throw new Error(`Body ${n}: ${answer.status} ${JSON.stringify(answer.told)}`);
    return 'unanswered';
  }
}

/** Nobody listens: the body was not sent. */
const isRefused = (error: unknown): boolean => (error as { cause?: { code?: string } }).cause?.code === 'ECONNREFUSED';
