import { GraphQLError, Kind, parse, type OperationDefinitionNode } from 'graphql';
import { askHub, type HubAsked } from './followed-hub';
import { nodeSelection, plainName, shapesDocument, type TypeShape } from './node-selection';

/** What is asked for each page, with the variables that it takes. */
export interface FollowDocument {
  text: string;
  variables: ReadonlySet<string>;
}

/** The document of who says none: every change with its record. */
export async function usualDocument(hub: HubAsked, isNamed: boolean): Promise<FollowDocument> {
  const { __schema } = await askHub<{ __schema: { types: TypeShape[] } }>(hub, shapesDocument, {});
  const [declared, given] = isNamed ? [', $feed: ID', ', feed: $feed'] : ['', ''];
  return documentOf(
    `query Follow($after: Cursor, $from: FeedStart, $filter: ChangeFilter, $first: Int${declared}) {
      changes(after: $after, from: $from, filter: $filter, first: $first${given}) {
        changes { cursor operation at type nodeId ranges { series from to } node { ${nodeSelection(__schema.types)} } }
        endCursor hasMore
      }
    }`,
  );
}

/** One that takes `$after`, and tells the changes, endCursor and hasMore of the one field `changes`. */
export function documentOf(text: string): FollowDocument {
  const operation = operationIn(text);
  const variables = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value));
  const [field, ...others] = operation.selectionSet.selections;
  const isChanges = field?.kind === Kind.FIELD && field.name.value === 'changes' && !field.alias && others.length === 0;
  const asked = isChanges ? (field.selectionSet?.selections ?? []) : [];
  const names = new Set(asked.map((one) => (one.kind === Kind.FIELD && !one.alias ? one.name.value : '')));
  const isWhole = ['changes', 'endCursor', 'hasMore'].every((name) => names.has(name));
  if (operation.operation === 'query' && isWhole && variables.has('after')) return { text, variables };
  throw new Error(
    'The query does not fit: it has one operation, query($after: Cursor) { changes(after: $after) { changes { … } endCursor hasMore } }; it may take $from, $filter, $first and $feed.',
  );
}

function operationIn(text: string): OperationDefinitionNode {
  try {
    const operations = parse(text).definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
    if (operations.length === 1) return operations[0]!;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new Error(`The query is not GraphQL: ${error.message}`);
  }
  throw new Error('The query does not fit: it has one operation.');
}

/** A change as a line: names as in the schema. */
export const lineOf = (change: object): string => `${JSON.stringify(change, withPlainNames)}\n`;

function withPlainNames(_name: string, value: unknown): unknown {
  if (!value || typeof value !== 'object' || Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (names.every((name) => plainName(name) === name)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [plainName(name), inner as unknown]));
}
