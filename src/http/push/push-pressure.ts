import type { ServerResponse } from 'node:http';
import { HubError } from '../../kernel/errors';
import type { KeyLimits, SeriesLimits } from '../../monitoring/push/series-limits';
import { Budgets } from '../budget';

export interface PushLimits {
  /** Samples a second that a key may send in the long run; ten seconds of them at once. */
  samplesPerSecond: number;
  /** Series that a key may create in an hour. */
  newSeriesPerHour: number;
  /** Series of one metric that an organization may have. */
  seriesPerMetric: number;
  /** Bodies that are read and written at a time. */
  atOnce: number;
}

const burstSeconds = 10;
const anHour = 3600;

/** What each key may still send, and how much is under way. */
export class PushPressure {
  private readonly samples: Budgets;
  private readonly newSeries: Budgets;
  private running = 0;
  private readonly runningOf = new Map<string, number>();

  constructor(private readonly limits: PushLimits) {
    this.samples = new Budgets(limits.samplesPerSecond * burstSeconds, limits.samplesPerSecond);
    this.newSeries = new Budgets(limits.newSeriesPerHour, limits.newSeriesPerHour / anHour);
  }

  /** Lets a request in until its response ends, unless too much is under way: before any of its body is taken. */
  letIn(response: ServerResponse): void {
    if (this.running >= this.limits.atOnce) throw tooMuch('The hub takes in as much as it can', 1);
    this.running += 1;
    response.once('close', () => (this.running -= 1));
  }

  /** Half of what is done at a time may be one key's: the others' bodies come in beside it. */
  letInKey(client: string, response: ServerResponse): void {
    const running = this.runningOf.get(client) ?? 0;
    if (running >= Math.ceil(this.limits.atOnce / 2))
      throw tooMuch('This key has as many bodies under way as it may', 1);
    this.runningOf.set(client, running + 1);
    response.once('close', () => this.letOutKey(client));
  }

  private letOutKey(client: string): void {
    const running = this.runningOf.get(client)! - 1;
    if (running === 0) this.runningOf.delete(client);
    else this.runningOf.set(client, running);
  }

  /** Of more than could ever be saved up, as much as can be. */
  takeSamples(client: string, count: number): void {
    const { waitSeconds } = this.samples.take(client, Math.min(count, this.samples.capacity));
    if (waitSeconds > 0) throw tooMuch('This key has sent more samples than it may for now', waitSeconds);
  }

  seriesLimits(client: string): SeriesLimits {
    // Asked again where the transaction begins again.
    let before: number | null = null;
    const take = (wanted: number) => {
      if (before !== null) return Math.min(before, wanted);
      const granted = Math.min(wanted, Math.floor(this.newSeries.available(client)));
      this.newSeries.take(client, granted);
      return (before = granted);
    };
    const takeAll = (wanted: number) => this.newSeries.take(client, wanted).waitSeconds;
    return { ofMetric: this.limits.seriesPerMetric, take, takeAll };
  }

  limitsOf(client: string): KeyLimits {
    return { takeSamples: (count) => this.takeSamples(client, count), series: this.seriesLimits(client) };
  }
}

const tooMuch = (what: string, seconds: number) =>
  new HubError('RATE_LIMITED', `${what}: send this again in ${seconds} s.`, {
    http: { headers: new Map([['retry-after', String(seconds)]]) },
  });
