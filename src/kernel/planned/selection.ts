import {
  getNamedType,
  getNullableType,
  isLeafType,
  isObjectType,
  TypeNameMetaFieldDef,
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields';
import type { Context } from '../../context';
import type { Row, RowSource } from '../reading/collection';
import { followedBy } from '../reading/field-edge';
import type { Edge, ToAny, ToOne } from '../reading/edges';
import { maskOf } from '../reading/withheld';
import { argumentsOf, type Fragments, type Variables } from './operation';
import type { PlannedField, Selection } from './plan';
import { joinedProjectionOf, projectionOf } from './project';
import { Unplanned } from './unplanned';

/** The read that the rows of a selection come from: its records, the prefix of their columns, how many edges it has joined so far. */
interface Read {
  target: RowSource;
  prefix: string;
  joins: { count: number };
}

/** So many records are joined to the rows of one read; what is beyond is read by itself, for all of them at once. */
const mostJoins = 8;

/** The selections of an operation, for variables that decide what is in its answer. */
export class Selections {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: Fragments,
    private readonly variables: Variables,
  ) {}

  of({ operation, selectionSet }: OperationDefinitionNode): Selection {
    const type = this.schema.getRootType(operation)!;
    return this.select(type, collectFields(this.schema, this.fragments, this.variables, type, selectionSet), null);
  }

  private under(type: GraphQLObjectType, nodes: readonly FieldNode[], read: Read | null): Selection {
    return this.select(type, collectSubfields(this.schema, this.fragments, this.variables, type, nodes), read);
  }

  private select(type: GraphQLObjectType, fields: Map<string, readonly FieldNode[]>, read: Read | null): Selection {
    const planned = [...fields].map(([name, nodes]) => this.field(type, name, nodes, read));
    const heads = planned.map(({ name }, i) => Buffer.from(`${i === 0 ? '{' : ','}${JSON.stringify(name)}:`));
    return { type, fields: planned, heads, isPlaced: planned.some(({ isPlaced }) => isPlaced) };
  }

  private field(parent: GraphQLObjectType, name: string, nodes: readonly FieldNode[], read: Read | null): PlannedField {
    const [node] = nodes as [FieldNode];
    const definition = node.name.value === '__typename' ? TypeNameMetaFieldDef : parent.getFields()[node.name.value];
    if (!definition) throw new Unplanned(`introspection by ${node.name.value}`);
    const common = { name, parent, definition, nodes, argumentsOf: argumentsOf(definition, node) };
    if (definition === TypeNameMetaFieldDef)
      return { ...common, how: { kind: 'typename' }, isPlaced: false, under: nothing };
    return { ...common, ...this.way(parent, definition, nodes, read) };
  }

  private way(
    parent: GraphQLObjectType,
    definition: GraphQLField<unknown, Context>,
    nodes: readonly FieldNode[],
    read: Read | null,
  ): Pick<PlannedField, 'how' | 'isPlaced' | 'under'> {
    const followed = followedBy(definition);
    const mask = maskOf(definition);
    const row = read && parent.name === read.target.typeName ? read : null;
    if (followed && !mask && !asksForPast(nodes)) return this.alongEdge(definition, nodes, followed.edge, row);
    const prefix = row?.prefix ?? '';
    if (mask && !followed && isLeafType(getNullableType(definition.type))) {
      const masked = { mask, said: `${prefix}withheldFields` };
      return { how: { kind: 'property', property: prefix + definition.name, masked }, isPlaced: true, under: nothing };
    }
    // What stands between a read and its records, as a page does, leads on to them.
    const under = this.memo(nodes, row ? null : read);
    if (definition.resolve) return { how: { kind: 'resolved' }, isPlaced: true, under };
    const below = getNamedType(definition.type);
    const isPlaced = !isLeafType(below) && (!isObjectType(below) || under(below).isPlaced);
    return { how: { kind: 'property', property: prefix + definition.name }, isPlaced, under };
  }

  private alongEdge(
    definition: GraphQLField<unknown, Context>,
    nodes: readonly FieldNode[],
    edge: Edge,
    row: Read | null,
  ): Pick<PlannedField, 'how' | 'isPlaced' | 'under'> {
    if (edge.kind === 'any') return this.toAny(edge, nodes);
    const type = getNamedType(definition.type) as GraphQLObjectType;
    const joined = row && edge.kind === 'one' ? this.join(edge, type, nodes, row) : null;
    if (joined) return { how: joined, isPlaced: joined.selection.isPlaced, under: nothing };
    const under = this.memo(nodes, readOf(edge.target));
    const selection = under(type);
    const projection = projectionOf(edge.target, recordsIn(selection, edge.target), asksForCursors(selection));
    return { how: { kind: 'edge', edge, projectionOf: () => projection }, isPlaced: selection.isPlaced, under };
  }

  private toAny(edge: ToAny, nodes: readonly FieldNode[]): Pick<PlannedField, 'how' | 'isPlaced' | 'under'> {
    const ways = edge.targets.map((target) => {
      const type = this.schema.getType(target.typeName) as GraphQLObjectType;
      const selection = this.under(type, nodes, readOf(target));
      return [target.typeName, { selection, projection: projectionOf(target, [selection], false) }] as const;
    });
    const of = new Map(ways);
    return {
      how: { kind: 'edge', edge, projectionOf: ({ typeName }) => of.get(typeName)!.projection },
      isPlaced: ways.some(([, { selection }]) => selection.isPlaced),
      under: ({ name }) => of.get(name)!.selection,
    };
  }

  /** Beside its row, where no more is asked of the record than its columns and those of others joined to it. */
  private join(edge: ToOne<Row>, type: GraphQLObjectType, nodes: readonly FieldNode[], row: Read) {
    if (row.joins.count + 1 + this.joinsUnder(type, nodes) > mostJoins) return null;
    const as = `j${++row.joins.count}`;
    const selection = this.under(type, nodes, { target: edge.target, prefix: `${as}.`, joins: row.joins });
    const projection = joinedProjectionOf(edge.target, selection);
    return { kind: 'joined', join: { as, edge, projection }, selection } as const;
  }

  /** How many joins a record takes of which nothing is asked but columns, and single records in the same way; Infinity where more is asked. */
  private joinsUnder(type: GraphQLObjectType, nodes: readonly FieldNode[]): number {
    const fields = collectSubfields(this.schema, this.fragments, this.variables, type, nodes);
    let count = 0;
    for (const same of fields.values()) {
      const definition = type.getFields()[same[0]!.name.value];
      const followed = definition && followedBy(definition);
      const below = definition && getNamedType(definition.type);
      if (followed?.edge.kind === 'one') count += 1 + this.joinsUnder(below as GraphQLObjectType, same);
      else if (followed || (definition && !(isLeafType(below) && (!definition.resolve || maskOf(definition)))))
        return Infinity;
      if (count > mostJoins) return Infinity;
    }
    return count;
  }

  private memo(nodes: readonly FieldNode[], read: Read | null): PlannedField['under'] {
    const known = new Map<GraphQLObjectType, Selection>();
    return (type) => {
      const selection = known.get(type) ?? this.under(type, nodes, read);
      known.set(type, selection);
      return selection;
    };
  }
}

const readOf = (target: RowSource): Read => ({ target, prefix: '', joins: { count: 0 } });

const nothing = (type: GraphQLObjectType): Selection => ({ type, fields: [], heads: [], isPlaced: false });

/** The selections of records of the collection in what is asked of a page of them, or of one. */
function recordsIn(selection: Selection, of: RowSource): Selection[] {
  if (selection.type.name === of.typeName) return [selection];
  return selection.fields.flatMap(({ definition, under }) => {
    const type = getNamedType(definition.type);
    const isOnTheWay = isObjectType(type) && (type.name === of.typeName || type.name === `${of.typeName}Edge`);
    return isOnTheWay ? recordsIn(under(type), of) : [];
  });
}

/** A record as it was is for its resolver. */
const asksForPast = ([node]: readonly FieldNode[]): boolean =>
  node!.arguments?.some(({ name }) => name.value === 'asOf') ?? false;

const asksForCursors = ({ fields }: Selection): boolean =>
  fields.some(({ definition, under }) => {
    const type = getNamedType(definition.type);
    const isEdge = isObjectType(type) && type.name.endsWith('Edge');
    return definition.name === 'pageInfo' || definition.name === 'cursor' || (isEdge && asksForCursors(under(type)));
  });
