import { isIP } from 'node:net';
import { GraphQLError, GraphQLScalarType, GraphQLString, Kind, type ValueNode } from 'graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { acceptInstant } from './instant';

const refuse = (type: string, value: unknown, what: string): never => {
  throw new GraphQLError(`${type} can not represent ${JSON.stringify(value)?.slice(0, 80)}: ${what}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
};

/** A scalar whose values are strings that a rule accepts and may normalize; rows hold them ready to send. */
function stringScalar(
  name: string,
  specifiedByURL: string,
  description: string,
  accept: (text: string) => string | null,
  what: string,
): GraphQLScalarType<string, string> {
  const parse = (value: unknown): string =>
    (typeof value === 'string' ? accept(value) : null) ?? refuse(name, value, what);
  return new GraphQLScalarType({
    name,
    description,
    specifiedByURL: specifiedByURL || null,
    serialize: (value) => String(value),
    parseValue: parse,
    parseLiteral: (node) => (node.kind === Kind.STRING ? parse(node.value) : refuse(name, literalOf(node), what)),
  });
}

const literalOf = (node: ValueNode): string => ('value' in node ? String(node.value) : node.kind);

export const DateTime = stringScalar(
  'DateTime',
  'https://www.rfc-editor.org/rfc/rfc3339',
  'An instant as RFC 3339 text, for example 2026-11-22T08:30:00Z. Answers are in UTC; input may carry any offset and lies from 1970 through 2100. Ranges are half-open: from is in, to is out.',
  acceptInstant,
  'give RFC 3339 text such as 2026-11-22T08:30:00Z, from 1970 through 2100',
);

export const IPAddress = stringScalar(
  'IPAddress',
  'https://www.rfc-editor.org/rfc/rfc5952',
  'An IPv4 or IPv6 address without a mask, for example 192.0.2.1 or 2001:db8::1.',
  (text) => (isIP(text) && !text.includes('%') ? text : null),
  'give an IPv4 or IPv6 address without a mask',
);

/** Address/length, the length optional where `host` is allowed. */
export function acceptCidr(text: string): string | null {
  const [address = '', length = '', ...rest] = text.split('/');
  const family = isIP(address);
  if (!family || address.includes('%') || rest.length > 0 || !/^\d{1,3}$/.test(length)) return null;
  return Number(length) <= (family === 4 ? 32 : 128) ? text : null;
}

export const CIDR = stringScalar(
  'CIDR',
  'https://www.rfc-editor.org/rfc/rfc4632',
  'An address with its prefix length, for example 192.0.2.0/24 or 2001:db8::/48. A prefix has no bits set beyond its length; an assigned address may.',
  acceptCidr,
  'give an address and a prefix length, such as 192.0.2.0/24',
);

export const MAC = stringScalar(
  'MAC',
  'https://standards.ieee.org/products-programs/regauth/',
  'A 48-bit hardware address; answered in lower case with colons, for example 02:00:5e:10:00:01.',
  (text) => (/^[0-9a-f]{2}([:-]?)([0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(text) ? text.toLowerCase() : null),
  'give six pairs of hexadecimal digits, with one kind of separator or none',
);

const maxBigInt = 9223372036854775807n;

function acceptBigInt(value: unknown): number | string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  const whole = typeof text === 'string' && /^-?\d{1,19}$/.test(text) ? BigInt(text) : null;
  if (whole === null || whole > maxBigInt || whole < -maxBigInt)
    return refuse('BigInt', value, 'give a whole number of at most 63 bits');
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole.toString();
}

export const BigIntScalar = new GraphQLScalarType<number | string, number | string>({
  name: 'BigInt',
  description:
    'A whole number of up to 63 bits: a JSON number while that is exact (up to 2^53 - 1), beyond it a decimal string.',
  serialize: acceptBigInt,
  parseValue: acceptBigInt,
  parseLiteral: (node) =>
    node.kind === Kind.INT || node.kind === Kind.STRING
      ? acceptBigInt(node.value)
      : refuse('BigInt', literalOf(node), 'give a whole number'),
});

/** Codes of a closed set, written as an enum value or as a string: filters take both. */
export const Choice = new GraphQLScalarType<string, string>({
  name: 'Choice',
  description:
    'One value of the closed set that the filtered field has, written as an enum value (ROUTER) or as a string ("ROUTER").',
  serialize: String,
  parseValue: (value) => (typeof value === 'string' ? value : refuse('Choice', value, 'give a code as a string')),
  parseLiteral: (node) =>
    node.kind === Kind.ENUM || node.kind === Kind.STRING
      ? node.value
      : refuse('Choice', literalOf(node), 'give a code'),
});

export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description: 'An opaque place in a feed, up to 16 KB of text; it tells nothing but to the hub that gave it.',
  serialize: (value) => GraphQLString.serialize(value),
  parseValue: (value) => GraphQLString.parseValue(value),
  parseLiteral: (node, variables) => GraphQLString.parseLiteral(node, variables),
});

export const JSONScalar = new GraphQLScalarType({ ...GraphQLJSON.toConfig(), description: 'Any JSON value.' });
