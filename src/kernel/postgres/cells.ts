import { parserOf } from './value-parsers';

export type Fields = readonly { name: string; dataTypeID: number }[];

/** The columns of a result: what each is called, and how its values are read. */
export class Heading {
  readonly names: readonly string[];
  private readonly places: ReadonlyMap<string, number>;
  private readonly parsers: readonly ((text: string) => unknown)[];

  constructor(private readonly fields: Fields) {
    this.names = fields.map(({ name }) => name);
    this.places = new Map(this.names.map((name, i) => [name, i]));
    this.parsers = fields.map(({ dataTypeID }) => parserOf(dataTypeID));
  }

  at(name: string): number {
    const place = this.places.get(name);
    if (place === undefined) throw new Error(`The statement reads no column "${name}".`);
    return place;
  }

  typeAt(place: number): number {
    return this.fields[place]!.dataTypeID;
  }

  valueOf(place: number, text: string | null): unknown {
    return text === null ? null : this.parsers[place]!(text);
  }
}

/** A row as Postgres sends it, one text a column: what only goes on into an answer is never made a value of. */
export class CellRow {
  private made: Readonly<Record<string, unknown>> | undefined;

  constructor(
    readonly heading: Heading,
    readonly cells: readonly (string | null)[],
  ) {}

  text(name: string): string | null {
    return this.cells[this.heading.at(name)]!;
  }

  value(name: string): unknown {
    const place = this.heading.at(name);
    return this.heading.valueOf(place, this.cells[place]!);
  }

  /** The same row with values in it, for who wants to look at it. */
  get object(): Readonly<Record<string, unknown>> {
    this.made ??= this.toObject();
    return this.made;
  }

  toObject(): Record<string, unknown> {
    const { heading, cells } = this;
    const object: Record<string, unknown> = {};
    for (const [i, name] of heading.names.entries()) object[name] = heading.valueOf(i, cells[i]!);
    return object;
  }
}
