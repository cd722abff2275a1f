import { GraphQLScalarType, specifiedScalarTypes, type GraphQLLeafType } from 'graphql';

/** A value as JSON text; null and undefined are `null`. Throws what the type has to say of a value that is none of its. */
export type WriteLeaf = (value: unknown) => string;

const writers = new WeakMap<GraphQLLeafType, WriteLeaf>();
const texts = new Set(['ID', 'String']);

export function leafWriter(type: GraphQLLeafType): WriteLeaf {
  const known = writers.get(type) ?? make(type);
  writers.set(type, known);
  return known;
}

function make(type: GraphQLLeafType): WriteLeaf {
  const write: WriteLeaf = (value) => {
    if (value === null || value === undefined) return 'null';
    const serialized = type.serialize(value) as unknown;
    if (serialized === null || serialized === undefined) throw new TypeError(`${type.name} gave no value for one.`);
    return JSON.stringify(serialized);
  };
  const isText = type instanceof GraphQLScalarType && specifiedScalarTypes.includes(type) && texts.has(type.name);
  return isText ? (value) => (typeof value === 'string' ? JSON.stringify(value) : write(value)) : write;
}
