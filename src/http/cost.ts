import {
  getNamedType,
  getVariableValues,
  GraphQLError,
  isCompositeType,
  isListType,
  getNullableType,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { getComplexity, type ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { HubError } from '../kernel/errors';
import { defaultPageSize } from '../kernel/reading/page';

/** The most that one operation may ask for, in records. */
export const maxRequestedCost = 250_000;

/** A list counts its page times what is asked of each record; a record counts one; plain values count nothing. */
function estimate({ args, childComplexity, field }: ComplexityEstimatorArgs): number {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return 0;
  if (type.name.startsWith('__')) return lengthOfIntrospected(field) * (0.5 + childComplexity);
  if (type.name.endsWith('Connection')) {
    const page = (args['first'] ?? args['last'] ?? defaultPageSize) as number;
    return Math.max(0, page) * Math.max(1, childComplexity);
  }
  if (type.name.endsWith('Edge') || type.name === 'PageInfo') return childComplexity;
  const asked = Array.isArray(args['ids']) ? args['ids'].length : 1;
  return asked * (1 + childComplexity);
}

/** About as many as this schema has: introspection that goes from types to types multiplies like any other list. */
function lengthOfIntrospected({ name, type }: ComplexityEstimatorArgs['field']): number {
  if (!isListType(getNullableType(type))) return 1;
  return { types: 300, fields: 5, args: 1 }[name] ?? 3;
}

export interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

export interface RequestedCost {
  /** The most that the operation may deliver. */
  requested: number;
  /** What it takes of that in any case: introspection delivers no records, and is work all the same. */
  certain: number;
}

/** What an operation asks for; refused where that is more than one operation may ask, or a key can save up. */
export function requestedCost(asked: Asked, capacity: number): RequestedCost {
  const { complexity, introspection } = complexityOf(asked);
  const requested = 1 + Math.ceil(complexity);
  const limit = Math.min(maxRequestedCost, capacity);
  if (requested <= limit) return { requested, certain: Math.ceil(introspection) };
  throw new HubError(
    'COST_TOO_HIGH',
    `The operation asks for up to ${requested} records, ${limit} are the most at once: ask for smaller pages.`,
    { cost: { requested, limit } },
  );
}

function complexityOf({ schema, document, operation, variables }: Asked) {
  let introspection = 0;
  const count = (asked: ComplexityEstimatorArgs) => {
    const cost = estimate(asked);
    if (asked.field.name === '__schema' || asked.field.name === '__type') introspection += cost;
    return cost;
  };
  const operationName = operation.name?.value;
  const options = { schema, query: document, variables, estimators: [count], ...(operationName && { operationName }) };
  try {
    return { complexity: getComplexity(options), introspection };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 5 });
    const { message, nodes } = errors?.[0] ?? error;
    throw new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
  }
}
