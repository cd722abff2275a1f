import { HubError } from '../errors';
import { acceptCidr } from '../scalars';
import type { Sql } from '../postgres/sql';
import { Cursors, isText, isUuid, type IsPart } from './cursor';

/** A column that a list can be ordered by. */
export interface OrderField {
  column: string;
  type: 'text' | 'timestamptz' | 'bigint' | 'float8' | 'inet' | 'uuid';
  nullable: boolean;
  description: string;
}
export type OrderFields = Record<string, OrderField>;

export interface OrderInput {
  field: string;
  direction: 'ASC' | 'DESC';
}
interface OrderKey extends OrderField {
  descending: boolean;
}

const idKey: OrderKey = { column: 'id', type: 'uuid', nullable: false, description: '', descending: false };

/** A total order: the columns asked for, then the id. Absent values stand last going up, first going down. */
export class KeysetOrder {
  readonly keys: readonly OrderKey[];
  private readonly cursors: Cursors<readonly (string | null)[]>;

  constructor(list: string, fields: OrderFields, orderBy: readonly OrderInput[] = []) {
    if (orderBy.length > 4) throw new HubError('TOO_COMPLEX', 'A list can be ordered by 4 fields at most.');
    const asked = orderBy.map(({ field, direction }) => ({ ...fields[field]!, descending: direction === 'DESC' }));
    this.keys = [...asked, { ...idKey, descending: asked.at(-1)?.descending ?? false }];
    const order = `${list}|${this.keys.map((key) => `${key.column}${key.descending ? '-' : '+'}`).join()}`;
    this.cursors = new Cursors(order, 'this list in this order', this.keys.map(partOf));
  }

  orderSql(alias: string, backward: boolean): string {
    return this.keys.map((key) => `${alias}.${key.column} ${key.descending === backward ? 'ASC' : 'DESC'}`).join(', ');
  }

  /** The values of the order under names of their own, so that pages in this order can be merged by mergeOrderSql. */
  mergeKeysSql(alias: string): string {
    return this.keys.map((key, i) => `${alias}.${key.column} AS "$${i}"`).join(', ');
  }

  mergeOrderSql(alias: string, backward: boolean): string {
    return this.keys.map((key, i) => `${alias}."$${i}" ${key.descending === backward ? 'ASC' : 'DESC'}`).join(', ');
  }

  /** The values of a row that its cursor needs. */
  keySql(alias: string): string {
    return `ARRAY[${this.keys.map((key) => `${alias}.${key.column}::text`).join(', ')}]`;
  }

  cursorOf(key: readonly (string | null)[]): string {
    return this.cursors.encode(key);
  }

  /** The condition "lies beyond the cursor", in the direction read. */
  beyondSql(alias: string, cursor: string, backward: boolean, sql: Sql): string {
    const values = this.cursors.decode(cursor);
    const uniform = this.keys.every((key) => !key.nullable && key.descending === this.keys[0]!.descending);
    if (!uniform) return this.beyondAt(0, alias, values, backward, sql);
    const operator = this.keys[0]!.descending === backward ? '>' : '<';
    const columns = this.keys.map((key) => `${alias}.${key.column}`).join(', ');
    return `(${columns}) ${operator} (${this.keys.map((key, i) => sql.bind(values[i], key.type)).join(', ')})`;
  }

  private beyondAt(i: number, alias: string, values: readonly (string | null)[], backward: boolean, sql: Sql): string {
    const key = this.keys[i]!;
    const column = `${alias}.${key.column}`;
    const value = values[i] ?? null;
    const up = key.descending === backward;
    const bound = value === null ? 'NULL' : sql.bind(value, key.type);
    const after =
      value === null
        ? up
          ? 'false'
          : `${column} IS NOT NULL`
        : up
          ? `(${column} > ${bound}${key.nullable ? ` OR ${column} IS NULL` : ''})`
          : `${column} < ${bound}`;
    if (i === this.keys.length - 1) return after;
    const same = value === null ? `${column} IS NULL` : `${column} = ${bound}`;
    return `(${after} OR (${same} AND ${this.beyondAt(i + 1, alias, values, backward, sql)}))`;
  }
}

/** Whether Postgres will take a text for a value of the type. */
const fits: Record<OrderField['type'], (text: string) => boolean> = {
  uuid: isUuid,
  timestamptz: (text) =>
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(text) && isRealInstant(text.slice(0, 19)),
  bigint: (text) => /^-?\d{1,19}$/.test(text) && BigInt.asIntN(64, BigInt(text)) === BigInt(text),
  float8: (text) => /^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(text) && Number.isFinite(Number(text)),
  inet: (text) => acceptCidr(text) !== null,
  text: isText,
};

function isRealInstant(text: string): boolean {
  const date = new Date(`${text.replace(' ', 'T')}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.replace(' ', 'T'));
}

const partOf =
  ({ nullable, type }: OrderKey): IsPart<string | null> =>
  (part): part is string | null =>
    part === null ? nullable : typeof part === 'string' && fits[type](part);
