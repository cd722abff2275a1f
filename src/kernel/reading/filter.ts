import { HubError } from '../errors';
import { uuidOf, type Prefix } from '../ids';
import { likeLiteral, type Sql } from '../postgres/sql';

/** What a list can be narrowed by: one declaration makes both the GraphQL input and the SQL. `column` names a column of the list's table. */
export type FilterField = { description: string } & (
  | { kind: 'number' | 'time' | 'flag' | 'prefix' | 'tags'; column: string }
  /** Whether the column has a value: said in the text of the statement, so that an index of those without one serves it. */
  | { kind: 'presence'; column: string }
  | {
      kind: 'text' | 'address' | 'mac';
      column: string;
      /** A function that gives the ids of rows with one of some values, by an index that the column as readers find it can not use. */
      candidates?: string;
    }
  | { kind: 'id'; prefix: Prefix; column: string }
  | { kind: 'choice'; column: string; choices: readonly string[] }
  | { kind: 'record'; column: string; target: () => Filterable }
  | { kind: 'some'; target: () => Filterable; /** ties the far record {far} to this one {near} */ on: string }
);
export type FilterFields = Record<string, FilterField>;

export interface Filterable {
  typeName: string;
  table: string;
  filters: FilterFields;
}

type Operators = Record<string, unknown>;
export type FilterInput = { [field: string]: unknown };

const maxDepth = 12;
const maxList = 1000;
const maxConditions = 1000;

/**
 * The condition of a filter over the rows of `alias`. A comparison with an absent value is false, and `not` is the true complement:
 * what a row lacks or the viewer can not see neither matches nor hides anything else.
 */
export function filterSql(target: Filterable, filter: FilterInput, alias: string, sql: Sql, depth = 0): string {
  if (depth > maxDepth)
    throw new HubError('TOO_COMPLEX', `A filter may nest ${maxDepth} levels: this one goes deeper.`);
  const conditions = Object.entries(filter)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      refuseOneMore(sql);
      return entrySql(target, name, value, alias, sql, depth);
    });
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** Lists within lists multiply, and Postgres plans each condition: the whole filter has a limit too. */
function refuseOneMore(sql: Sql): void {
  sql.conditions += 1;
  if (sql.conditions > maxConditions)
    throw new HubError('TOO_COMPLEX', `A filter may hold ${maxConditions} conditions in all: this one has more.`);
}

function entrySql(target: Filterable, name: string, value: unknown, alias: string, sql: Sql, depth: number): string {
  const inner = (filter: unknown) => `(${filterSql(target, filter as FilterInput, alias, sql, depth + 1)})`;
  if (name === 'and') return joined(value as unknown[], inner, ' AND ', 'true');
  if (name === 'or') return joined(value as unknown[], inner, ' OR ', 'false');
  if (name === 'not') return `(${inner(value)}) IS NOT TRUE`;
  return fieldSql(target.filters[name]!, name, value as Operators, alias, sql, depth);
}

function joined(list: unknown[], inner: (filter: unknown) => string, operator: string, empty: string): string {
  if (list.length > 100)
    throw new HubError('TOO_COMPLEX', 'A filter may combine 100 conditions in one list: this one has more.');
  return list.length === 0 ? empty : `(${list.map(inner).join(operator)})`;
}

function fieldSql(field: FilterField, name: string, value: Operators, alias: string, sql: Sql, depth: number): string {
  if (field.kind === 'record' || field.kind === 'some') {
    const target = field.target();
    const far = `${target.table}_${sql.values.length}_${depth}`;
    const tie =
      field.kind === 'record'
        ? `${far}.id = ${alias}.${field.column}`
        : field.on.replaceAll('{far}', far).replaceAll('{near}', alias);
    return `EXISTS (SELECT FROM ${target.table} ${far} WHERE ${tie} AND ${filterSql(target, value, far, sql, depth + 1)})`;
  }
  const column = `${alias}.${field.column}`;
  const conditions = Object.entries(value)
    .filter(([, operand]) => operand !== undefined && operand !== null)
    .flatMap(([operator, operand]) => [
      ...candidatesSql(field, alias, operator, operand, sql),
      operatorSql(field, name, column, operator, operand, sql),
    ]);
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/** Beside the comparison, which stays: the few rows that it can hold for. */
function candidatesSql(field: LeafField, alias: string, operator: string, operand: unknown, sql: Sql): string[] {
  if (!('candidates' in field) || !['eq', 'in'].includes(operator)) return [];
  const values = Array.isArray(operand) ? operand : [operand];
  return [`${alias}.id IN (SELECT hub.${field.candidates}(${sql.bind(values, `${types[field.kind]}[]`)}))`];
}

const types = {
  text: 'text',
  choice: 'text',
  number: 'numeric',
  time: 'timestamptz',
  flag: 'boolean',
  presence: 'boolean',
  address: 'inet',
  mac: 'macaddr',
  prefix: 'inet',
  tags: 'text',
  id: 'uuid',
};
const comparisons: Record<string, string> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };

type LeafField = Exclude<FilterField, { kind: 'record' | 'some' }>;

function operatorSql(
  field: LeafField,
  name: string,
  column: string,
  operator: string,
  operand: unknown,
  sql: Sql,
): string {
  const type = types[field.kind];
  if (operator === 'isNull') return operand ? `${column} IS NULL` : `${column} IS NOT NULL`;
  if (field.kind === 'presence') return operand ? `${column} IS NOT NULL` : `${column} IS NULL`;
  if (field.kind === 'tags') return `${sql.bind(operand, 'text')} = ANY (${column})`;
  if (operator === 'within') return `${column} <<= ${sql.bind(operand, 'inet')}`;
  if (operator === 'covers') return `${column} >>= ${sql.bind(operand, 'inet')}`;
  if (operator === 'contains') return `${column} ILIKE ${sql.bind(`%${likeLiteral(String(operand))}%`, 'text')}`;
  if (operator === 'startsWith') return `${column} ILIKE ${sql.bind(`${likeLiteral(String(operand))}%`, 'text')}`;
  const value = checked(field, name, operand);
  if (operator === 'in') return `${column} = ANY (${sql.bind(value, `${type}[]`)})`;
  if (operator === 'notIn') return `(${column} = ANY (${sql.bind(value, `${type}[]`)})) IS NOT TRUE`;
  return `${column} ${comparisons[operator]!} ${sql.bind(value, type)}`;
}

/** Values of a closed set are checked by name, ids by their type. */
function checked(field: LeafField, name: string, operand: unknown): unknown {
  if (Array.isArray(operand) && operand.length > maxList) {
    throw new HubError('TOO_COMPLEX', `A filter may list ${maxList} values: "${name}" has ${operand.length}.`);
  }
  if (field.kind === 'id') {
    const uuid = (id: unknown) => uuidOf(field.prefix, String(id), `"${name}"`);
    return Array.isArray(operand) ? operand.map(uuid) : uuid(operand);
  }
  if (field.kind !== 'choice') return operand;
  const strange = (Array.isArray(operand) ? operand : [operand]).find(
    (value) => !field.choices.includes(String(value)),
  );
  if (strange === undefined) return operand;
  throw new HubError(
    'BAD_USER_INPUT',
    `"${name}" can not be "${String(strange).slice(0, 60)}": it is one of ${field.choices.join(', ')}.`,
  );
}
