import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import type { FormattedExecutionResult, GraphQLSchema } from 'graphql';
import type { Context } from '../context';
import { HubError, isErrorCode, statusOf } from '../kernel/errors';
import { newId } from '../kernel/ids';
import type { Withheld } from '../kernel/reading/withheld';
import type { Budgets } from './budget';
import { checkText } from './check-text';
import { requestedCost } from './cost';
import { limitsRule, parseLimits } from './document-limits';
import { createErrorFormat, type LogFault } from './format-error';
import { followedSubscriptions } from './live/subscriptions-plugin';
import { plannedAnswers, stringifyResult } from './planned-answers';

export interface ApolloOptions {
  schema: GraphQLSchema;
  budgets: Budgets;
  isPlanned: boolean;
  logFault: LogFault;
}

export function createApollo({ schema, budgets, isPlanned, logFault }: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Every request carries Authorization, which no page of another origin can send unasked.
    csrfPrevention: { requestHeaders: ['authorization'] },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    parseOptions: parseLimits,
    validationRules: [limitsRule],
    validationOptions: { maxErrors: 5 },
    maxRecursiveSelections: 10_000,
    formatError: createErrorFormat(logFault),
    stringifyResult,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginLandingPageLocalDefault({
        embed: { runTelemetry: false, initialState: { pollForSchemaUpdates: false } },
        footer: false,
      }),
      followedSubscriptions(),
      costPlugin(schema, budgets),
      ...(isPlanned ? [plannedAnswers((error) => logFault({ id: newId(), error }))] : []),
    ],
  });
}

/** Every answer says what was asked, what it took, and what is left; an operation beyond the budget does not start. */
function costPlugin(schema: GraphQLSchema, budgets: Budgets): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          const { variables = {} } = request;
          checkText(variables);
          // Where no operation has the name, the executor says so.
          const cost = operation && requestedCost({ schema, document, operation, variables }, budgets.capacity);
          if (cost) contextValue.requestedCost = cost.requested;
          const { waitSeconds } = budgets.take(contextValue.viewer.clientId, contextValue.requestedCost);
          if (waitSeconds > 0) throw spent(waitSeconds);
          contextValue.deliver(cost?.certain ?? 0);
        },
        async willSendResponse({ contextValue, response }) {
          if (response.body.kind !== 'single') return;
          const { singleResult } = response.body;
          // An answer to a key that is none is thrown away: nobody pays for it.
          const isKey = (await contextValue.confirmed()) !== null;
          const cost = settle(budgets, contextValue, singleResult, isKey);
          // Of what is not in the answer nothing is said.
          const withheld = singleResult.data ? inOrder(contextValue.withheld) : [];
          singleResult.extensions = { ...singleResult.extensions, cost, ...(withheld.length > 0 && { withheld }) };
          response.http.status = statusOfWhole(response.http.status, singleResult);
        },
      };
    },
  };
}

/** By their place in the answer, whichever was read first. */
const inOrder = (withheld: readonly Withheld[]): Withheld[] =>
  withheld
    .map((one) => ({ one, place: one.path.map((part) => String(part).padStart(4, '0')).join('.') }))
    .toSorted((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place)))
    .map(({ one }) => one);

const spent = (waitSeconds: number) =>
  new HubError('RATE_LIMITED', `This key has spent its budget: try again in ${waitSeconds} s.`, {
    http: { status: 429, headers: new Map([['retry-after', String(waitSeconds)]]) },
  });

/** Gives back what was asked for and not used. */
function settle(
  budgets: Budgets,
  { viewer, delivered, requestedCost }: Context,
  { errors }: FormattedExecutionResult,
  isKey: boolean,
) {
  const actual = isKey ? Math.min(1 + delivered, requestedCost) : 0;
  // What ran until its deadline was work all the same.
  const isKept = errors?.some(({ extensions }) =>
    ['RATE_LIMITED', 'DEADLINE_EXCEEDED'].includes(String(extensions?.['code'])),
  );
  if (!isKept) budgets.giveBack(viewer.clientId, requestedCost - actual);
  const available = Math.floor(budgets.available(viewer.clientId));
  return { requested: requestedCost, actual, available, restoreRate: budgets.restoreRate };
}

/** A request that failed as a whole has the status of its first error, unless one was set that says more. */
function statusOfWhole(status: number | undefined, { data, errors }: FormattedExecutionResult): number | undefined {
  const code = errors?.[0]?.extensions?.['code'];
  const isSaid = status !== undefined && status >= 400 && status !== 500;
  return data || isSaid || !isErrorCode(code) ? status : statusOf(code);
}
