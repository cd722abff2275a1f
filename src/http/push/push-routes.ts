import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../context';
import { writerOf } from '../../directory/find-writer';
import { HubError } from '../../kernel/errors';
import type { Incoming } from '../../monitoring/incoming/incoming';
import { oldestTaken } from '../../monitoring/instants.rules';
import { push, type Pushed } from '../../monitoring/push/push';
import { bodyOf, insisting, openPushes, readBody, senderOf, type PushEntrance } from './push-entrance';
import { mediaOf } from './push-media';
import type { PushPressure } from './push-pressure';
import { pushRoads, type PushRoad } from './push-roads';

export interface PushRoutesOptions extends PushEntrance {
  /** Told what became of each body. */
  note: (url: string, pushed: Pushed) => void;
}

/** What monitoring systems push: each body in one transaction, answered when it is kept. */
export function pushRoutes(app: FastifyInstance, options: PushRoutesOptions): void {
  const pushable = pushRoads.map((road) => ({
    ...{ url: road.url, media: Object.keys(road.readers), isSnappy: road.isSnappy },
    answer: (request: FastifyRequest, reply: FastifyReply, context: Context) =>
      answer(request, reply, context, road, options),
  }));
  openPushes(app, options, pushable);
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  context: Context,
  road: PushRoad,
  options: PushRoutesOptions,
): Promise<FastifyReply> {
  const now = context.now().getTime();
  const media = { ...road, media: Object.keys(road.readers) };
  const incoming = await readBody(() =>
    road.readers[mediaOf(request, media)]!(bodyOf(request), { now, oldest: oldestTaken(now) }),
  );
  options.pressure.takeSamples(context.viewer.clientId, incoming.at.length);
  const pushed = await write(request, road, incoming, context, options.pressure);
  options.note(road.url, pushed);
  return send(reply, road, pushed);
}

function write(
  request: FastifyRequest,
  road: PushRoad,
  incoming: Incoming,
  context: Context,
  pressure: PushPressure,
): Promise<Pushed> {
  const { owner, source } = senderOf(request, road.source);
  const isReplacing = mayReplace((request.query as Record<string, unknown>)['replace'], road);
  const limits = pressure.seriesLimits(context.viewer.clientId);
  const work = () =>
    context.write(async (db) => {
      const writer = await writerOf(db, owner);
      return push(db, { writer: writer.id, source, limits, replace: isReplacing }, incoming);
    });
  return insisting(work, 'These series');
}

function mayReplace(replace: unknown, { url, replaces }: PushRoad): boolean {
  if (replace === undefined || replace === 'false') return false;
  if (replace !== 'true') throw new HubError('BAD_USER_INPUT', '"replace" is true or false.');
  if (replaces) return true;
  throw new HubError('BAD_USER_INPUT', `${url} corrects nothing: send corrections to /ingest/samples.`);
}

/** As remote-write has it: what was refused would be refused again, and 400 tells the sender so; the rest is kept. */
async function send(reply: FastifyReply, { isSnappy }: PushRoad, pushed: Pushed): Promise<FastifyReply> {
  // Who sends exemplars sends them each time: nothing of the samples is lost with them.
  const isAtFault = pushed.refused.some(({ reason }) => reason !== 'NOT_TAKEN_EXEMPLAR');
  if (isAtFault) return reply.code(400).send(pushed);
  return isSnappy ? reply.code(204).send() : reply.code(200).send(pushed);
}
