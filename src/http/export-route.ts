import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context';
import { findPiece, findReady, type ReadyExport } from '../feeds/export/read-export';
import { fedTypes } from '../feeds/fed-types';
import { HubError } from '../kernel/errors';
import { parseId } from '../kernel/ids';
import { byteRange, type ByteRange } from './byte-range';
import { endingOf } from './endings';
import { openContext, type Entrance } from './open-context';

/** Files of exports, by a key of the client that asked for them: for each piece the key and what it may see are looked at again. */
export function exportRoute(app: FastifyInstance, entrance: Entrance): void {
  app.get<{ Params: { id: string } }>('/exports/:id', { compress: false }, async (request, reply) => {
    const parsed = parseId(request.params.id);
    if (parsed?.prefix !== 'exp') throw new HubError('NOT_FOUND', 'There is no such export for this client.');
    const file = await asking(request, reply, entrance, (context) => ready(context, parsed.uuid));
    return send(request, reply, entrance, file);
  });
}

const ready = async (context: Context, id: string): Promise<ReadyExport> =>
  findReady(await context.db(), fedTypes(context.registry), id);

/** In a transaction of its own: a download may take hours. */
async function asking<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  entrance: Entrance,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const ending = endingOf(reply, entrance.deadlineMs);
  try {
    const { context } = await openContext(request, entrance, ending);
    try {
      return await work(context);
    } finally {
      await context.close();
    }
  } finally {
    ending.done();
  }
}

function send(request: FastifyRequest, reply: FastifyReply, entrance: Entrance, file: ReadyExport): FastifyReply {
  const { id, format, content, bytes } = file;
  const tag = `"${id}-${bytes}"`;
  const { range, 'if-range': ifRange } = request.headers;
  const asked = ifRange === undefined || ifRange === tag ? byteRange(range, bytes) : null;
  void reply
    .header('accept-ranges', 'bytes')
    .header('etag', tag)
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${content}-${id}.${format.toLowerCase()}.gz"`)
    .type('application/gzip');
  if (asked === 'unsatisfiable') {
    void reply.header('content-range', `bytes */${bytes}`).type('application/json');
    return reply.code(416).send({
      errors: [{ message: `The file has ${bytes} bytes.`, extensions: { code: 'BAD_REQUEST' } }],
    });
  }
  const { from, to } = asked ?? { from: 0, to: bytes };
  if (asked) void reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${bytes}`);
  void reply.header('content-length', to - from);
  const next = (place: number) =>
    asking(request, reply, entrance, async (context) => {
      await ready(context, id);
      return findPiece(await context.db(), id, place);
    });
  return reply.send(Readable.from(request.method === 'HEAD' ? [] : bytesOf({ from, to }, next), { objectMode: false }));
}

async function* bytesOf(
  { from, to }: ByteRange,
  next: (place: number) => Promise<{ start: number; data: Buffer }>,
): AsyncGenerator<Buffer> {
  for (let at = from; at < to;) {
    const { start, data } = await next(at);
    const part = data.subarray(at - start, to - start);
    if (part.length === 0) throw new HubError('NOT_FOUND', 'The file of this export is not there any more.');
    yield part;
    at += part.length;
  }
}
