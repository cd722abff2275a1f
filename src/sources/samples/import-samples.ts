import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { parse } from 'csv-parse';
import type { ActAs } from '../../directory/act-as';
import { ingest, type SampleBatch } from '../../monitoring/ingest/ingest';
import type { MetricKind } from '../../monitoring/monitoring.values';
import { oldestKept } from '../../monitoring/retention/oldest-kept';
import type { SubjectRef } from '../../monitoring/subject';
import { reporting } from '../import-report';
import { addTotals, type ImportFlags, type ImportTotals, type TellRefused } from '../import-run';
import { listFiles } from '../list-files';
import { columnsOf, metricNameOf, sampleOf, type Columns } from './samples-csv.rules';
import { subjectFrom } from './subject-from';

export interface SampleFlags extends ImportFlags {
  metric?: string;
  unit?: string;
  kind?: MetricKind;
  device?: string;
  interface?: string;
}

export interface SamplesOptions extends ImportFlags {
  /** Name of the metric; made from the file's name unless said. */
  metric?: string | undefined;
  unit?: string | undefined;
  kind?: MetricKind | undefined;
  subject?: SubjectRef | undefined;
  now: () => Date;
}

interface Line {
  timestamp: string;
  value: number;
  line: number;
}

const batchSize = 5000;

/** Samples of one CSV file as one series, read as a stream and written in batches, a transaction each. Created: taken; unchanged: repeated. */
export async function importSamples(
  file: string,
  options: SamplesOptions,
  act: ActAs,
  tell: TellRefused,
  onBytes: (bytes: number) => void,
): Promise<ImportTotals> {
  const run = new SamplesRun(file, options, act, tell);
  const input = createReadStream(file);
  input.on('data', (chunk) => onBytes(chunk.length));
  const rows = input.pipe(
    parse({ relax_column_count: true, skip_empty_lines: true, bom: true, info: true, max_record_size: 100_000 }),
  );
  input.on('error', (error) => rows.destroy(error));
  try {
    for await (const { record, info } of rows as AsyncIterable<{ record: string[]; info: { lines: number } }>)
      await run.take(record, info.lines);
  } catch (error) {
    run.refuse(0, null, `the file can not be read on: ${error instanceof Error ? error.message : String(error)}`);
  }
  await run.end();
  return run.totals;
}

class SamplesRun {
  readonly totals: ImportTotals = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  private columns: Columns | null | undefined;
  private waiting: Line[] = [];

  constructor(
    private readonly file: string,
    private readonly options: SamplesOptions,
    private readonly act: ActAs,
    private readonly tell: TellRefused,
  ) {}

  async take(row: string[], line: number): Promise<void> {
    if (this.columns === undefined) return this.takeHeader(row);
    if (this.columns === null) return;
    const sample = sampleOf(row, this.columns, this.options.now());
    if ('refused' in sample) return this.refuse(line, sample.refused.field, sample.refused.reason);
    this.waiting.push({ ...sample.ok, line });
    if (this.waiting.length >= batchSize) await this.write();
  }

  async end(): Promise<void> {
    if (this.columns === undefined) this.refuse(1, null, 'the file is empty.');
    if (this.waiting.length > 0) await this.write();
  }

  refuse(line: number, field: string | null, reason: string): void {
    this.totals.refused += 1;
    this.tell({ place: { file: this.file, position: line > 0 ? `line ${line}` : 'the file' }, field, reason });
  }

  private takeHeader(row: string[]): void {
    this.columns = columnsOf(row);
    if (this.columns === null)
      this.refuse(
        1,
        null,
        `the header "${row.join(',').slice(0, 100)}" needs a column "timestamp" and a column "value".`,
      );
  }

  private async write(): Promise<void> {
    const sent = this.waiting;
    this.waiting = [];
    const { owner, source, now } = this.options;
    const { lines, result } = await this.act(async (db) => {
      const lines = this.without(sent, await oldestKept(db));
      const batches = lines.length > 0 ? [this.batchOf(lines)] : [];
      return { lines, result: await ingest(db, { owner, source, batches }, now()) };
    });
    this.totals.created += result.taken;
    this.totals.unchanged += result.repeated;
    for (const { position } of result.conflicting)
      this.refuse(lines[position]!.line, 'value', 'this instant holds another value already: the first stays.');
    for (const { field, message } of result.refused) this.refuse(0, field, message);
  }

  /** In the transaction that takes the others. */
  private without(lines: Line[], oldest: string | null): Line[] {
    if (oldest === null) return lines;
    const isOld = ({ timestamp }: Line) => Date.parse(timestamp) < Date.parse(oldest);
    for (const { line, timestamp } of lines.filter(isOld))
      this.refuse(line, 'timestamp', `${timestamp} is too old: samples are kept since ${oldest}.`);
    return lines.filter((line) => !isOld(line));
  }

  private batchOf(lines: Line[]): SampleBatch {
    const { metric, unit, kind, subject } = this.options;
    return {
      metric: metric ?? metricNameOf(basename(this.file)),
      unit: unit ?? null,
      kind: kind ?? null,
      labels: { file: `${basename(dirname(this.file))}/${basename(this.file)}` },
      subject: subject ?? null,
      timestamps: lines.map(({ timestamp }) => timestamp),
      values: lines.map(({ value }) => value),
    };
  }
}

/** Samples of CSV files, with progress and complaints on the terminal. */
export async function runSamples(paths: readonly string[], flags: SampleFlags, act: ActAs): Promise<ImportTotals> {
  const files = await listFiles(paths, '.csv');
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const options = { ...flags, subject: subjectFrom(flags), now: () => new Date() };
  return reporting('samples', total, async (report) => {
    const totals: ImportTotals = { created: 0, updated: 0, unchanged: 0, refused: 0 };
    let done = 0;
    const onBytes = (bytes: number) => report.progress((done += bytes));
    for (const file of files) addTotals(totals, await importSamples(file, options, act, report.refuse, onBytes));
    return totals;
  });
}
