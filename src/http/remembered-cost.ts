import {
  getNullableType,
  getVariableValues,
  isScalarType,
  typeFromAST,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';

export interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

export interface Complexity {
  complexity: number;
  certain: number;
}

interface Known {
  /** The variables that the cost may depend on. */
  weighty: string[];
  costs: Map<string, Complexity>;
}

/** So many sets of values are kept of an operation. */
const most = 64;
const longestKey = 500;
const known = new WeakMap<OperationDefinitionNode, Known>();
const weightyScalars = new Set(['Int', 'Float', 'Boolean', 'JSON', 'BigInt']);

/** What a query costs, reckoned once for all values of the variables that are a single text each: one id costs what another does. */
export function rememberedFor(asked: Asked, reckon: () => Complexity): Complexity {
  const { schema, operation, variables } = asked;
  if (operation.operation !== 'query') return reckon();
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return reckon();
  const { weighty, costs } = knownOf(asked);
  const key = JSON.stringify(weighty.map((name) => coerced[name]));
  if (key.length > longestKey) return reckon();
  const found = costs.get(key) ?? reckon();
  if (costs.size >= most) costs.clear();
  costs.set(key, found);
  return found;
}

function knownOf({ schema, operation }: Asked): Known {
  const found = known.get(operation) ?? {
    weighty: (operation.variableDefinitions ?? [])
      .filter((definition) => isWeighty(schema, definition))
      .map(({ variable }) => variable.name.value),
    costs: new Map<string, Complexity>(),
  };
  known.set(operation, found);
  return found;
}

function isWeighty(schema: GraphQLSchema, { type }: VariableDefinitionNode): boolean {
  const named = getNullableType(typeFromAST(schema, type as never));
  return !isScalarType(named) || weightyScalars.has(named.name);
}
