import type { ApolloServer } from '@apollo/server';
import type { Context } from '../context';
import type { Ask } from '../feeds/webhooks/delivering/read-batch';
import { HubError, isErrorCode } from '../kernel/errors';

/** Answers a query of the hub's own within a context: through the limits, the cost, the executor and the masking of requests. */
export const askWithin =
  (apollo: ApolloServer<Context>): Ask =>
  async (context, query, variables) => {
    const { body } = await apollo.executeOperation({ query, variables }, { contextValue: context });
    if (body.kind !== 'single') throw new Error('A query was answered in parts.');
    const { data, errors } = body.singleResult;
    if (errors?.[0]) {
      const { message, extensions } = errors[0];
      const code = extensions?.['code'];
      throw new HubError(isErrorCode(code) ? code : 'INTERNAL', message);
    }
    const written = context.written.data;
    const answer: unknown = written ? JSON.parse(written.toString('utf8')) : data;
    return { data: answer as Awaited<ReturnType<Ask>>['data'], withheld: [...context.withheld] };
  };
