import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { lasting } from './lasting';
import { farewellMs } from './live';

interface Upgrade {
  socket: Duplex;
  head: Buffer;
}

const upgrades = new WeakMap<IncomingMessage, Upgrade>();

/** The connection of a request that asks for a WebSocket; undefined for any other. */
export const upgradeOf = (request: IncomingMessage): Upgrade | undefined => upgrades.get(request);

/** Requests for a WebSocket go the way of all requests, through the same limits, up to their handler. */
export function takeUpgrades(app: FastifyInstance): void {
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return passOn(app.server as Server, request, socket, head);
    upgrades.set(request, { socket, head });
    const response = new ServerResponse(request);
    lasting.add(response);
    response.assignSocket(socket as never);
    // One that is accepted is taken off it before.
    response.once('finish', () => endOf(socket));
    app.routing(request, response);
  });
}

/** Ends a connection; node:http looks after it no more, so one that its client leaves open would stay for ever. */
function endOf(socket: Duplex): void {
  socket.end();
  const timer = setTimeout(() => socket.destroy(), farewellMs).unref();
  socket.once('close', () => clearTimeout(timer));
}

/**
 * Who offers another protocol, as clients in Java do with each first request (h2c), is answered in this one: node:http has let go of the
 * connection, so it is given it anew, with what was read of it, and without the offer.
 */
function passOn(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    if (name !== 'upgrade' && name !== 'http2-settings' && name !== 'connection')
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  }
  socket.removeAllListeners('error');
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
