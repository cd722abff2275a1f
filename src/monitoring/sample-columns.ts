import { instantTexts } from '../kernel/instant';
import { JsonList } from '../kernel/json-list';
import { numberText } from '../kernel/number-text';

/** Instants, from milliseconds since 1970. */
export class InstantList extends JsonList<string> {
  constructor(private readonly instants: readonly number[] | Float64Array) {
    super();
  }

  get json(): string {
    const textOf = instantTexts();
    let json = '';
    for (const ms of this.instants) json += json === '' ? `"${textOf(ms)}"` : `,"${textOf(ms)}"`;
    return `[${json}]`;
  }

  *[Symbol.iterator](): Iterator<string> {
    const textOf = instantTexts();
    for (const ms of this.instants) yield textOf(ms);
  }
}

/** Numbers; what is none is null. */
export class NumberList extends JsonList<number | null> {
  constructor(private readonly numbers: readonly number[] | Float64Array) {
    super();
  }

  get json(): string {
    let json = '';
    for (const number of this.numbers) {
      const text = Number.isNaN(number) ? 'null' : numberText(number);
      json += json === '' ? text : `,${text}`;
    }
    return `[${json}]`;
  }

  *[Symbol.iterator](): Iterator<number | null> {
    for (const number of this.numbers) yield Number.isNaN(number) ? null : number;
  }
}
