import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  type GraphQLLeafType,
} from 'graphql';
import { instantOf, parserOf, typeOids } from '../postgres/value-parsers';
import { BigIntScalar, DateTime } from '../scalars';

/** A value as JSON text; null and undefined are `null`. Throws what the type says of a value that is not one of its own. */
type WriteLeaf = (value: unknown) => string;
/** The same for a value as Postgres sends it. */
type WriteCell = (text: string | null) => string;

const writers = new WeakMap<GraphQLLeafType, WriteLeaf>();
const cellWriters = new WeakMap<GraphQLLeafType, Map<number, WriteCell>>();

export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  const known = writers.get(type) ?? makeLeaf(type);
  writers.set(type, known);
  return known;
}

export function cellWriter(type: GraphQLLeafType, oid: number): WriteCell {
  const ofType = cellWriters.get(type) ?? new Map<number, WriteCell>();
  cellWriters.set(type, ofType);
  const known = ofType.get(oid) ?? makeCell(type, oid);
  ofType.set(oid, known);
  return known;
}

const toEscape = /["\\\u0000-\u001f\ud800-\udfff]/;
/** Most texts need no escape. */
const jsonString = (text: string): string => (toEscape.test(text) ? JSON.stringify(text) : `"${text}"`);

/** As graphql-js serializes it; values that are what the type sends anyway go the short way. */
function makeLeaf(type: GraphQLLeafType): WriteLeaf {
  const write: WriteLeaf = (value) => {
    if (value === null || value === undefined) return 'null';
    const serialized = type.serialize(value) as unknown;
    if (serialized === null || serialized === undefined) throw new TypeError(`${type.name} gave no value for one.`);
    return JSON.stringify(serialized);
  };
  if (type === GraphQLID || type === GraphQLString)
    return (value) => (typeof value === 'string' ? jsonString(value) : write(value));
  if (type === GraphQLFloat) return (value) => (Number.isFinite(value) ? JSON.stringify(value) : write(value));
  if (type === GraphQLInt)
    return (value) => (typeof value === 'number' && (value | 0) === value ? String(value) : write(value));
  if (type === GraphQLBoolean) return (value) => (value === true ? 'true' : value === false ? 'false' : write(value));
  return write;
}

function makeCell(type: GraphQLLeafType, oid: number): WriteCell {
  const write = leafWriter(type);
  const parse = parserOf(oid);
  const otherwise = (text: string): string => write(parse(text));
  const short = shortWay(type, oid, otherwise) ?? otherwise;
  return (text) => (text === null ? 'null' : short(text));
}

type Write = (text: string) => string;

/** Where the text that Postgres sends is, or nearly is, what JSON has. */
function shortWay(type: GraphQLLeafType, oid: number, otherwise: Write): Write | null {
  const is = (...of: [GraphQLLeafType, ...number[]]): boolean => type === of[0] && of.slice(1).includes(oid);
  const { bool, int2, int4, int8, text, float8, timestamptz, uuid } = typeOids;
  if (is(GraphQLID, text, uuid) || is(GraphQLString, text, uuid)) return jsonString;
  if (is(GraphQLBoolean, bool)) return (value) => (value === 't' ? 'true' : 'false');
  if (is(GraphQLInt, int2, int4)) return (value) => value;
  if (is(BigIntScalar, int2, int4, int8)) return (value) => (value.length <= 15 ? value : otherwise(value));
  if (is(GraphQLFloat, float8)) return floatText;
  if (is(DateTime, timestamptz)) return (value) => `"${instantOf(value)}"`;
  if (type instanceof GraphQLEnumType && oid === text) return enumWriter(type, otherwise);
  return null;

  function floatText(value: string): string {
    const number = Number(value);
    return Number.isFinite(number) ? JSON.stringify(number) : otherwise(value);
  }
}

function enumWriter(type: GraphQLEnumType, otherwise: Write): Write {
  const names = new Map(type.getValues().map(({ name, value }) => [value as unknown, `"${name}"`]));
  return (value) => names.get(value) ?? otherwise(value);
}
