import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import { HubError } from '../../kernel/errors';
import { maxBodyBytes } from '../plain-errors';
import { closeSocket } from './close-socket';
import { keepAliveMs, type Live } from './live';
import { takeUpgrades, upgradeOf } from './upgrades';
import { operationsOf, type Connection } from './websocket-operations';

export type AcceptWebSocket = (request: FastifyRequest, reply: FastifyReply) => boolean;

/** GraphQL over WebSocket at /graphql, by the protocol graphql-transport-ws. Answers whether a request asked for that. */
export function websocketRoad(app: FastifyInstance, live: Live): AcceptWebSocket {
  const sockets = new WebSocketServer({
    ...{ noServer: true, maxPayload: maxBodyBytes, perMessageDeflate: false, clientTracking: true },
    handleProtocols: (protocols) => handleProtocols(protocols),
  });
  const server = makeServer(operationsOf(live));
  takeUpgrades(app);
  const beat = setInterval(() => sockets.clients.forEach(checkAlive), keepAliveMs).unref();
  app.addHook('preClose', async () => {
    clearInterval(beat);
    live.feeds.stop();
    for (const socket of sockets.clients)
      closeSocket(socket, 1001, 'The hub is shutting down: go on from the last cursor.');
  });
  return (request, reply) => {
    const upgrade = upgradeOf(request.raw);
    if (!upgrade) return false;
    void reply.hijack();
    reply.raw.detachSocket(upgrade.socket as never);
    sockets.handleUpgrade(request.raw, upgrade.socket, upgrade.head, (socket) =>
      serve(server, live, { socket, wire: upgrade.socket, request, followers: new Map() }),
    );
    return true;
  };
}

function serve(server: ReturnType<typeof makeServer<never, Connection>>, live: Live, connection: Connection): void {
  const { socket } = connection;
  live.metrics.connections.inc({ road: 'websocket' });
  socket.on('error', () => undefined);
  socket.on('pong', () => silent.delete(socket));
  const closed = server.opened(
    {
      protocol: socket.protocol,
      send: (data) => send(socket, data),
      close: (code, reason) => closeSocket(socket, code, reason),
      onMessage: (take) =>
        void socket.on('message', (data) => void take(String(data)).catch((error) => fail(live, socket, error))),
    },
    connection,
  );
  socket.once('close', (code, reason) => {
    live.metrics.connections.dec({ road: 'websocket' });
    for (const follower of connection.followers.values()) live.feeds.leave(follower);
    connection.giveBack?.();
    closed(code, String(reason)).catch((error: unknown) => live.logFault({ id: 'websocket', error }));
  });
}

const send = (socket: WebSocket, data: string): void => {
  if (socket.readyState === socket.OPEN) socket.send(data);
};

function fail(live: Live, socket: WebSocket, error: unknown): void {
  if (!(error instanceof HubError)) live.logFault({ id: 'websocket', error });
  closeSocket(socket, 4500, 'The hub failed to answer this.');
}

/** Those that have not answered the last ping. */
const silent = new WeakSet<WebSocket>();

function checkAlive(socket: WebSocket): void {
  if (silent.has(socket)) return socket.terminate();
  silent.add(socket);
  socket.ping();
}
