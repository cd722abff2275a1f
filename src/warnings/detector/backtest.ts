import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { Detector } from './detector.rules';
import { seriesColumnsOf, seriesRowOf, type SeriesColumns, type SeriesRow } from './backtest-row.rules';

/** Rows are written by so many characters: the file may be larger than the memory. */
const CHUNK = 65_536;

const LONGEST_ROW = 10_000;

type Records = AsyncIterable<{ record: string[]; info: { lines: number } }>;

/** Runs the detector over a file as if its samples came in one by one, and writes timestamp,value,anomaly_score for each row. */
export async function backtest(file: string, output: NodeJS.WritableStream): Promise<void> {
  const rows = parse({
    relax_column_count: true,
    skip_empty_lines: true,
    bom: true,
    info: true,
    max_record_size: LONGEST_ROW,
  });
  try {
    await pipeline(createReadStream(file), rows, scored, output, { end: false });
  } catch (error) {
    throw new Error(`${file}: ${reasonOf(error)}`, { cause: error });
  }
}

async function* scored(records: Records): AsyncGenerator<string> {
  let lines = 'timestamp,value,anomaly_score\n';
  for await (const { timestamp, text, score } of scoresOf(records)) {
    lines += `${timestamp},${text},${score}\n`;
    if (lines.length < CHUNK) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

async function* scoresOf(records: Records): AsyncGenerator<SeriesRow & { score: number }> {
  const detector = Detector.begin();
  let [columns, latest]: [SeriesColumns | undefined, number] = [undefined, -Infinity];
  for await (const { record, info } of records) {
    if (columns) {
      const row = seriesRowOf(record, columns, latest);
      if (typeof row === 'string') throw new RowFault(info.lines, row);
      latest = row.at;
      yield { ...row, score: rounded(detector.take(row.at, row.value)?.score ?? 0) };
    } else {
      columns = seriesColumnsOf(record);
      if (!columns) throw new RowFault(info.lines, 'the header names no column "timestamp" or no column "value".');
    }
  }
  if (!columns) throw new RowFault(1, 'the file is empty: it begins with the header timestamp,value.');
}

class RowFault extends Error {
  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
  }
}

const rounded = (score: number): number => Math.round(score * 1e6) / 1e6;

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file.';
  if (code === 'EISDIR') return 'it is a folder: name one file.';
  return message;
}
