import { endianness } from 'node:os';
import { latestTaken } from '../instants.rules';
import type { Incoming, IncomingOptions, IncomingReason, MetricMetadata } from './incoming';
import type { NamedSeries } from './label-set';
import { SeriesPlaces } from './series-places';
import { short } from './short';
import { BodyTooLarge } from './undecodable-body';
import { bitsOf, flagOf, type TextValue } from './value-bits';

const firstRoom = 1024;
const usualMost = 500_000;
/** 9999-12-31T23:59:59.999Z: later ones can not be written as RFC 3339. */
const lastInstant = 253_402_300_799_999;
/** Where in a double's two halves the low one stands. */
const lowHalf = endianness() === 'LE' ? 0 : 1;

/** Samples on their way into columns, series after series. */
export class IncomingColumns {
  private readonly places = new SeriesPlaces();
  private readonly refused = new Map<IncomingReason, { samples: number; example: string }>();
  private readonly latest: number;
  private readonly oldest: number;
  private readonly most: number;
  private seriesAt = new Uint32Array(0);
  private at = new Float64Array(0);
  private halves = new Uint32Array(0);
  private flags = new Uint8Array(0);
  private count = 0;
  private refusedCount = 0;
  private seriesCount = 0;
  private current: NamedSeries | null = null;
  private place = -1;

  constructor({ now, oldest = 0, mostSamples = usualMost }: IncomingOptions) {
    this.latest = latestTaken(now);
    this.oldest = oldest;
    this.most = mostSamples;
  }

  /** Says that another series is about to be read, with samples or without. */
  countSeries(): void {
    this.seriesCount += 1;
    if (this.seriesCount > this.most) throw this.tooMany();
  }

  /** The series of the samples that follow. It is kept with the first of them that is taken. */
  begin(series: NamedSeries): void {
    this.current = series;
    this.place = -1;
  }

  /** A sample by the halves of its value's bits: as numbers, some NaN would come out another. */
  take(at: number, low: number, high: number): void {
    if (!(at >= 0 && at <= lastInstant)) return this.refuseInstant('INSTANT_OUT_OF_RANGE', at);
    if (at < this.oldest) return this.refuseInstant('TOO_OLD', at);
    if (at > this.latest) return this.refuseInstant('IN_THE_FUTURE', at);
    const i = this.count;
    if (i === this.seriesAt.length) this.grow();
    if (this.place < 0) this.place = this.places.placeOf(this.current!);
    this.seriesAt[i] = this.place;
    this.at[i] = at;
    this.halves[2 * i + lowHalf] = low;
    this.halves[2 * i + 1 - lowHalf] = high;
    this.flags[i] = flagOf(low, high);
    this.count = i + 1;
  }

  takeValue(at: number, value: TextValue): void {
    const bits = bitsOf(value);
    this.take(at, Number(bits & 0xffffffffn), Number(bits >> 32n));
  }

  /** Samples that are not taken. The example is that of the reason's first. */
  refuse(reason: IncomingReason, samples: number, example: () => string): void {
    this.refusedCount += samples;
    if (this.refusedCount > this.most) throw this.tooMany();
    const known = this.refused.get(reason);
    if (known) known.samples += samples;
    else this.refused.set(reason, { samples, example: example() });
  }

  done(metadata: readonly MetricMetadata[] = []): Incoming {
    const { count } = this;
    return {
      series: this.places.series,
      seriesAt: this.seriesAt.slice(0, count),
      at: this.at.slice(0, count),
      values: new Float64Array(this.halves.slice(0, count * 2).buffer),
      flags: this.flags.slice(0, count),
      metadata,
      refused: Array.from(this.refused, ([reason, { samples, example }]) => ({ reason, samples, example })),
    };
  }

  private refuseInstant(reason: IncomingReason, at: number): void {
    this.refuse(reason, 1, () => {
      const instant = new Date(at);
      const text = Number.isNaN(instant.getTime()) ? `${at} ms` : instant.toISOString();
      return `${short(this.current!.key)} at ${text}`;
    });
  }

  private grow(): void {
    if (this.count >= this.most) throw this.tooMany();
    const room = Math.min(Math.max(this.count * 2, firstRoom), this.most);
    const { seriesAt, at, halves, flags } = this;
    (this.seriesAt = new Uint32Array(room)).set(seriesAt);
    (this.at = new Float64Array(room)).set(at);
    (this.halves = new Uint32Array(room * 2)).set(halves);
    (this.flags = new Uint8Array(room)).set(flags);
  }

  private tooMany(): BodyTooLarge {
    return new BodyTooLarge(
      `The body holds more than ${this.most.toLocaleString('en')} samples or series: send fewer at a time.`,
    );
  }
}
