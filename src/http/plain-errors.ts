import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HubError, statusOf, type ErrorCode } from '../kernel/errors';
import { newId } from '../kernel/ids';

export const maxBodyBytes = 1_048_576;

const transportCodes = new Map<string, [ErrorCode, string]>([
  [
    'FST_ERR_CTP_BODY_TOO_LARGE',
    ['BODY_TOO_LARGE', 'The request body is larger than is taken here: send it in parts.'],
  ],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', ['UNSUPPORTED_MEDIA_TYPE', 'Send application/json.']],
  ['FST_CP_ERR_INVALID_CONTENT_ENCODING', ['UNSUPPORTED_MEDIA_TYPE', 'Send the body plain, or in gzip or br.']],
]);

const bodyOf = (code: ErrorCode, message: string) => ({ errors: [{ message, extensions: { code } }] });

/** Errors outside GraphQL answer in the same shape and with the same codes. */
export function plainErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | HubError, request, reply) => {
    const [code, message, status] = told(error, request);
    return reply.code(status).headers(headersOf(error)).send(bodyOf(code, message));
  });
  app.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send(bodyOf('NOT_FOUND', `There is nothing at ${request.url.slice(0, 100)}: the API is at /graphql.`)),
  );
}

/** Those that an error brings along: how long to wait. */
function headersOf(error: FastifyError | HubError): Record<string, string> {
  const { headers } = ((error instanceof HubError && error.extensions['http']) || {}) as {
    headers?: Map<string, string>;
  };
  return Object.fromEntries(headers ?? []);
}

function told(error: FastifyError | HubError, request: FastifyRequest): [ErrorCode, string, number] {
  if (error instanceof HubError) return [error.code, error.message, statusOf(error.code)];
  const known = transportCodes.get(error.code);
  if (known) return [...known, statusOf(known[0])];
  const { statusCode = 500 } = error;
  if (statusCode >= 400 && statusCode < 500) return ['BAD_REQUEST', error.message, statusCode];
  const id = newId();
  request.log.error({ err: error, id }, 'masked error');
  return ['INTERNAL', `The hub failed to answer this: report the id ${id}.`, 500];
}

/** What the router refuses before any hook of ours: an address that is none. */
export function refuseAddress(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(400).send(bodyOf('BAD_REQUEST', 'The address is not well-formed: the API is at /graphql.'));
}

/** What node:http refuses before there is a request: answered on the bare socket. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, message] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? [431, 'The headers are too large: send less of them.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? [408, 'The request did not arrive in time: send it again.']
        : [400, 'This is not HTTP.'];
  const body = JSON.stringify(bodyOf('BAD_REQUEST', message));
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8`;
  socket.end(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
