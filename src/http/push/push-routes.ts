import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context';
import { refuseReader } from '../../directory/refuse-reader';
import { writerOf } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import type { Incoming } from '../../monitoring/incoming/incoming';
import { BodyTooLarge, UndecodableBody } from '../../monitoring/incoming/undecodable-body';
import { oldestTaken } from '../../monitoring/instants.rules';
import { isSourceName } from '../../monitoring/series-names.rules';
import { push, type Pushed } from '../../monitoring/push/push';
import { endingOf } from '../endings';
import { openContext, requireKey, type Entrance } from '../open-context';
import { mediaOf } from './push-media';
import type { PushPressure } from './push-pressure';
import { pushRoads, type PushRoad } from './push-roads';

export interface PushRoutesOptions extends Entrance {
  pressure: PushPressure;
  /** Told what became of each body. */
  note: (url: string, pushed: Pushed) => void;
}

const maxPushBytes = 16 * 1024 * 1024;
const mostTries = 5;

/** What monitoring systems push: each body in one transaction, answered when it is kept. */
export function pushRoutes(app: FastifyInstance, options: PushRoutesOptions): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    for (const road of pushRoads)
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
  road: PushRoad,
  options: PushRoutesOptions,
): Promise<FastifyReply> {
  const ending = endingOf(reply, options.deadlineMs);
  try {
    const { context } = await openContext(request, options, ending);
    try {
      const incoming = await read(request, road, context.now().getTime());
      options.pressure.takeSamples(context.viewer.clientId, incoming.at.length);
      const pushed = await write(request, road, incoming, context, options.pressure);
      options.note(road.url, pushed);
      return await send(reply, road, pushed);
    } finally {
      await context.close();
    }
  } finally {
    ending.done();
  }
}

async function read(request: FastifyRequest, road: PushRoad, now: number): Promise<Incoming> {
  try {
    const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    return await road.readers[mediaOf(request, road)]!(body, { now, oldest: oldestTaken(now) });
  } catch (error) {
    if (!(error instanceof UndecodableBody)) throw error;
    throw new HubError(error instanceof BodyTooLarge ? 'BODY_TOO_LARGE' : 'BAD_REQUEST', error.message);
  }
}

function write(
  { query }: FastifyRequest,
  road: PushRoad,
  incoming: Incoming,
  context: Context,
  pressure: PushPressure,
): Promise<Pushed> {
  const { owner, source = road.source, replace } = query as Record<string, unknown>;
  if (typeof source !== 'string' || !isSourceName(source))
    throw new HubError('BAD_USER_INPUT', '"source" has 1 to 63 of a-z, 0-9, ".", "_", "-", a letter or digit first.');
  const isReplacing = mayReplace(replace, road);
  const limits = pressure.seriesLimits(context.viewer.clientId);
  return insisting(() =>
    context.write(async (db) => {
      const writer = await writerOf(db, owner === undefined ? null : String(owner));
      return push(db, { writer: writer.id, source, limits, replace: isReplacing }, incoming);
    }),
  );
}

function mayReplace(replace: unknown, { url, replaces }: PushRoad): boolean {
  if (replace === undefined || replace === 'false') return false;
  if (replace !== 'true') throw new HubError('BAD_USER_INPUT', '"replace" is true or false.');
  if (replaces) return true;
  throw new HubError('BAD_USER_INPUT', `${url} corrects nothing: send corrections to /ingest/samples.`);
}

/** Where samples of the same series come in by other roads meanwhile, one of the two begins again: a sender would not. */
async function insisting<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== 'CONFLICT') throw error;
      if (tries === mostTries)
        throw new HubError('UNAVAILABLE', 'These series are written by others now: send this again.');
    }
  }
}

/** As remote-write has it: what was refused would be refused again, and 400 tells the sender so; the rest is kept. */
async function send(reply: FastifyReply, { isSnappy }: PushRoad, pushed: Pushed): Promise<FastifyReply> {
  // Who sends exemplars sends them each time: nothing of the samples is lost with them.
  const isAtFault = pushed.refused.some(({ reason }) => reason !== 'NOT_TAKEN_EXEMPLAR');
  if (isAtFault) return reply.code(400).send(pushed);
  return isSnappy ? reply.code(204).send() : reply.code(200).send(pushed);
}
