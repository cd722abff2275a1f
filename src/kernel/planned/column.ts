import { isNonNullType, type GraphQLLeafType, type GraphQLOutputType } from 'graphql';
import { JsonList } from '../json-list';
import { leafWriter } from './leaf';
import { Unplanned } from './unplanned';
import { isAbsent, listOf } from './values';

/** What a field has of each row, as JSON text. All that it takes has been read; nothing is written before it is asked for. */
export type Column = (row: number) => string;

export const textOfNull: Column = () => 'null';

/** A null where there may be none is an error, which graphql-js words and places. */
export function required(type: GraphQLOutputType, column: Column): Column {
  if (!isNonNullType(type)) return column;
  return (row) => {
    const text = column(row);
    if (text === 'null') throw new Unplanned(`null for ${String(type)}`);
    return text;
  };
}

/** Lists whose values stand one behind the other in a column, each list up to its end. */
export function listColumn(ends: readonly (number | null)[], column: Column): Column {
  let end = 0;
  const starts = ends.map((next) => {
    const start = end;
    end = next ?? end;
    return start;
  });
  return (row) => {
    if (ends[row] === null) return 'null';
    let text = '[';
    for (let i = starts[row]!; i < ends[row]!; i += 1) text += i === starts[row] ? column(i) : `,${column(i)}`;
    return `${text}]`;
  };
}

/** Plain values of a list, which may be ten thousands of samples. */
export function leaves(type: GraphQLOutputType, leaf: GraphQLLeafType, values: readonly unknown[]): Column {
  const write = leafWriter(leaf);
  return (row) => {
    const value = values[row];
    if (isAbsent(value)) return 'null';
    if (value instanceof JsonList) return value.toJson();
    const list = listOf(value);
    const each = required(type, (i) => write(list[i]));
    return `[${list.map((_, i) => each(i)).join()}]`;
  };
}
