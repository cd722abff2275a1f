import type { FastifyRequest } from 'fastify';
import { HubError } from '../../kernel/errors';
import type { PushRoad } from './push-roads';

/** The media type of a request, one that its road takes, said before its body is looked at. */
export function mediaOf({ headers }: FastifyRequest, { url, readers, isSnappy }: PushRoad): string {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  if (!Object.hasOwn(readers, type)) throw unsupported(`${url} takes ${Object.keys(readers).join(' or ')}.`);
  if (!isSnappy) return type;
  const message = parameters.find((parameter) => parameter.startsWith('proto='));
  if (message && message !== 'proto=prometheus.writerequest')
    throw unsupported(
      `${url} takes remote-write 1.0, the message prometheus.WriteRequest: set protobuf_message to it.`,
    );
  if (headers['content-encoding'] !== 'snappy') throw unsupported(`${url} takes bodies with Content-Encoding: snappy.`);
  return type;
}

const unsupported = (message: string) => new HubError('UNSUPPORTED_MEDIA_TYPE', message);
