import {
  getArgumentValues,
  getVariableValues,
  visit,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import { HubError } from '../../kernel/errors';
import { fragmentsOf } from '../../kernel/planned/operation';

/** A subscription that was found fit to run. */
export interface Question {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** So many questions of one document are known as the same. */
const most = 64;
const known = new WeakMap<OperationDefinitionNode, Map<string, Question>>();

/** One question for all that ask the same of each event: where to begin, and what to follow, are no part of it. */
export function shared(question: Question): Question {
  const { operation, variables } = question;
  const names = namesBelow(question);
  // One that is left out has its default, which null has not.
  const key = JSON.stringify(names.map((name) => (Object.hasOwn(variables, name) ? [variables[name]] : [])));
  const questions = known.get(operation) ?? new Map<string, Question>();
  known.set(operation, questions);
  const same = questions.get(key) ?? question;
  if (questions.size >= most) questions.clear();
  questions.set(key, same);
  return same;
}

/** The variables of all but the arguments of the root field. */
function namesBelow({ document, operation }: Question): string[] {
  const names = new Set<string>();
  const roots = new Set<ArgumentNode>(rootsOf(operation).flatMap(({ arguments: args }) => args ?? []));
  visit(document, {
    VariableDefinition: () => false,
    Argument: (argument) => (roots.has(argument) ? false : undefined),
    Variable: ({ name }) => void names.add(name.value),
  });
  return [...names].sort();
}

const rootsOf = ({ selectionSet }: OperationDefinitionNode): FieldNode[] =>
  selectionSet.selections.filter((selection) => selection.kind === 'Field');

/** The one root field of a subscription, and its arguments. */
export function rootOf({ schema, document, operation, variables }: Question): { name: string; args: object } {
  const type = schema.getSubscriptionType()!;
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const fields = collectFields(schema, fragmentsOf(document), coerced, type, operation.selectionSet);
  const [[node] = []] = [...fields.values()];
  const definition = node && type.getFields()[node.name.value];
  if (!definition) throw new HubError('BAD_REQUEST', 'The subscription leaves its field out: ask for one.');
  return { name: definition.name, args: getArgumentValues(definition, node, coerced) };
}
