import { setTimeout as pause } from 'node:timers/promises';

/** What the hub answered instead of data, and that asking again would not change. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface HubAsked {
  /** Of the API. */
  url: string;
  key: string;
  signal: AbortSignal;
  /** Told why it waits, once each time that it does. */
  note: (message: string) => void;
}

interface Answer {
  data?: unknown;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** Asked again soon: the hub or its database is away, or this key has asked enough for now. */
const passing = new Set(['UNAVAILABLE', 'RATE_LIMITED', 'CONFLICT', 'INTERNAL']);
const answerMs = 90_000;
const firstWaitMs = 500;
const longestWaitMs = 60_000;

/** The answer, however long the hub is away; throws `Refused` where it says that it does not give one. */
export async function askHub<T>(hub: HubAsked, query: string, variables: object): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await attempt<T>(hub, query, variables);
    if ('data' in outcome) return outcome.data;
    const backoff = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(tries, 10)) * (0.5 + Math.random() / 2);
    const waitMs = Math.max(backoff, outcome.retryAfterMs);
    hub.note(`${outcome.reason}: asking again in ${(waitMs / 1000).toFixed(1)} s`);
    await pause(waitMs, undefined, { signal: hub.signal });
  }
}

type Outcome<T> = { data: T } | { reason: string; retryAfterMs: number };

async function attempt<T>(hub: HubAsked, query: string, variables: object): Promise<Outcome<T>> {
  try {
    const response = await fetch(hub.url, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${hub.key}` },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.any([hub.signal, AbortSignal.timeout(answerMs)]),
    });
    return outcomeOf<T>(response, await response.text());
  } catch (error) {
    if (error instanceof Refused || hub.signal.aborted) throw error;
    const { cause, message } = error as Error;
    return { reason: `The hub does not answer (${cause instanceof Error ? cause.message : message})`, retryAfterMs: 0 };
  }
}

function outcomeOf<T>(response: Response, text: string): Outcome<T> {
  const retryAfterMs = Math.min(longestWaitMs, 1000 * (Number(response.headers.get('retry-after')) || 0));
  const answer = parse(text);
  // What is no answer of a hub is that of a proxy before one that is away, or an address that is none of a hub.
  if (!answer) {
    if (response.status >= 500) return { reason: `The address answers ${response.status}`, retryAfterMs };
    throw new Refused('BAD_REQUEST', `What answers there, with ${response.status}, is not a hub: check --url.`);
  }
  const [first] = answer.errors ?? [];
  if (!first) return { data: answer.data as T };
  const code = first.extensions?.code ?? 'INTERNAL';
  if (passing.has(code)) return { reason: `${code}: ${first.message}`, retryAfterMs };
  throw new Refused(code, first.message);
}

function parse(text: string): Answer | null {
  try {
    const answer = JSON.parse(text) as Answer | null;
    return answer && typeof answer === 'object' && ('data' in answer || 'errors' in answer) ? answer : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
