import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, type GraphQLLeafType } from 'graphql';
import { leafWriter } from '../../../src/kernel/planned/leaf';
import { BigIntScalar, DateTime, JSONScalar } from '../../../src/kernel/scalars';

const types: GraphQLLeafType[] = [
  GraphQLID,
  GraphQLString,
  GraphQLFloat,
  GraphQLInt,
  GraphQLBoolean,
  DateTime,
  BigIntScalar,
  JSONScalar,
];
const values = [
  ...['', 'Đà Nẵng', '"\\\u0000\ud800\u2028', 'null', '12', 'true', '2026-11-22T08:30:00Z'],
  ...[0, -0, 1, -1, 1.5, 1e21, 1e-7, 5e-324, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 53, NaN, Infinity],
  ...[true, false, null, undefined, {}, { a: [1] }, [], 10n],
];

const attempt = (work: () => string): string => {
  try {
    return work();
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
};

test.each(types)('%s is written as graphql-js and JSON have it, or refused in the same words', (type) => {
  for (const value of values) {
    const plain = () => (value == null ? 'null' : JSON.stringify(type.serialize(value)));
    expect(attempt(() => leafWriter(type)(value))).toBe(attempt(plain));
  }
});
