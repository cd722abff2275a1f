import { instantTexts, microsText } from '../../kernel/instant';
import type { SampleColumns } from '../../monitoring/chunks/sample-columns';
import type { ExportFormat } from './export.values';

/** What stands before all lines; CSV has names. */
export const headOf = (format: ExportFormat, names: Iterable<string>): string =>
  format === 'CSV' ? `${[...names].map(quoted).join(',')}\r\n` : '';

export function recordLine(format: ExportFormat, type: string, names: Iterable<string>, record: object): string {
  if (format === 'NDJSON') return `${JSON.stringify({ type, ...record })}\n`;
  const values = record as Record<string, unknown>;
  return `${[...names].map((name) => quoted(values[name])).join(',')}\r\n`;
}

/** By its count a file that was cut short is seen; the cursor goes on where it ends. */
export const lastLine = (format: ExportFormat, id: string, count: number, cursor: string): string =>
  format === 'CSV'
    ? `# export=${id} count=${count} cursor=${cursor}\r\n`
    : `${JSON.stringify({ export: id, count, cursor })}\n`;

const special = /[",;\t\r\n]/;

/**
 * Where a spreadsheet would begin a formula: at the start of a text and, since many take a semicolon, a tab or the end of a line for the end of a cell
 * whatever quotes it stands in, behind each of these too; by the signs of full width as well.
 */
const formula = /(^|[;\t\r\n])(?="*[=+\-@\uff1d\uff0b\uff0d\uff20])/g;

/** As RFC 4180; lists and objects as JSON. What a spreadsheet would run is text by a quotation mark before it. */
export function quoted(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const plain = text.replace(formula, "$1'");
  return special.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export const sampleNames = ['series', 'timestamp', 'value', 'flag'] as const;

/** Lines of samples, some at a time; what is no number has no value, but a flag that says why. */
export function* sampleLines(format: ExportFormat, id: string, samples: SampleColumns): Generator<string> {
  const textOf = instantTexts();
  const lineOf = format === 'CSV' ? csvLine : jsonLine;
  const { at, values, flags } = samples;
  for (let from = 0; from < at.length; from += linesAtOnce) {
    let lines = '';
    for (let i = from; i < Math.min(at.length, from + linesAtOnce); i += 1) {
      const micros = at[i]!;
      lines += lineOf(id, micros % 1000 === 0 ? textOf(micros / 1000) : microsText(micros), values[i]!, flags[i]!);
    }
    yield lines;
  }
}

const linesAtOnce = 5000;

const jsonLine = (id: string, at: string, value: number, flag: number): string =>
  flag === 0
    ? `{"series":"${id}","timestamp":"${at}","value":${value}}\n`
    : `{"series":"${id}","timestamp":"${at}","value":null,"flag":${flag}}\n`;

const csvLine = (id: string, at: string, value: number, flag: number): string =>
  flag === 0 ? `${id},${at},${value},\r\n` : `${id},${at},,${flag}\r\n`;
