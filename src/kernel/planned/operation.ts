import {
  getArgumentValues,
  Kind,
  visit,
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
} from 'graphql';

export type Variables = Record<string, unknown>;
export type Fragments = Record<string, FragmentDefinitionNode>;
/** The arguments of a field, for the variables of one request. */
export type ArgumentsOf = (variables: Variables) => object;

export const fragmentsOf = ({ definitions }: DocumentNode): Fragments =>
  Object.fromEntries(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [],
    ),
  );

/** The variables that decide what is in the answer: those of @skip and @include. */
export function deciding(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, { Directive: (directive) => variablesIn(directive).forEach((name) => names.add(name)) });
  return [...names];
}

/** Made anew only where they depend on variables. */
export function argumentsOf(definition: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentsOf {
  if (variablesIn(node.arguments ?? []).length > 0)
    return (variables) => getArgumentValues(definition, node, variables);
  const fixed = getArgumentValues(definition, node, {});
  return () => fixed;
}

function variablesIn(node: ASTNode | readonly ASTNode[]): string[] {
  const names: string[] = [];
  const enter = { Variable: ({ name }: { name: { value: string } }) => void names.push(name.value) };
  for (const each of [node].flat() as ASTNode[]) visit(each, enter);
  return names;
}
