import { once } from 'node:events';
import { WebSocket } from 'ws';
import { filters } from './country';

const query = `subscription($filter: ChangeFilter) {
  changes(from: NOW, filter: $filter) { cursor operation at nodeId node { id ... on Device { name role owner { id code } } } }
}`;

/** Opens sockets over the keys and filters in turn; `told` hears the text of each delivery. */
export async function openSockets(
  port: number,
  keys: readonly string[],
  count: number,
  told: (text: string) => void,
): Promise<{ close: () => void }> {
  const sockets: WebSocket[] = [];
  for (let n = 0; n < count; n += 50) {
    const some = Array.from({ length: Math.min(50, count - n) }, (_, i) => open(port, keys, n + i, told));
    sockets.push(...(await Promise.all(some)));
  }
  return { close: () => sockets.forEach((socket) => socket.terminate()) };
}

async function open(
  port: number,
  keys: readonly string[],
  n: number,
  told: (text: string) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false });
  const filter = filters[Math.floor(n / keys.length) % filters.length];
  await once(socket, 'open');
  socket.send(
    JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${keys[n % keys.length]}` } }),
  );
  await once(socket, 'message');
  socket.on('message', (data) => told((data as Buffer).toString('latin1')));
  socket.on('close', (code, reason) => code !== 1006 && console.log(`a socket was closed: ${code} ${String(reason)}`));
  socket.send(JSON.stringify({ id: 's', type: 'subscribe', payload: { query, variables: { filter } } }));
  return socket;
}
