import type { FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';
import type { Context } from '../../context';
import type { RowSource } from '../reading/collection';
import type { Edge } from '../reading/edges';
import type { Join, Projection } from '../reading/projection';
import type { ArgumentsOf } from './operation';

/** What is asked of the records of one type at one place of the answer: fields merged, in the order of the answer. */
export interface Selection {
  readonly type: GraphQLObjectType;
  readonly fields: readonly PlannedField[];
  /** What stands before the value of each: `{"id":` or `,"id":`. */
  readonly heads: readonly Uint8Array[];
  /** Something in it has to know its place in the answer. */
  readonly isPlaced: boolean;
}

export interface PlannedField {
  /** Its name in the answer. */
  readonly name: string;
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, Context>;
  readonly nodes: readonly FieldNode[];
  readonly argumentsOf: ArgumentsOf;
  readonly how: How;
  readonly isPlaced: boolean;
  /** What is asked of what it leads to. */
  readonly under: (type: GraphQLObjectType) => Selection;
}

/** How the values of a field are come by. */
export type How =
  | { kind: 'typename' }
  /** A property of the row, under the name that it has there. */
  | { kind: 'property'; property: string; masked?: Masked }
  /** A record whose columns stand in the row already. */
  | { kind: 'joined'; join: Join; selection: Selection }
  | { kind: 'edge'; edge: Edge; projectionOf: (target: RowSource) => Projection }
  /** Whatever the resolver says. */
  | { kind: 'resolved' };

/** Of what may be withheld: the name that agreements have for it, and the property that says what they withhold of the row. */
interface Masked {
  mask: string;
  said: string;
}
