import { GraphQLError } from 'graphql';

/** Every code that an answer of the hub can carry, with the HTTP status of a request that fails as a whole and what it asks of the caller. */
export const errorCodes = {
  GRAPHQL_PARSE_FAILED: [400, 'The document is not GraphQL: correct it at the place named.'],
  GRAPHQL_VALIDATION_FAILED: [400, 'The document does not fit the schema: correct it as the message says.'],
  OPERATION_RESOLUTION_FAILURE: [400, 'Name one operation of the document in operationName.'],
  PERSISTED_QUERY_NOT_SUPPORTED: [400, 'Send the whole document.'],
  BAD_REQUEST: [400, 'The HTTP request is not GraphQL over HTTP: see the message.'],
  BAD_USER_INPUT: [400, 'A value is not acceptable: the message names it and what would be.'],
  INVALID_CURSOR: [400, 'Use a cursor as this very list returned it, or start without one.'],
  CURSOR_EXPIRED: [
    410,
    'The cursor of a feed can not be followed any more: start over with after: null, and let go what you hold.',
  ],
  PAGE_TOO_LARGE: [400, 'Ask for a smaller page, and follow endCursor.'],
  TOO_COMPLEX: [400, 'Ask for less in one document: the message names the limit.'],
  COST_TOO_HIGH: [400, 'Ask for smaller pages: extensions.cost tells what was asked.'],
  UNAUTHENTICATED: [401, 'Send "Authorization: Bearer <key>" with a key that is in force.'],
  FORBIDDEN: [403, 'The key may not do this: the message names the role or organization that is missing.'],
  NOT_FOUND: [404, 'There is no such record for this key.'],
  CONFLICT: [409, 'Somebody else was first: read again, then send the change again.'],
  BODY_TOO_LARGE: [413, 'Send less in one request.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Send application/json.'],
  RATE_LIMITED: [429, 'Wait as Retry-After says: extensions.cost tells what is left.'],
  INTERNAL: [500, 'A fault of the hub: report the id in the message.'],
  UNAVAILABLE: [503, 'The hub can not reach its database now: try again.'],
  DEADLINE_EXCEEDED: [504, 'The request took too long and was stopped: ask for less.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof errorCodes;

/** An error that the caller may read: its message names the thing and the next step, and never a hidden record. */
export class HubError extends GraphQLError {
  constructor(
    readonly code: ErrorCode,
    message: string,
    details: Record<string, unknown> = {},
  ) {
    super(message, { extensions: { code, ...details } });
  }
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

export const statusOf = (code: ErrorCode): number => errorCodes[code][0];
