import type { FastifyInstance } from 'fastify';
import { HubError } from '../kernel/errors';

/** JSON in well-formed UTF-8 and nothing else: what can not be decoded is refused, not replaced. */
export function jsonBodies(app: FastifyInstance): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'application/graphql-response+json'],
    { parseAs: 'buffer' },
    (_request, body, done) => {
      try {
        done(null, JSON.parse(decoder.decode(body as Buffer)));
      } catch (error) {
        done(new HubError('BAD_REQUEST', whatIsWrong(body as Buffer, error)));
      }
    },
  );
}

function whatIsWrong(body: Buffer, error: unknown): string {
  if (body.length === 0) return 'The body is empty: send JSON with a "query".';
  return error instanceof SyntaxError ? `The body is not JSON: ${error.message}.` : 'The body is not UTF-8.';
}
