import type { Duplex } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { GraphQLError, parse, type ExecutionArgs, type FormattedExecutionResult } from 'graphql';
import type { Context as SocketContext, ServerOptions } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Follower, Outlet } from '../../feeds/live/follower';
import { HubError } from '../../kernel/errors';
import { openContext } from '../open-context';
import { ask, type Asked } from './ask';
import { closeSocket } from './close-socket';
import { follow, type Live } from './live';
import { reasonOf } from './reason-of';

/** A WebSocket and what came by it. */
export interface Connection {
  socket: WebSocket;
  /** What it stands on. */
  wire: Duplex;
  request: FastifyRequest;
  authorization?: string | undefined;
  followers: Map<string, Follower>;
  giveBack?: () => void;
}

type Ctx = SocketContext<never, Connection>;

const mostSubscriptions = 100;
/** How long a connection may wait before it says whose it is. */
const initMs = 5_000;

/** Stand in for documents, which have been through the one way that all go: graphql-ws only looks whether they subscribe. */
const aQuery = parse('{ done }');
const aSubscription = parse('subscription { going }');

export function operationsOf(live: Live): ServerOptions<never, Connection> {
  return {
    connectionInitWaitTimeout: initMs,
    onConnect: (ctx) => connect(live, ctx),
    onSubscribe: (ctx, id, payload) => begin(live, ctx, id, payload),
    execute: ({ contextValue }) => contextValue as FormattedExecutionResult as never,
    subscribe: ({ contextValue }) => contextValue as AsyncGenerator<never>,
    onNext: (_ctx, _id, _payload, _args, result) => result as FormattedExecutionResult,
  };
}

/** The key comes as it does over HTTP: with the upgrade or, from a browser, with connection_init. */
async function connect(live: Live, { extra, connectionParams }: Ctx): Promise<boolean> {
  const authorization = authorizationIn(connectionParams) ?? extra.request.headers.authorization;
  const ending = {
    deadline: Date.now() + live.deadlineMs,
    signal: AbortSignal.timeout(live.deadlineMs),
    done: () => undefined,
  };
  try {
    const { context } = await openContext(extra.request, live, ending, false, authorization);
    await context.close();
    extra.giveBack = live.connections.take(context.viewer.keyId);
    if (extra.socket.readyState !== extra.socket.OPEN) extra.giveBack();
    extra.authorization = authorization;
    return true;
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    const code = { UNAUTHENTICATED: 4403, RATE_LIMITED: 4429 }[String(error.code)] ?? 1013;
    closeSocket(extra.socket, code, error.message);
    return false;
  }
}

function authorizationIn(params: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const { headers, ...own } = params ?? {};
  for (const from of [own, headers ?? {}])
    for (const [name, value] of Object.entries(from))
      if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value;
  return undefined;
}

async function begin(
  live: Live,
  { extra, subscriptions }: Ctx,
  id: string,
  payload: object,
): Promise<ExecutionArgs | GraphQLError[]> {
  if (Object.keys(subscriptions).length > mostSubscriptions)
    return [new HubError('RATE_LIMITED', `A connection holds ${mostSubscriptions} operations at once: end one first.`)];
  const refused = await live.countAsked(extra.request);
  if (refused) return [refused];
  const asked = await ask(live, extra.request, extra.authorization, payload);
  if (asked.status === 401) closeSocket(extra.socket, 4403, 'The key is not in force any more.');
  if (!asked.question) return answered(asked);
  if (!(id in subscriptions)) return argsOf(aQuery, {});
  try {
    return argsOf(aSubscription, followBy(live, extra, id, asked));
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

const argsOf = (document: ExecutionArgs['document'], contextValue: unknown): ExecutionArgs => ({
  ...{ schema: null as never, document, contextValue, rootValue: null },
});

function answered({ body }: Asked): ExecutionArgs | GraphQLError[] {
  const result = JSON.parse(body.toString()) as FormattedExecutionResult;
  if ('data' in result || !result.errors) return argsOf(aQuery, result);
  return result.errors.map((formatted) =>
    Object.assign(new GraphQLError(formatted.message), { toJSON: () => formatted }),
  );
}

/** Ends when it is to end; what it is to tell goes out by the socket itself, written once for all who ask the same. */
function followBy(live: Live, extra: Connection, id: string, asked: Asked): AsyncGenerator<never> {
  let end: (error?: HubError) => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    end = (error) => (error ? reject(error) : resolve());
  });
  ended.catch(() => undefined);
  const outlet = (own: () => Follower) => outletOf(live, extra, id, own, end);
  const follower = follow(live, extra.request, extra.authorization, asked, asked.question!, outlet);
  extra.followers.set(id, follower);
  const leave = () => {
    live.feeds.leave(follower);
    extra.followers.delete(id);
    end();
  };
  return generatorOf(ended, leave);
}

function generatorOf(ended: Promise<void>, leave: () => void): AsyncGenerator<never> {
  const done = { done: true as const, value: undefined };
  const generator = {
    next: () => ended.finally(leave).then(() => done),
    return: async () => (leave(), done),
    throw: async () => (leave(), done),
    [Symbol.asyncIterator]: () => generator,
    [Symbol.asyncDispose]: async () => leave(),
  };
  return generator as unknown as AsyncGenerator<never>;
}

function outletOf(
  { feeds, metrics }: Live,
  { socket, wire }: Connection,
  id: string,
  follower: () => Follower,
  end: (error: HubError) => void,
): Outlet {
  const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  return {
    get waiting() {
      return socket.bufferedAmount;
    },
    next: (payloads) => {
      wire.cork();
      for (const payload of payloads) socket.send(Buffer.concat([head, payload, tail]), { binary: false });
      wire.uncork();
    },
    fail: (error) => {
      feeds.leave(follower());
      end(error);
    },
    cut: (why, cursor) => {
      feeds.leave(follower());
      const error = reasonOf(why, cursor);
      if (why !== 'STOPPING') metrics.cuts.inc({ why: why.toLowerCase() });
      if (socket.readyState === socket.OPEN)
        socket.send(JSON.stringify({ id, type: 'error', payload: [error.toJSON()] }));
      closeSocket(socket, { KEY_ENDED: 4403, SLOW: 4429, STOPPING: 1001 }[why], error.message);
    },
  };
}

const tail = Buffer.from('}');
