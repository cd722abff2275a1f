import {
  GraphQLBoolean,
  GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  type GraphQLLeafType,
} from 'graphql';
import type { JsonBytes } from '../json-bytes';
import { madeOnce } from '../made-once';
import { instantOf, parserOf, typeOids } from '../postgres/value-parsers';
import { BigIntScalar, Cursor, DateTime } from '../scalars';
import { isAbsent } from './values';

/** Writes a value as JSON; false for null and undefined. Throws what the type says of a value that is not one of its own. */
type WriteLeaf = (value: unknown, out: JsonBytes) => boolean;
/** The same for a value as Postgres sends it. */
type WriteCell = (text: string | null, out: JsonBytes) => boolean;
type WriteText = (text: string, out: JsonBytes) => void;

export function writeText(text: string, out: JsonBytes): true {
  out.text(text);
  return true;
}

export function writeNull(out: JsonBytes): false {
  out.ascii('null');
  return false;
}

/** As graphql-js serializes it; values that are what the type sends anyway go the short way. */
export const leafWriter = madeOnce((type: GraphQLLeafType): WriteLeaf => {
  const isPlain = plainTest(type);
  return (value, out) => {
    if (isAbsent(value)) return writeNull(out);
    if (!isPlain(value)) writeSerialized(type, value, out);
    else if (typeof value === 'string') out.text(value);
    else out.ascii(JSON.stringify(value));
    return true;
  };
});

const cellWriters = madeOnce((_type: GraphQLLeafType) => new Map<number, WriteCell>());

export function cellWriter(type: GraphQLLeafType, oid: number): WriteCell {
  const ofType = cellWriters(type);
  const known = ofType.get(oid) ?? makeCell(type, oid);
  ofType.set(oid, known);
  return known;
}

function writeSerialized(type: GraphQLLeafType, value: unknown, out: JsonBytes): void {
  const serialized = type.serialize(value) as unknown;
  if (serialized === null || serialized === undefined) throw new TypeError(`${type.name} gave no value for one.`);
  out.json(JSON.stringify(serialized));
}

/** Texts of these are sent as they are. */
const textTypes = new Set<GraphQLLeafType>([GraphQLID, GraphQLString, DateTime, Cursor]);

/** Whether a value is a text, a number or a boolean that JSON has as it is. */
function plainTest(type: GraphQLLeafType): (value: unknown) => boolean {
  if (textTypes.has(type)) return (value) => typeof value === 'string';
  if (type === GraphQLFloat) return Number.isFinite;
  if (type === GraphQLInt) return (value) => typeof value === 'number' && (value | 0) === value;
  return type === GraphQLBoolean ? (value) => typeof value === 'boolean' : () => false;
}

function makeCell(type: GraphQLLeafType, oid: number): WriteCell {
  const write = leafWriter(type);
  const parse = parserOf(oid);
  const otherwise: WriteText = (text, out) => void write(parse(text), out);
  const short = shortWay(type, oid, otherwise) ?? otherwise;
  return (text, out) => {
    if (text === null) return writeNull(out);
    short(text, out);
    return true;
  };
}

const asItIs: WriteText = (text, out) => out.ascii(text);
const asText: WriteText = (text, out) => out.text(text);

/** Where the text that Postgres sends is, or nearly is, what JSON has. */
function shortWay(type: GraphQLLeafType, oid: number, otherwise: WriteText): WriteText | null {
  const is = (...of: [GraphQLLeafType, ...number[]]): boolean => type === of[0] && of.slice(1).includes(oid);
  const { bool, int2, int4, int8, text, float8, timestamptz, uuid } = typeOids;
  if (is(GraphQLID, text, uuid) || is(GraphQLString, text, uuid)) return asText;
  if (is(GraphQLBoolean, bool)) return (value, out) => out.ascii(value === 't' ? 'true' : 'false');
  if (is(GraphQLInt, int2, int4)) return asItIs;
  if (is(BigIntScalar, int2, int4, int8))
    return (value, out) => (value.length <= 15 ? out.ascii(value) : otherwise(value, out));
  if (is(GraphQLFloat, float8)) return floatWriter(otherwise);
  if (is(DateTime, timestamptz)) return (value, out) => out.ascii(`"${instantOf(value)}"`);
  if (type instanceof GraphQLEnumType && oid === text) return enumWriter(type, otherwise);
  return null;
}

/** Postgres writes exponents in another way: 1e-07. */
const floatWriter =
  (otherwise: WriteText): WriteText =>
  (text, out) => {
    const number = Number(text);
    if (Number.isFinite(number)) out.ascii(JSON.stringify(number));
    else otherwise(text, out);
  };

function enumWriter(type: GraphQLEnumType, otherwise: WriteText): WriteText {
  const names = new Map(type.getValues().map(({ name, value }) => [value as unknown, `"${name}"`]));
  return (value, out) => {
    const name = names.get(value);
    if (name === undefined) otherwise(value, out);
    else out.ascii(name);
  };
}
