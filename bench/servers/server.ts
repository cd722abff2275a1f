import type { Viewer } from '../data/viewers';
import type { Ask, Question } from '../questions/questions';
import type { Running } from './process';

/** A request ready to be sent again and again. */
export interface Request {
  path: string;
  headers: Record<string, string>;
  body: string;
}

/** One of those that are compared. */
export interface Server {
  name: string;
  start: (surroundings: Surroundings) => Promise<Running>;
  /** Its answer in the shape of the hub's, where it has another. */
  contentOf?: (question: string, data: unknown) => unknown;
  /** The asks in its own words; null where it can not answer the question yet. */
  requests: (port: number, viewer: Viewer, question: Question, asks: Ask[]) => Promise<Request[] | null>;
}

export interface Surroundings {
  /** Node 24: all servers run on it. */
  node: string;
  /** The hub's build. */
  dist: string;
  databaseUrl: string;
  logs: string;
}

export async function send(port: number, { path, headers, body }: Request): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  const answer = response.ok ? (JSON.parse(text) as { data?: unknown; errors?: unknown }) : null;
  if (answer?.data == null || answer.errors)
    throw new Error(`${path} answered ${response.status}: ${text.slice(0, 1000)}\nasked: ${body.slice(0, 1000)}`);
  return answer.data;
}

export const headersOf = ({ key }: Viewer): Record<string, string> => ({
  authorization: `Bearer ${key}`,
  'content-type': 'application/json',
});
