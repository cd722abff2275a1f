import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { ask, openPool, seesFew } from './lane';
import { questions, type Ask } from './questions';

/**
 * The best that can be done by hand: one route a question, POST with what it asks for, over the same tables under the same policies and keys as
 * the hub. It knows these questions and nothing else.
 */
const pool: Pool = openPool(process.env['DATABASE_URL']!, Number(process.env['POOL_SIZE'] ?? 16));

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => send(response, 500, JSON.stringify({ errors: [String(error)] })));
}).listen(Number(process.env['PORT']), '127.0.0.1');

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const question = questions[(request.url ?? '').slice(1)];
  if (!question) return send(response, 404, '{}');
  const { authorization } = request.headers;
  const asked = JSON.parse(await bodyOf(request)) as Ask;
  const asker = { authorization, peer: request.socket.remoteAddress };
  const results = await ask(pool, asker, question.plan(asked, seesFew(authorization)));
  if (!results) return send(response, 401, '{"errors":["no key in force"]}');
  send(response, 200, `{"data":${question.data(results)}}`);
}

function bodyOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => resolve(Buffer.concat(parts).toString()));
    request.on('error', reject);
  });
}

function send(response: ServerResponse, status: number, json: string): void {
  const body = Buffer.from(json);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length });
  response.end(body);
}
