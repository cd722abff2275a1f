import { Agent, request } from 'node:http';

const atATime = 4;

/** Sends all bodies, some at a time; any that is not kept ends the run. */
export async function pushAll(port: number, key: string, all: Iterable<Buffer>): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: atATime });
  const waiting = all[Symbol.iterator]();
  const sendOn = async () => {
    for (let next = waiting.next(); !next.done; next = waiting.next()) await send(agent, port, key, next.value);
  };
  try {
    await Promise.all(Array.from({ length: atATime }, sendOn));
  } finally {
    agent.destroy();
  }
}

const send = (agent: Agent, port: number, key: string, body: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      'content-length': body.length,
    };
    const asked = request({ ...{ agent, port, headers }, host: '127.0.0.1', path: '/api/v1/write', method: 'POST' });
    asked.on('error', reject);
    asked.on('response', (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.on('end', () =>
        response.statusCode === 204 ? resolve() : reject(new Error(`${response.statusCode}: ${text.slice(0, 500)}`)),
      );
    });
    asked.end(body);
  });
