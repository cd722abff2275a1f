import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  type GraphQLLeafType,
} from 'graphql';
import { JsonBytes } from '../../../src/kernel/json-bytes';
import { cellWriter, leafWriter } from '../../../src/kernel/planned/leaf';
import { parserOf, typeOids } from '../../../src/kernel/postgres/value-parsers';
import { BigIntScalar, DateTime, JSONScalar } from '../../../src/kernel/scalars';
import { createRandom } from '../../support/random';

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

const out = new JsonBytes();
/** What is written; what is told to be null is so. */
function written(write: (to: JsonBytes) => boolean): string {
  let isThere = true;
  const text = out.of((to) => (isThere = write(to))).toString();
  return isThere || text === 'null' ? text : `${text}, told to be null`;
}
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
    expect(attempt(() => written((to) => leafWriter(type)(value, to)))).toBe(attempt(plain));
  }
});

const random = createRandom();
const numbers = [
  ...[0, 0.1, -0.1, 0.05, 0.005, 1.005, 21.5, -21.55, 99.99, 100, 1e21, 1e-7, 5e-324, 2 ** 53, -1.7e308],
  ...Array.from({ length: 2000 }, (_, i) => (random.whole(2_000_000) - 1_000_000) / [1, 10, 100, 1000, 3][i % 5]!),
];

/** Each kind of value as Postgres sends it. */
const sent: Record<keyof typeof typeOids, string[]> = {
  bool: ['t', 'f'],
  int2: ['0', '-7', '32767'],
  int4: ['0', '2147483647', '-2147483648'],
  int8: ['0', '12', '-999999999999999', '9007199254740991', '9007199254740993', '-9223372036854775807'],
  text: ['', 'Đà Nẵng', '"\\\u0001\u2028', '😀', 'null', '12', 'ROUTER'],
  float8: ['-0', 'NaN', 'Infinity', '-Infinity', '1e+21', '1e-07', ...numbers.map(String)],
  timestamptz: ['2026-03-08 00:00:00+00', '2026-03-08 23:59:59.25+00', '1970-01-01 00:00:00.000001+00'],
  uuid: ['01a2031b-50c9-72d9-b10b-e4dc3d9d7aca'],
  texts: ['{}', '{a,NULL,"Đà Nẵng"}'],
};
const device = new GraphQLEnumType({ name: 'Role', values: { ROUTER: { value: 'ROUTER' } } });

test.each([...types, device])('%s of a text from Postgres is written as the value it stands for is', (type) => {
  for (const [kind, texts] of Object.entries(sent)) {
    const oid = typeOids[kind as keyof typeof typeOids];
    for (const text of texts)
      expect(attempt(() => written((to) => cellWriter(type, oid)(text, to)))).toBe(
        attempt(() => written((to) => leafWriter(type)(parserOf(oid)(text), to))),
      );
    expect(written((to) => cellWriter(type, oid)(null, to))).toBe('null');
  }
});
