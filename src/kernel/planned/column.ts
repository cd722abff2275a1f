import { isNonNullType, type GraphQLLeafType, type GraphQLOutputType } from 'graphql';
import type { JsonBytes } from '../json-bytes';
import { JsonList } from '../json-list';
import { leafWriter, writeNull } from './leaf';
import { Unplanned } from './unplanned';
import { isAbsent, listOf } from './values';

/** Writes what a field has of a row; false where that is null. All that it takes has been read; nothing is written before it is asked for. */
export type Column = (row: number, out: JsonBytes) => boolean;

export const columnOfNull: Column = (_row, out) => writeNull(out);

/** A null where there may be none is an error, which graphql-js words and places. */
export function required(type: GraphQLOutputType, column: Column): Column {
  if (!isNonNullType(type)) return column;
  return (row, out) => {
    if (!column(row, out)) throw new Unplanned(`null for ${String(type)}`);
    return true;
  };
}

const comma = 0x2c;
const opening = 0x5b;
const closing = 0x5d;

/** Lists whose values stand one behind the other in a column, each list up to its end. */
export function listColumn(ends: readonly (number | null)[], column: Column): Column {
  let end = 0;
  const starts = ends.map((next) => {
    const start = end;
    end = next ?? end;
    return start;
  });
  return (row, out) => {
    const end = ends[row] ?? null;
    if (end === null) return writeNull(out);
    const start = starts[row]!;
    out.byte(opening);
    for (let i = start; i < end; i += 1) {
      if (i > start) out.byte(comma);
      column(i, out);
    }
    out.byte(closing);
    return true;
  };
}

/** Plain values of a list, which may be ten thousands of samples. */
export function leaves(type: GraphQLOutputType, leaf: GraphQLLeafType, values: readonly unknown[]): Column {
  const write = leafWriter(leaf);
  return (row, out) => {
    const value = values[row];
    if (isAbsent(value)) return writeNull(out);
    if (value instanceof JsonList) {
      value.writeTo(out);
      return true;
    }
    const list = listOf(value);
    const each = required(type, (i, to) => write(list[i], to));
    return listColumn([list.length], each)(0, out);
  };
}
