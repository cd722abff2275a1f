import type { ActAs } from '../../directory/act-as';
import { ingest, maxBatches, type IngestResult } from '../../monitoring/ingest/ingest';
import type { ImportTotals, TellRefused } from '../import-run';
import type { Capture } from './librenms-capture.rules';
import { readingItems, type Reading } from './librenms-sensor.rules';

export interface ReadingsOptions {
  owner: string;
  source: string;
  /** When LibreNMS read the sensors: a capture does not tell. */
  at: string;
  now: () => Date;
  onNotTaken?: (what: string, count: number) => void;
}

/** What the sensors of one capture read, a sample of one series each, a transaction for a thousand of them. Created: taken; unchanged: repeated. */
export async function importReadings(
  capture: Capture,
  options: ReadingsOptions,
  act: ActAs,
  tell: TellRefused,
): Promise<ImportTotals> {
  const run = new ReadingsRun(options, act, tell);
  const readings: Reading[] = [];
  for (const item of readingItems(capture, options.owner, options.at)) {
    if ('notTaken' in item) options.onNotTaken?.(item.notTaken, 1);
    else if ('refused' in item) run.refuse(item.refused.place, item.refused.field, item.refused.reason);
    else readings.push(item);
  }
  for (let i = 0; i < readings.length; i += maxBatches) await run.write(readings.slice(i, i + maxBatches));
  return run.totals;
}

class ReadingsRun {
  readonly totals: ImportTotals = { created: 0, updated: 0, unchanged: 0, refused: 0 };

  constructor(
    private readonly options: ReadingsOptions,
    private readonly act: ActAs,
    private readonly tell: TellRefused,
  ) {}

  /** A call is all or nothing: what it names as refused is left out, and the rest is sent again. */
  async write(readings: readonly Reading[]): Promise<void> {
    let waiting = readings;
    while (waiting.length > 0) {
      const result = await this.send(waiting);
      for (const { batch } of result.conflicting) {
        const reason = 'its instant holds another value already: the first stays.';
        this.refuse(waiting[batch]!.place, 'sensor_current', reason);
      }
      for (const { index, field, message } of result.refused) this.refuse(waiting[index]!.place, field, message);
      if (result.refused.length === 0) return;
      const refused = new Set(result.refused.map(({ index }) => index));
      waiting = waiting.filter((_, i) => !refused.has(i));
    }
  }

  refuse(...[place, field, reason]: [Reading['place'], string | null, string]): void {
    this.totals.refused += 1;
    this.tell({ place, field, reason });
  }

  private async send(readings: readonly Reading[]): Promise<IngestResult> {
    const { owner, source, now } = this.options;
    const batches = readings.map(({ batch }) => batch);
    const result = await this.act((db) => ingest(db, { owner, source, batches }, now()));
    this.totals.created += result.taken;
    this.totals.unchanged += result.repeated;
    return result;
  }
}
