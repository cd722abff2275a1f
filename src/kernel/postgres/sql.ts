/** A statement in the making: text with numbered parameters. Values never enter the text. */
export class Sql {
  readonly values: unknown[] = [];
  /** Conditions of the filters in it. */
  conditions = 0;

  /** Adds a value and returns its placeholder, with a cast. */
  bind(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.values.length}::${type}`;
  }
}

export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const escapes = /[\\%_]/g;

/** Text as a literal part of a LIKE pattern. */
export const likeLiteral = (text: string): string => text.replace(escapes, '\\$&');
