import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { Context } from '../context';
import { execute } from '../kernel/planned/execute';
import { Unplanned } from '../kernel/planned/unplanned';

/** JSON that is written already. */
class JsonText {
  constructor(readonly text: string) {}
}

/**
 * Queries are answered by the planned executor. What it does not plan, and whatever goes wrong on its way, is answered by graphql-js from
 * the beginning, which words and places errors. `noteFault` hears of what should not have gone wrong.
 */
export function plannedAnswers(noteFault: (error: unknown) => void): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ schema, document, operation, request, contextValue: context }) {
          if (!operation) return null;
          const { delivered } = context;
          try {
            const { variables = {} } = request;
            const data = await execute({ schema, document, operation, variables, context });
            if (data === null) return null;
            const singleResult = { data: new JsonText(data) as never };
            return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
          } catch (error) {
            if (!(error instanceof GraphQLError || error instanceof Unplanned)) noteFault(error);
            await context.beginAnew(delivered);
            return null;
          }
        },
      };
    },
  };
}

/** The text of an answer; data that is text already stands in it as it is. */
export function stringifyResult(result: FormattedExecutionResult): string {
  const data: unknown = result.data;
  if (!(data instanceof JsonText)) return `${JSON.stringify(result)}\n`;
  const { data: _, ...others } = result;
  return `{"data":${data.text},${JSON.stringify(others).slice(1)}\n`;
}
