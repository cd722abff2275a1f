import { parse } from 'csv-parse/sync';
import { isLabelName, mostLabels, nameLabel } from '../series-names.rules';
import type { Incoming, IncomingOptions } from './incoming';
import { IncomingColumns } from './incoming-columns';
import { labelSetOf, RefusedLabels, type Label, type LabelSet } from './label-set';
import { instantFrom, valueFrom } from './sample-texts';
import { short } from './short';
import { UndecodableBody } from './undecodable-body';
import { utf8Body } from './utf8-text';

const mostRowCharacters = 1_000_000;

/** Samples as CSV: columns metric, timestamp and value, every other one a label, an empty cell no label. */
export function readSamplesCsv(body: Uint8Array, options: IncomingOptions): Incoming {
  const rows = new CsvRows(new IncomingColumns(options));
  try {
    parse(utf8Body(body), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: mostRowCharacters,
      // A row is taken as it comes: all of them together would be many times the body.
      on_record: (row: string[], { lines }) => rows.take(row, lines),
    });
  } catch (error) {
    if (error instanceof UndecodableBody) throw error;
    throw new UndecodableBody(`The CSV can not be read on: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return rows.done();
}

class CsvRows {
  private header: Header | null = null;
  /** Of this body, by the cells they stand in. */
  private readonly sets = new Map<string, LabelSet>();

  constructor(private readonly columns: IncomingColumns) {}

  take(row: readonly string[], line: number): null {
    if (this.header === null) this.header = new Header(row);
    else if (row.length !== this.header.length) this.refuseLength(row.length, this.header.length, line);
    else this.takeSample(row, this.header, line);
    return null;
  }

  done(): Incoming {
    if (this.header === null)
      throw new UndecodableBody('The body is empty: begin with the header metric,timestamp,value and your labels.');
    return this.columns.done();
  }

  private takeSample(row: readonly string[], header: Header, line: number): void {
    const { columns } = this;
    const set = this.setOf(row, header);
    if (set instanceof RefusedLabels) return columns.refuse(set.reason, 1, () => `line ${line}: ${set.example}`);
    columns.begin(set);
    const [timestamp, value] = [row[header.timestamp]!.trim(), row[header.value]!.trim()];
    const at = instantFrom(timestamp);
    const read = valueFrom(value);
    if (at === null) columns.refuse('UNREADABLE_INSTANT', 1, () => `line ${line}: "${short(timestamp)}"`);
    else if (read === null) columns.refuse('UNREADABLE_VALUE', 1, () => `line ${line}: "${short(value)}"`);
    else columns.takeValue(at, read);
  }

  private setOf(row: readonly string[], header: Header): LabelSet {
    const cells = header.labels.map(([, place]) => row[place]!);
    // A cell that holds the separator is refused whatever it is taken for.
    const key = cells.join('\0');
    const known = this.sets.get(key);
    if (known) return known;
    const set = labelSetOf(header.labels.map(([name], i): Label => [name, cells[i]!]));
    this.sets.set(key, set);
    return set;
  }

  private refuseLength(cells: number, columns: number, line: number): void {
    this.columns.refuse('MALFORMED', 1, () => `line ${line}: ${cells} cells under a header of ${columns}`);
  }
}

/** A metric, an instant, a value, and as many labels as a series has. */
const mostColumns = mostLabels + 3;

/** Where the columns stand. */
class Header {
  readonly length: number;
  readonly timestamp: number;
  readonly value: number;
  readonly labels: readonly (readonly [name: string, place: number])[];

  constructor(row: readonly string[]) {
    if (row.length > mostColumns)
      throw new UndecodableBody(`The header has ${row.length} columns, ${mostColumns} are taken: send fewer labels.`);
    const names = row.map((name) => name.trim());
    this.length = names.length;
    this.timestamp = placeOf(names, 'timestamp');
    this.value = placeOf(names, 'value');
    const metric = placeOf(names, 'metric');
    this.labels = names.flatMap((name, place): [string, number][] => {
      if (place === metric) return [[nameLabel, place]];
      return place === this.timestamp || place === this.value ? [] : [[labelOf(name, names), place]];
    });
  }
}

function placeOf(names: readonly string[], name: string): number {
  const place = names.findIndex((given) => given.toLowerCase() === name);
  if (place >= 0) return place;
  throw new UndecodableBody(
    `The header "${short(names.join(','))}" has no column "${name}": begin with metric,timestamp,value and your labels.`,
  );
}

function labelOf(name: string, names: readonly string[]): string {
  if (!isLabelName(name))
    throw new UndecodableBody(
      `The column "${short(name)}" can be no label: a name is letters, digits and "_", no digit first, up to 100.`,
    );
  if (names.indexOf(name) === names.lastIndexOf(name)) return name;
  throw new UndecodableBody(`The header has the column "${name}" twice: give each label one column.`);
}
