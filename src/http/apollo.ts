import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { GraphQLSchema } from 'graphql';
import type { Context } from '../context';
import { HubError } from '../kernel/errors';
import type { Budgets } from './budget';
import { requestedCost } from './cost';
import { limitsRule } from './document-limits';
import { createErrorFormat, type LogFault } from './format-error';

export interface ApolloOptions {
  schema: GraphQLSchema;
  budgets: Budgets;
  logFault: LogFault;
}

export function createApollo({ schema, budgets, logFault }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Every request carries Authorization, which no page of another origin can send unasked.
    csrfPrevention: { requestHeaders: ['authorization'] },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    parseOptions: { maxLexicalTokens: 5000, maxSourceLength: 100_000, maxComments: 200 },
    validationRules: [limitsRule],
    validationOptions: { maxErrors: 5 },
    maxRecursiveSelections: 10_000,
    formatError: createErrorFormat(logFault),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginLandingPageLocalDefault({
        embed: { runTelemetry: false, initialState: { pollForSchemaUpdates: false } },
        footer: false,
      }),
      costPlugin(schema, budgets),
    ],
  });
}

/** Every answer says what was asked, what it took, and what is left; an operation beyond the budget does not start. */
function costPlugin(schema: GraphQLSchema, budgets: Budgets): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, request, contextValue }) {
          contextValue.requestedCost = requestedCost(schema, document, request.operationName, request.variables ?? {});
          const { waitSeconds } = budgets.take(contextValue.viewer.clientId, contextValue.requestedCost);
          if (waitSeconds === 0) return;
          throw new HubError('RATE_LIMITED', `This key has spent its budget: try again in ${waitSeconds} s.`, {
            http: { status: 429, headers: new Map([['retry-after', String(waitSeconds)]]) },
          });
        },
        async willSendResponse({ contextValue, response, errors }) {
          if (response.body.kind !== 'single') return;
          const client = contextValue.viewer.clientId;
          const refused = errors?.some(({ extensions }) => extensions['code'] === 'RATE_LIMITED');
          const actual = Math.min(contextValue.actualCost, contextValue.requestedCost);
          if (!refused) budgets.giveBack(client, contextValue.requestedCost - actual);
          const cost = {
            requested: contextValue.requestedCost,
            actual,
            available: Math.floor(budgets.available(client)),
            restoreRate: budgets.restoreRate,
          };
          response.body.singleResult.extensions = { ...response.body.singleResult.extensions, cost };
        },
      };
    },
  };
}
