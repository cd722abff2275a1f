import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import type { Context } from '../../context';
import type { Question } from '../../feeds/live/question';
import { openContext, type Entrance, type Opened } from '../open-context';
import { bytesOf } from '../planned-answers';

export interface Asking extends Entrance {
  apollo: ApolloServer<Context>;
}

/** Parameters of GraphQL over HTTP, wherever they come from. */
export interface Parameters {
  query?: unknown;
  operationName?: unknown;
  variables?: unknown;
  extensions?: unknown;
}

export interface Asked {
  status: number;
  headers: HeaderMap;
  body: Buffer;
  /** What is to be followed; null where the body is the answer. */
  question: Question | null;
  /** Who asked, where that is somebody. */
  viewer: Context['viewer'] | null;
}

/**
 * Answers an operation that came by a stream: the way that every request over HTTP goes, with its limits, its cost and its errors. A subscription
 * goes it up to where it would run.
 */
export async function ask(
  asking: Asking,
  request: FastifyRequest,
  authorization: string | undefined,
  parameters: Parameters,
): Promise<Asked> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), asking.deadlineMs);
  const ending = {
    deadline: Date.now() + asking.deadlineMs,
    signal: controller.signal,
    done: () => clearTimeout(timer),
  };
  const entry: { opened?: Opened } = {};
  try {
    const { status, headers, body } = await asking.apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: 'POST',
        headers: headersOf(authorization),
        search: '',
        body: given(parameters),
      },
      context: async () => {
        entry.opened = await openContext(request, asking, ending, false, authorization);
        entry.opened.context.following.isOffered = true;
        return entry.opened.context;
      },
    });
    const context = entry.opened?.context;
    const text = body.kind === 'complete' ? body.string : '';
    return {
      ...{ status: status ?? 200, headers, body: bytesOf(text, context?.written.data ?? null) },
      question: context?.following.asked ?? null,
      viewer: context?.viewer ?? null,
    };
  } finally {
    ending.done();
    await entry.opened?.context.close();
  }
}

function headersOf(authorization: string | undefined): HeaderMap {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  if (authorization) headers.set('authorization', authorization);
  return headers;
}

/** What is absent is left out, and what is no parameter. */
const given = ({ query, operationName, variables, extensions }: Parameters): object =>
  JSON.parse(JSON.stringify({ query, operationName, variables, extensions })) as object;
