import {
  Kind,
  type ASTVisitor,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { HubError } from '../kernel/errors';

/** The most that is read of a text as a document. */
export const parseLimits = { maxLexicalTokens: 5000, maxSourceLength: 100_000, maxComments: 200 };

/** The most that one document may hold; deeper or broader ones are refused before anything runs. */
export const documentLimits = { depth: 20, aliases: 200, rootFields: 50, directives: 100 };

interface Size {
  depth: number;
  /** Fields on its own level, those of its fragments among them. */
  fields: number;
  aliases: number;
  directives: number;
}

const nothing: Size = { depth: 0, fields: 0, aliases: 0, directives: 0 };

/** One rule for all limits: each definition is measured once, whatever number of fragments lead to it. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const refuseInfinity = ({ value }: { value: string }) => {
    if (Number.isFinite(Number(value))) return;
    context.reportError(new HubError('BAD_USER_INPUT', `The number ${value.slice(0, 20)} is out of range.`));
  };
  return {
    OperationDefinition({ operation }) {
      if (context.getSchema().getRootType(operation)) return;
      context.reportError(new HubError('GRAPHQL_VALIDATION_FAILED', `The schema has no ${operation} operations.`));
    },
    FloatValue: refuseInfinity,
    IntValue: refuseInfinity,
    Document(document) {
      for (const message of excesses(document)) context.reportError(new HubError('TOO_COMPLEX', message));
      return undefined;
    },
  };
}

function excesses(document: DocumentNode): string[] {
  const measure = new Measure(document);
  return document.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const { depth, fields: rootFields, aliases, directives } = measure.of(definition.selectionSet);
    const sizes = { depth, aliases, rootFields, directives };
    return (Object.keys(documentLimits) as (keyof typeof documentLimits)[])
      .filter((name) => sizes[name] > documentLimits[name])
      .map((name) => `The document has ${name} ${sizes[name]}: ${documentLimits[name]} at most. Ask for less at once.`);
  });
}

class Measure {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly known = new Map<string, Size>();

  constructor(document: DocumentNode) {
    const definitions = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(definitions.map((definition) => [definition.name.value, definition]));
  }

  of({ selections }: SelectionSetNode): Size {
    const total: Size = { ...nothing, depth: 1 };
    for (const selection of selections) {
      const inner = this.inside(selection);
      total.depth = Math.max(total.depth, inner.depth + (selection.kind === Kind.FIELD ? 1 : 0));
      total.fields += selection.kind === Kind.FIELD ? 1 : inner.fields;
      total.aliases += inner.aliases + (selection.kind === Kind.FIELD && selection.alias ? 1 : 0);
      total.directives += inner.directives + (selection.directives?.length ?? 0);
    }
    return total;
  }

  private inside(selection: SelectionSetNode['selections'][number]): Size {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.fragment(selection.name.value);
    return selection.selectionSet ? this.of(selection.selectionSet) : nothing;
  }

  /** A fragment met again inside itself counts nothing there: another rule refuses the cycle. */
  private fragment(name: string): Size {
    const known = this.known.get(name);
    if (known) return known;
    this.known.set(name, nothing);
    const definition = this.fragments.get(name);
    const size = definition ? this.of(definition.selectionSet) : nothing;
    this.known.set(name, size);
    return size;
  }
}
