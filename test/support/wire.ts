import type { GraphQLFormattedError } from 'graphql';
import type { Hub } from './hub';

/** What came back over HTTP: the bare text, and as far as it is JSON its parts. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  data: unknown;
  errors: GraphQLFormattedError[];
  cost: Cost | undefined;
}

export interface Cost {
  requested: number;
  actual: number;
  available: number;
  restoreRate: number;
}

export interface Sent {
  method?: string;
  path?: string;
  /** null takes one away that goes along unless said: content-type and authorization. */
  headers?: Record<string, string | null>;
  body?: string | Uint8Array;
  signal?: AbortSignal;
}

/** A request as it goes over the wire to a hub that listens, byte for byte; with the national key unless said. */
export async function sendTo(
  hub: Hub,
  { method = 'POST', path = '/graphql', headers, body, signal }: Sent,
): Promise<Reply> {
  const all = { authorization: `Bearer ${hub.keys.national}`, 'content-type': 'application/json', ...headers };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const response = await fetch(hub.url + path, {
    method,
    headers: given,
    ...(body !== undefined && { body }),
    ...(signal && { signal }),
  });
  return replyOf(response);
}

export const ask = (hub: Hub, query: string, variables: object = {}, sent: Sent = {}): Promise<Reply> =>
  sendTo(hub, { ...sent, body: JSON.stringify({ query, variables }) });

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  const { data, errors, extensions } = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  const cost = (extensions as { cost?: Cost } | undefined)?.cost;
  return { ...{ status: response.status, headers: response.headers, text, data }, errors: (errors ?? []) as [], cost };
}

/** The codes that an answer carries, each once. */
export const codesOf = ({ errors }: Reply): unknown[] => [
  ...new Set(errors.map(({ extensions }) => extensions?.['code'])),
];

/** Asks again and again until it holds: for what comes about in another process. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
