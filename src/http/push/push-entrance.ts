import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context';
import { refuseReader } from '../../directory/refuse-reader';
import { HubError } from '../../kernel/errors';
import { BodyTooLarge, UndecodableBody } from '../../monitoring/incoming/undecodable-body';
import { isSourceName } from '../../monitoring/series-names.rules';
import { endingOf } from '../endings';
import { openContext, requireKey, type Entrance } from '../open-context';
import { mediaOf, type TakenMedia } from './push-media';
import type { PushPressure } from './push-pressure';

export interface PushEntrance extends Entrance {
  pressure: PushPressure;
}

/** Where systems push to: what comes in by it, and what becomes of a body. */
export interface Pushable extends TakenMedia {
  answer: (request: FastifyRequest, reply: FastifyReply, context: Context) => Promise<FastifyReply>;
}

const maxPushBytes = 16 * 1024 * 1024;
const mostTries = 5;

/** Lets bodies in by these roads: as they are, with a key that may write, and no more of them than can be borne. */
export function openPushes(app: FastifyInstance, options: PushEntrance, roads: readonly Pushable[]): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const road of roads)
      scope.post(
        road.url,
        {
          bodyLimit: maxPushBytes,
          ...(road.isSnappy && { decompress: false }),
          // Before the body is taken: what is none, or comes with no key in force that may write, costs nothing.
          onRequest: async (request, reply) => {
            mediaOf(request, road);
            options.pressure.letIn(reply.raw);
            const viewer = await requireKey(request, reply, options);
            refuseReader(viewer);
            options.pressure.letInKey(viewer.clientId, reply.raw);
          },
        },
        (request, reply) => answer(request, reply, road, options),
      );
  });
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  road: Pushable,
  options: PushEntrance,
): Promise<FastifyReply> {
  const ending = endingOf(reply, options.deadlineMs);
  try {
    const { context } = await openContext(request, options, ending);
    try {
      return await road.answer(request, reply, context);
    } finally {
      await context.close();
    }
  } finally {
    ending.done();
  }
}

export const bodyOf = ({ body }: FastifyRequest): Buffer => (body as Buffer | undefined) ?? Buffer.alloc(0);

/** What a body holds; one that can not be read is the sender's fault. */
export async function readBody<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UndecodableBody)) throw error;
    throw new HubError(error instanceof BodyTooLarge ? 'BODY_TOO_LARGE' : 'BAD_REQUEST', error.message);
  }
}

/** Whose name a body comes in, the key's own unless said, and from which system. */
export function senderOf({ query }: FastifyRequest, unlessSaid: string): { owner: string | null; source: string } {
  const { owner, source = unlessSaid } = query as Record<string, unknown>;
  if (typeof source !== 'string' || !isSourceName(source))
    throw new HubError('BAD_USER_INPUT', '"source" has 1 to 63 of a-z, 0-9, ".", "_", "-", a letter or digit first.');
  return { owner: owner === undefined ? null : String(owner), source };
}

/** Where the same comes in by other roads meanwhile, one of the two begins again: a sender would not. */
export async function insisting<T>(work: () => Promise<T>, what: string): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'CONFLICT') throw error;
      if (tries === mostTries) throw new HubError('UNAVAILABLE', `${what} are written by others now: send this again.`);
    }
  }
}
