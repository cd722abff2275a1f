import { getNamedType, isCompositeType, type DocumentNode, type GraphQLSchema } from 'graphql';
import { getComplexity, type ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { HubError } from '../kernel/errors';
import { defaultPageSize } from '../kernel/page';

/** The most that one operation may ask for, in records. */
export const maxRequestedCost = 250_000;

/** A list counts its page times what is asked of each record; a record counts one; plain values count nothing. */
function estimate({ args, childComplexity, field }: ComplexityEstimatorArgs): number {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return 0;
  if (type.name.endsWith('Connection')) {
    const page = (args['first'] ?? args['last'] ?? defaultPageSize) as number;
    return Math.max(0, page) * Math.max(1, childComplexity);
  }
  if (type.name.endsWith('Edge') || type.name === 'PageInfo') return childComplexity;
  const asked = Array.isArray(args['ids']) ? args['ids'].length : 1;
  return asked * (1 + childComplexity);
}

/** What an operation asks for at most; refused where that is more than one operation may ask. */
export function requestedCost(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
): number {
  const options = { schema, query, variables, estimators: [estimate], ...(operationName ? { operationName } : {}) };
  const cost = 1 + Math.ceil(getComplexity(options));
  if (cost <= maxRequestedCost) return cost;
  throw new HubError(
    'COST_TOO_HIGH',
    `The operation asks for up to ${cost} records, ${maxRequestedCost} are the most at once: ask for smaller pages.`,
    {
      cost: { requested: cost, limit: maxRequestedCost },
    },
  );
}
