import { createClient as createSseClient } from 'graphql-sse';
import type { FormattedExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Hub } from '../hub';
import { until } from '../until';

export interface Told<T> {
  data: T[];
  errors: readonly { message: string; extensions?: Record<string, unknown> }[];
  /** The code and reason that the socket was closed with. */
  closed: { code: number; reason: string } | null;
  isComplete: boolean;
}

/** What a client of a subscription has been told so far. */
export interface Subscriber<T> extends Told<T> {
  /** Waits for so many. */
  has: (count: number) => Promise<T[]>;
  /** Waits until the hub has ended it. */
  ended: () => Promise<void>;
  stop: () => Promise<void>;
  /** As a network does that fails. */
  break: () => void;
}

const nothing = <T>(): Told<T> => ({ data: [], errors: [], closed: null, isComplete: false });

function subscriberOf<T>(told: Told<T>, stop: () => unknown, cut = stop): Subscriber<T> {
  const last = () => JSON.stringify({ ...told, data: told.data.length });
  return Object.assign(told, {
    has: async (count: number) => {
      await until(`${count} told`, async () => told.data.length >= count || told.errors.length > 0, { last });
      if (told.data.length < count) throw new Error(`Refused: ${JSON.stringify(told.errors)}`);
      return told.data;
    },
    ended: () =>
      until('ended', async () => told.isComplete || told.errors.length > 0 || told.closed !== null, { last }).then(
        () => undefined,
      ),
    stop: async () => void (await stop()),
    break: () => void cut(),
  });
}

function take<T>(told: Told<T>, { data, errors }: FormattedExecutionResult<unknown, unknown>): void {
  if (errors) told.errors = errors as never;
  else told.data.push(data as T);
}

/** By the package graphql-ws, once: nothing is tried again unless said. */
export function overWebSocket<T>(
  { url }: Pick<Hub, 'url'>,
  key: string | null,
  query: string,
  variables: Record<string, unknown> = {},
): Subscriber<T> {
  const told = nothing<T>();
  let socket: WebSocket | null = null;
  const client = createClient({
    ...{ url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, lazy: true },
    ...(key !== null && { connectionParams: { Authorization: `Bearer ${key}` } }),
    on: {
      opened: (opened) => (socket = opened as WebSocket),
      closed: (event) => {
        const { code, reason } = event as { code: number; reason: string };
        told.closed = { code, reason };
      },
    },
  });
  client.subscribe(
    { query, variables },
    {
      next: (result) => take(told, result as FormattedExecutionResult),
      error: (error) => Array.isArray(error) && (told.errors = error),
      complete: () => (told.isComplete = true),
    },
  );
  return subscriberOf(
    told,
    () => client.dispose(),
    () => socket?.terminate(),
  );
}

/** By the package graphql-sse. */
export function overEvents<T>(
  { url }: Pick<Hub, 'url'>,
  key: string | null,
  query: string,
  variables: Record<string, unknown> = {},
): Subscriber<T> {
  const told = nothing<T>();
  const client = createSseClient({
    ...{ url: `${url}/graphql/stream`, retryAttempts: 0, singleConnection: false },
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
  });
  client.subscribe(
    { query, variables },
    {
      next: (result) => take(told, result),
      error: (error) => (told.errors = [{ message: String(error) }]),
      complete: () => (told.isComplete = true),
    },
  );
  return subscriberOf(told, () => client.dispose());
}

export const roads = { WebSocket: overWebSocket, 'server-sent events': overEvents };
