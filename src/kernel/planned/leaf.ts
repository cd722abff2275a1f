import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, GraphQLString, type GraphQLLeafType } from 'graphql';

/** A value as JSON text; null and undefined are `null`. Throws what the type says of a value that is not one of its own. */
export type WriteLeaf = (value: unknown) => string;

const writers = new WeakMap<GraphQLLeafType, WriteLeaf>();

export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  const known = writers.get(type) ?? make(type);
  writers.set(type, known);
  return known;
}

/** As graphql-js serializes it; values that are what the type sends anyway go the short way. */
function make(type: GraphQLLeafType): WriteLeaf {
  const write: WriteLeaf = (value) => {
    if (value === null || value === undefined) return 'null';
    const serialized = type.serialize(value) as unknown;
    if (serialized === null || serialized === undefined) throw new TypeError(`${type.name} gave no value for one.`);
    return JSON.stringify(serialized);
  };
  if (type === GraphQLID || type === GraphQLString)
    return (value) => (typeof value === 'string' ? JSON.stringify(value) : write(value));
  if (type === GraphQLFloat) return (value) => (Number.isFinite(value) ? String(value) : write(value));
  if (type === GraphQLInt)
    return (value) => (typeof value === 'number' && (value | 0) === value ? String(value) : write(value));
  if (type === GraphQLBoolean) return (value) => (value === true ? 'true' : value === false ? 'false' : write(value));
  return write;
}
