import {
  getNamedType,
  getVariableValues,
  GraphQLError,
  isCompositeType,
  isListType,
  getNullableType,
  Kind,
  type DocumentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { getComplexity, type ComplexityEstimatorArgs } from 'graphql-query-complexity';
import { defaultChanges } from '../feeds/feed.values';
import { HubError } from '../kernel/errors';
import { defaultPageSize } from '../kernel/reading/page';
import { mostSeriesDays, pointsForOne, seriesDaysForOne } from '../monitoring/monitoring.values';
import { costOfTotal } from '../kernel/reading/total';
import { rememberedFor, type Asked, type Complexity } from './remembered-cost';

/** The most that one operation may ask for, in records. */
export const maxRequestedCost = 250_000;

/** What a list without pages counts for, before anybody knows how long it is. */
const lengthWithoutPages = 10;

/** A page counts its size times what is asked of each record, and its totals; a record counts one, a report what it may look at; plain values count nothing. */
function estimate(
  { args, childComplexity, field, node, type: parent }: ComplexityEstimatorArgs,
  totals: Totals,
): number {
  const type = getNamedType(field.type);
  if (!isCompositeType(type)) return 0;
  if (type.name.startsWith('__')) return lengthOfIntrospected(field) * (0.5 + childComplexity);
  if (type.name.endsWith('Connection') || type.name === 'ChangePage') {
    const usual = type.name === 'ChangePage' ? defaultChanges : defaultPageSize;
    const page = atLeastNone(args['first'] ?? args['last'] ?? usual);
    return Math.max(1, page * Math.max(1, childComplexity)) + totals.in(node.selectionSet) * costOfTotal;
  }
  if (type.name.endsWith('Edge') || type.name === 'PageInfo') return childComplexity;
  const points = Math.ceil(atLeastNone(args['maxPoints']) / pointsForOne);
  // What is folded is gone through, and only the groups go out.
  if ('maxSeries' in args) return atLeastNone(args['maxSeries']) * (1 + points) + childComplexity;
  const looked = type.name === 'CompletenessReport' ? mostSeriesDays / seriesDaysForOne : 0;
  return lengthOf(args, field, parent.name) * (1 + points + looked + childComplexity);
}

/** A number below nothing is refused later: here it takes nothing off from what else is asked. */
const atLeastNone = (asked: unknown): number => (typeof asked === 'number' ? Math.max(0, asked) : 0);

/** As many as are named; of a list without pages about as many as there are, and of what stands in a page one, since the page is counted. */
function lengthOf(
  args: ComplexityEstimatorArgs['args'],
  field: ComplexityEstimatorArgs['field'],
  parent: string,
): number {
  const named: unknown = args['ids'] ?? args['series'];
  if (Array.isArray(named)) return named.length;
  return isListType(getNullableType(field.type)) && !/(Connection|Payload|^ChangePage)$/.test(parent)
    ? lengthWithoutPages
    : 1;
}

interface Brought {
  input?: { records?: readonly unknown[]; batches?: readonly { timestamps: readonly unknown[] }[] };
}

/** A write counts the records or samples that it brings. */
function broughtBy({ input }: Brought): number {
  const samples = input?.batches?.reduce((sum, { timestamps }) => sum + Math.max(1, timestamps.length), 0);
  return Math.max(1, input?.records?.length ?? samples ?? 1);
}

/** About as many as this schema has: introspection that goes from types to types multiplies like any other list. */
function lengthOfIntrospected({ name, type }: ComplexityEstimatorArgs['field']): number {
  if (!isListType(getNullableType(type))) return 1;
  return { types: 300, fields: 5, args: 1 }[name] ?? 3;
}

export interface RequestedCost {
  /** The most that the operation may deliver. */
  requested: number;
  /** What it takes of that in any case: introspection delivers no records, nor does a write, and both are work all the same. */
  certain: number;
}

/** What an operation asks for; refused where that is more than one operation may ask, or a key can save up. */
export function requestedCost(asked: Asked, capacity: number): RequestedCost {
  const { complexity, certain } = rememberedFor(asked, () => complexityOf(asked));
  const requested = 1 + Math.ceil(complexity);
  const limit = Math.min(maxRequestedCost, capacity);
  if (requested <= limit) return { requested, certain: Math.ceil(certain) };
  throw new HubError(
    'COST_TOO_HIGH',
    `The operation asks for up to ${requested} records, ${limit} are the most at once: ask for smaller pages.`,
    { cost: { requested, limit } },
  );
}

function complexityOf({ schema, document, operation, variables }: Asked): Complexity {
  const totals = new Totals(document);
  let certain = 0;
  const count = (asked: ComplexityEstimatorArgs) => {
    const isWrite = asked.type === schema.getMutationType() && asked.field.name !== '__typename';
    const brought = isWrite ? broughtBy(asked.args) : 0;
    const cost = isWrite ? brought + asked.childComplexity : estimate(asked, totals);
    certain += asked.field.name === '__schema' || asked.field.name === '__type' ? cost : brought;
    return cost;
  };
  const operationName = operation.name?.value;
  const options = { schema, query: document, variables, estimators: [count], ...(operationName && { operationName }) };
  try {
    return { complexity: getComplexity(options), certain };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 5 });
    const { message, nodes } = errors?.[0] ?? error;
    throw new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } });
  }
}

/** How often the fields of a page ask for its total, those that @skip may leave out among them. */
class Totals {
  private readonly fragments: Map<string, SelectionSetNode>;
  private readonly known = new Map<SelectionSetNode, number>();

  constructor({ definitions }: DocumentNode) {
    const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map(({ name, selectionSet }) => [name.value, selectionSet]));
  }

  in(page: SelectionSetNode | undefined): number {
    if (!page) return 0;
    const known = this.known.get(page) ?? page.selections.reduce((sum, selection) => sum + this.of(selection), 0);
    this.known.set(page, known);
    return known;
  }

  private of(selection: SelectionNode): number {
    if (selection.kind === Kind.FIELD) return selection.name.value === 'totalCount' ? 1 : 0;
    if (selection.kind === Kind.INLINE_FRAGMENT) return this.in(selection.selectionSet);
    return this.in(this.fragments.get(selection.name.value));
  }
}
