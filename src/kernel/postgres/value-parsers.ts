import { types } from 'pg';

/** The types of Postgres that values of the hub have, by the number that a result names them by. */
export const typeOids = {
  bool: 16,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  float8: 701,
  timestamptz: 1184,
  uuid: 2950,
  texts: 1009,
};

const { int8, timestamptz } = typeOids;

/** Instants come as RFC 3339 text in UTC, 64-bit integers as numbers while exact, else as text. */
export function parserOf(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === timestamptz) return instantOf;
  if (oid === int8) return (value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
  return types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
}

/** '2026-03-08 00:00:00+00' of a connection in UTC. */
export const instantOf = (value: string): string =>
  value.endsWith('+00') ? `${value.slice(0, 10)}T${value.slice(11, -3)}Z` : value;
