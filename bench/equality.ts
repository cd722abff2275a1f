import { isDeepStrictEqual } from 'node:util';
import type { Viewer } from './data/viewers';
import type { Question } from './questions/questions';
import { send, type Request, type Server } from './servers/server';

export interface Entrant {
  server: Server;
  port: number;
  /** By question and viewer; null where the server can not answer it yet. */
  requests: Map<string, Request[] | null>;
}

export const cellOf = (question: Question, viewer: Viewer): string => `${question.name} ${viewer.name}`;

/** Every request is answered by all servers with the same content, or the run ends here. Returns the size of the hub's first answer. */
export async function compare(entrants: Entrant[], question: Question, viewer: Viewer): Promise<string> {
  const cell = cellOf(question, viewer);
  const able = entrants.filter(({ requests }) => requests.get(cell));
  const count = Math.min(...able.map(({ requests }) => requests.get(cell)!.length));
  let bytes = 0;
  for (let i = 0; i < count; i += 1) {
    const [first, ...others] = await Promise.all(
      able.map((entrant) => answerOf(entrant, question, entrant.requests.get(cell)![i]!)),
    );
    if (i === 0) bytes = JSON.stringify(first?.data ?? null).length;
    for (const other of others) {
      const [expected, found] = [contentOf(first!.data), contentOf(other.data)];
      if (isDeepStrictEqual(expected, found)) continue;
      throw new Error(
        `${cell}, ask ${i + 1}: ${other.name} and ${first!.name} do not answer the same. ${differenceOf(expected, found, 'data')}`,
      );
    }
  }
  const missing = entrants.filter((one) => !able.includes(one)).map(({ server }) => server.name);
  const note = missing.length > 0 ? `; not yet: ${missing.join(', ')}` : '';
  return `${cell}: ${count} asks equal in ${able.length} servers, about ${bytes} bytes${note}`;
}

async function answerOf({ server, port }: Entrant, { name }: Question, request: Request) {
  const data = await send(port, request);
  return { name: server.name, data: server.contentOf?.(name, data) ?? data };
}

const publicId = /^[a-z]{3}_([0-9a-f]{8}-[0-9a-f-]{27})$/;
const anInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** What an answer says, without how it says it: ids without their prefix, instants as such, big integers as numbers. */
function contentOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== null || typeof value[0] === 'number').map(contentOf);
  if (typeof value === 'string') {
    if (anInstant.test(value)) return new Date(value).toISOString();
    return /^\d{1,15}$/.test(value) ? Number(value) : value.replace(publicId, '$1');
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, contentOf(inner)]));
}

/** The first place where two contents differ. */
function differenceOf(a: unknown, b: unknown, path: string): string {
  const told = (value: unknown) => (JSON.stringify(value) ?? 'nothing').slice(0, 300);
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return `At ${path}: ${told(a)} and ${told(b)}.`;
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const at = (value: object, name: string) => (value as Record<string, unknown>)[name];
  const differing = names.find((name) => !isDeepStrictEqual(at(a, name), at(b, name)));
  if (differing === undefined) return `At ${path}: ${told(a)} and ${told(b)}.`;
  return differenceOf(at(a, differing), at(b, differing), `${path}.${differing}`);
}
