import { inWords, pathInto, type Faults } from './faults.rules';

export type JsonObject = { readonly [name: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const instantForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** The type in an identifier of CACAO, `type--UUID`; null where it is none. */
export function typeOfId(id: string): string | null {
  const cut = id.lastIndexOf('--');
  const type = id.slice(0, Math.max(cut, 0));
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(type) && uuid.test(id.slice(cut + 2)) ? type : null;
}

interface Asked {
  required?: boolean;
}

/** Properties of an object of a document: each is given as what it should be, or is a fault by its path and null. */
export class ObjectReader {
  constructor(
    readonly value: JsonObject,
    readonly path: string,
    readonly faults: Faults,
  ) {}

  fault(name: string, reason: string): null {
    this.faults.add(pathInto(this.path, name), reason);
    return null;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.value, name) && this.value[name] !== undefined;
  }

  /** What stands there where it has the form; a fault, named by what it should be, where it has not or is missing. */
  private read<T>(name: string, { required }: Asked, what: string, is: (value: unknown) => value is T): T | null {
    if (!this.has(name)) return required ? this.fault(name, `is missing: it is ${what}.`) : null;
    const value = this.value[name];
    return is(value) ? value : this.fault(name, `is ${inWords(value)}, and should be ${what}.`);
  }

  text(name: string, most: number, asked: Asked = {}): string | null {
    const is = (value: unknown): value is string =>
      typeof value === 'string' && value.length <= most && (!asked.required || value.trim() !== '');
    return this.read(name, asked, `a text of ${asked.required ? '1' : '0'} to ${most} characters`, is);
  }

  flag(name: string): boolean | null {
    return this.read(name, {}, 'true or false', (value) => typeof value === 'boolean');
  }

  exactly(name: string, text: string): void {
    this.read(name, { required: true }, JSON.stringify(text), (value): value is string => value === text);
  }

  whole(name: string, most: number): number | null {
    const is = (value: unknown): value is number =>
      Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
    return this.read(name, {}, `a whole number from 0 to ${most}`, is);
  }

  instant(name: string, asked: Asked = {}): Date | null {
    const is = (value: unknown): value is string =>
      typeof value === 'string' && instantForm.test(value) && isDay(value) && !Number.isNaN(Date.parse(value));
    const text = this.read(name, asked, 'an instant in UTC such as 2026-11-22T08:30:00.000Z', is);
    return text === null ? null : new Date(text);
  }

  /** An identifier, of one type where one is named. */
  id(name: string, asked: Asked = {}, type?: string): string | null {
    const is = (value: unknown): value is string => {
      const found = typeof value === 'string' ? typeOfId(value) : null;
      return found !== null && (type === undefined || found === type);
    };
    return this.read(name, asked, `an identifier, ${type ?? 'type'}--UUID`, is);
  }

  /** Texts in a list, with their places. */
  texts(name: string, most: number, asked: Asked = {}): string[] {
    const list = this.read(name, asked, `a list of texts, ${most} at most`, (value): value is unknown[] => {
      return Array.isArray(value) && value.length <= most && (!asked.required || value.length > 0);
    });
    return (list ?? []).flatMap((value, i) => {
      if (typeof value === 'string') return [value];
      this.faults.add(pathInto(pathInto(this.path, name), i), `is ${inWords(value)}, and should be a text.`);
      return [];
    });
  }

  /** Objects in a list. */
  objects(name: string, asked: Asked = {}): ObjectReader[] {
    const is = (value: unknown): value is unknown[] => Array.isArray(value) && (!asked.required || value.length > 0);
    const list = this.read(name, asked, `a list of ${asked.required ? 'at least one object' : 'objects'}`, is) ?? [];
    return list.flatMap((value, i) => this.within(pathInto(pathInto(this.path, name), i), value));
  }

  /** Objects by their keys. */
  dictionary(name: string, asked: Asked = {}): [key: string, entry: ObjectReader][] {
    const found = this.read(name, asked, 'an object', isObject) ?? {};
    const path = pathInto(this.path, name);
    return Object.entries(found).flatMap(([key, value]) =>
      this.within(pathInto(path, key), value).map((entry): [string, ObjectReader] => [key, entry]),
    );
  }

  private within(path: string, value: unknown): ObjectReader[] {
    if (isObject(value)) return [new ObjectReader(value, path, this.faults)];
    this.faults.add(path, `is ${inWords(value)}, and should be an object.`);
    return [];
  }
}

/** Dates that no calendar has are taken by Date for later ones. */
const isDay = (instant: string): boolean => {
  const day = instant.slice(0, 10);
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
};
