import { once } from 'node:events';
import { WebSocket } from 'ws';
import { startHub, type Hub } from '../../support/hub';
import { until } from '../../support/until';

let hub: Hub;
beforeAll(async () => {
  hub = await startHub({ listen: true, config: { requestsPerMinute: 12 } });
});
afterAll(() => hub.stop());

interface Message {
  id?: string;
  type: string;
  payload?: { extensions: { code: string } }[];
}

test('What is asked over a WebSocket counts as requests of its address do, beside those', async () => {
  const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const told: Message[] = [];
  socket.on('message', (data) => told.push(JSON.parse(String(data)) as Message));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { Authorization: `Bearer ${hub.keys.national}` } }));
  await until('acknowledged', async () => told.length === 1);
  // With the upgrade itself twelve are asked for.
  const ended = () => told.filter(({ type }) => type === 'complete' || type === 'error');
  for (let id = 1; id <= 13; id += 1) {
    socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload: { query: '{ viewer { role } }' } }));
    await until(`${id} answered`, async () => ended().length === id);
  }
  const refused = ended().filter(({ type }) => type === 'error');
  expect(refused.map(({ payload }) => payload![0]!.extensions.code)).toEqual(['RATE_LIMITED', 'RATE_LIMITED']);
  const { status } = await fetch(`${hub.url}/graphql`, { method: 'POST' });
  expect(status).toBe(429);
  socket.terminate();
});
