import type { FastifyInstance } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';

export type Variables = Record<string, unknown>;

/** An answer of the API. Where a test asks for a shape, it says which: nothing checks it. */
export interface Answer<T> {
  status: number;
  data: T;
  errors: GraphQLFormattedError[];
  extensions: Record<string, unknown>;
}

/** The API as the holder of one key sees it. */
export class Viewer {
  constructor(
    private readonly app: FastifyInstance,
    private readonly key: string,
    private readonly began: () => void,
  ) {}

  async query<T = unknown>(document: string, variables: Variables = {}): Promise<Answer<T>> {
    const response = await this.send(document, variables);
    const { data, errors, extensions } = response.json<Partial<Answer<T>>>();
    return { status: response.statusCode, data: data as T, errors: errors ?? [], extensions: extensions ?? {} };
  }

  /** The answer to the byte, but for what is left of the key's budget. */
  async text(document: string, variables: Variables = {}): Promise<string> {
    const { statusCode, body } = await this.send(document, variables);
    return `${statusCode} ${body.replace(/"available":\d+/, '"available":0')}`;
  }

  private send(query: string, variables: Variables) {
    this.began();
    return this.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${this.key}` },
      payload: { query, variables },
    });
  }

  /** The data of an answer without errors; anything else fails the test in the words of the API. */
  async data<T = unknown>(document: string, variables: Variables = {}): Promise<T> {
    const { data, errors } = await this.query<T>(document, variables);
    if (errors.length > 0) throw new Error(`The API refused: ${JSON.stringify(errors, null, 2)}\n${document}`);
    return data;
  }

  /** The one error that a request ends with. */
  async refusal(
    document: string,
    variables: Variables = {},
  ): Promise<{ code: unknown; message: string; status: number }> {
    const { errors, status } = await this.query(document, variables);
    if (errors.length !== 1) throw new Error(`One error was due: ${JSON.stringify(errors, null, 2)}\n${document}`);
    return { code: errors[0]!.extensions?.['code'], message: errors[0]!.message, status };
  }
}
