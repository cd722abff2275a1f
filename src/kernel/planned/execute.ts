import { getVariableValues, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Context } from '../../context';
import { JsonBytes } from '../json-bytes';
import { deciding, fragmentsOf, type Fragments, type Variables } from './operation';
import type { Selection } from './plan';
import { Selections } from './selection';
import type { Source } from './source';
import { Unplanned } from './unplanned';
import { Writer } from './write';

/** What an operation comes to: one selection for each set of variables that decides what is in the answer. */
interface Planned {
  fragments: Fragments;
  deciding: readonly string[];
  selections: Map<string, Selection | null>;
}

export interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Variables;
  context: Context;
}

/** So many sets of deciding variables are kept of an operation. */
const mostSelections = 32;
const known = new WeakMap<OperationDefinitionNode, Planned>();

const out = new JsonBytes();

/** The data of the answer to a query, as JSON; null for what graphql-js is to answer. */
export async function execute(asked: Asked): Promise<Buffer | null> {
  if (asked.operation.operation !== 'query') return null;
  const data = await write(asked, [{}], [undefined]);
  return data && data[0]!;
}

/** The same to a subscription, for many events at once: each is what its root fields are read off. Places in an answer begin with the number of its event. */
export const executeEach = (asked: Asked, events: readonly object[]): Promise<Buffer[] | null> =>
  write(
    asked,
    events,
    events.map((_, key) => ({ prev: undefined, key, typename: undefined })),
  );

async function write(
  { schema, document, operation, variables, context }: Asked,
  roots: readonly object[],
  places: Parameters<Writer['objects']>[2],
): Promise<Buffer[] | null> {
  const planned = plannedOf(document, operation);
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const selection = coerced ? selectionOf(schema, planned, operation, coerced) : null;
  if (!coerced || !selection) return null;
  const info = { schema, fragments: planned.fragments, operation, rootValue: undefined };
  const writer = new Writer({ context, variables: coerced, info });
  const column = await writer.objects(selection, roots as readonly Source[], places);
  return roots.map((_, i) => out.of((json) => column(i, json)));
}

function plannedOf(document: DocumentNode, operation: OperationDefinitionNode): Planned {
  const planned = known.get(operation) ?? {
    fragments: fragmentsOf(document),
    deciding: deciding(document),
    selections: new Map<string, Selection | null>(),
  };
  known.set(operation, planned);
  return planned;
}

function selectionOf(
  schema: GraphQLSchema,
  { deciding: names, fragments, selections }: Planned,
  operation: OperationDefinitionNode,
  variables: Variables,
): Selection | null {
  const key = JSON.stringify(names.map((name) => variables[name]));
  const made = selections.get(key);
  if (made !== undefined) return made;
  if (selections.size >= mostSelections) selections.clear();
  const selection = selectionOrNull(() => new Selections(schema, fragments, variables).of(operation));
  selections.set(key, selection);
  return selection;
}

function selectionOrNull(make: () => Selection): Selection | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unplanned) return null;
    throw error;
  }
}
