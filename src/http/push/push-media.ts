import type { FastifyRequest } from 'fastify';
import { HubError } from '../../kernel/errors';

/** What a road takes: types of bodies and, where the protocol has it so, snappy's block format. */
export interface TakenMedia {
  url: string;
  media: readonly string[];
  isSnappy: boolean;
}

/** The media type of a request, one that its road takes, said before its body is looked at. */
export function mediaOf({ headers }: FastifyRequest, { url, media, isSnappy }: TakenMedia): string {
  const [type = '', ...parameters] = (headers['content-type'] ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  if (!media.includes(type)) throw unsupported(`${url} takes ${media.join(' or ')}.`);
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
