import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type FormattedExecutionResult } from 'graphql';
import type { Context } from '../context';
import { execute } from '../kernel/planned/execute';
import { Unplanned } from '../kernel/planned/unplanned';

/** Stands in a result for data that is written already and kept by the context. */
const writtenData: Record<string, never> = {};

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
            context.written.data = data;
            return {
              http: { headers: new HeaderMap() },
              body: { kind: 'single', singleResult: { data: writtenData } },
            };
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

/** The text of an answer; of one whose data is written already what follows the data, from the comma on. */
export function stringifyResult(result: FormattedExecutionResult): string {
  if (result.data !== writtenData) return `${JSON.stringify(result)}\n`;
  const { data: _, ...others } = result;
  return `,${JSON.stringify(others).slice(1)}\n`;
}

/** The bytes of an answer: its text, behind the data that was written before it. */
export function bytesOf(text: string, data: Buffer | null): Buffer {
  if (!data || !text.startsWith(',')) return Buffer.from(text);
  return Buffer.concat([beforeData, data, Buffer.from(text)]);
}

const beforeData = Buffer.from('{"data":');
