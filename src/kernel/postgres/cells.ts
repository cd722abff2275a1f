import { parserOf } from './value-parsers';

export type Fields = readonly { name: string; dataTypeID: number }[];

/** The columns of a result: what each is called, and the number of its type. */
export class Heading {
  private readonly places: ReadonlyMap<string, number>;

  constructor(private readonly fields: Fields) {
    this.places = new Map(fields.map(({ name }, i) => [name, i]));
  }

  get names(): Iterable<string> {
    return this.places.keys();
  }

  at(name: string): number {
    const place = this.places.get(name);
    if (place === undefined) throw new Error(`The statement reads no column "${name}".`);
    return place;
  }

  typeAt(place: number): number {
    return this.fields[place]!.dataTypeID;
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
    const text = this.cells[place]!;
    return text === null ? null : parserOf(this.heading.typeAt(place))(text);
  }

  /** The same row with values in it, for who wants to look at it. */
  get object(): Readonly<Record<string, unknown>> {
    this.made ??= Object.fromEntries([...this.heading.names].map((name) => [name, this.value(name)]));
    return this.made;
  }
}
