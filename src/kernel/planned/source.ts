import type { GraphQLLeafType, GraphQLResolveInfo } from 'graphql';
import type { Context } from '../../context';
import { CellRow, type Heading } from '../postgres/cells';
import type { Column } from './column';
import { cellWriter, leafWriter } from './leaf';
import type { Variables } from './operation';
import type { PlannedField } from './plan';

/** One request of an operation. */
export interface Run {
  context: Context;
  variables: Variables;
  info: Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation' | 'rootValue'>;
}
/** Whatever a resolver gave. */
interface Given {
  readonly [property: string]: unknown;
}
/** What fields are read off: a row that an edge has read, or whatever a resolver gave. All at one place of the answer are of one kind. */
export type Source = CellRow | Given;

/** What stands under a name, as the default resolver of graphql-js has it. */
export function valueOf({ context, variables }: Run, field: PlannedField, property: string, row: Source): unknown {
  if (row instanceof CellRow) return row.value(property);
  const value = row[property];
  return typeof value === 'function' ? (value.call(row, field.argumentsOf(variables), context) as unknown) : value;
}

/** The plain values under a name. */
export function leafColumn(type: GraphQLLeafType, property: string, rows: readonly Source[]): Column {
  if (!areCells(rows)) {
    const write = leafWriter(type);
    return (row, out) => write((rows[row] as Given)[property], out);
  }
  const [{ heading }] = rows as readonly [CellRow];
  const place = heading.at(property);
  const write = cellWriter(type, heading.typeAt(place));
  return (row, out) => write(rows[row]!.cells[place]!, out);
}

export const areCells = (rows: readonly Source[]): rows is readonly CellRow[] => rows[0] instanceof CellRow;

export const isPresent = (row: Source, property: string): boolean => {
  const value = row instanceof CellRow ? row.text(property) : row[property];
  return value !== null && value !== undefined;
};

/** What of a row is withheld; of most rows nothing. */
export function withheldOf(row: Source, property: string): readonly string[] {
  if (!(row instanceof CellRow)) return (row[property] as readonly string[] | null) ?? [];
  const text = row.text(property);
  return text === null || text === '{}' ? [] : (row.value(property) as string[]);
}

/** The row as resolvers look at it. */
const objectOf = (row: Source): object => (row instanceof CellRow ? row.object : row);

/** What `nameOf` says of each: all that it looks at of a record is its id, and the records of one statement are of one type. */
export function typeNamesOf<T>(rows: readonly Source[], nameOf: (row: object) => T): T[] {
  const known = new Map<Heading, T>();
  return rows.map((row) => {
    if (!(row instanceof CellRow)) return nameOf(row);
    const name = known.get(row.heading) ?? nameOf({ id: row.text('id') });
    known.set(row.heading, name);
    return name;
  });
}

export function resolve(run: Run, field: PlannedField, row: Source, path: GraphQLResolveInfo['path']): unknown {
  const { definition, parent, nodes } = field;
  return definition.resolve!(objectOf(row), field.argumentsOf(run.variables), run.context, {
    ...{ ...run.info, fieldName: definition.name, fieldNodes: nodes, variableValues: run.variables },
    ...{ returnType: definition.type, parentType: parent, path },
  });
}

/** The ids that a row lists under a name; Postgres sends them as {dev_…,sit_…}, for ids need no quotes. */
export function listedIn(row: Source, property: string): readonly string[] {
  if (!(row instanceof CellRow)) return row[property] as string[];
  const text = row.text(property)!;
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}

/** The texts under a name; null where there is none. */
export function textsOf(rows: readonly Source[], property: string): (string | null)[] {
  if (!areCells(rows)) return rows.map((row) => ((row as Given)[property] as string | null | undefined) ?? null);
  const place = rows[0]!.heading.at(property);
  return rows.map(({ cells }) => cells[place]!);
}
