import type { GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { Args, Extensions, FieldResolver, Query } from 'type-graphql';
import type { Context } from '../../context';
import type { Collection, Row } from './collection';
import type { Edge, ToAll, ToAny, ToMany, ToOne } from './edges';
import type { ListArgs } from './page';
import type { WholeList } from './whole-list';

/*
 * Paged: @Many under a row, @List at the root. Whole: @All under a row, @Rows at the root. Records of several types: @Any.
 */

/** What a field leads to, said once: graphql-js follows it by `resolve`, row by row; the planned executor by the batch. */
interface Followed {
  edge: Edge;
  resolve: (row: object, args: object, context: Context) => unknown;
}

interface About {
  description: string;
  nullable?: boolean;
}
type TypeOf = () => object;
type Declare = (prototype: object, property: string) => void;

/** A field that follows an edge to one record. */
export const One = <R extends Row>(edge: ToOne<R>, type: TypeOf, about: About): Declare =>
  declare(FieldResolver(type, about), { edge, resolve: (row, _args, context) => context.one(edge, row) });

/** A field that follows an edge to a list of records. */
export const Many = <R extends Row>(edge: ToMany<R>, type: TypeOf, args: TypeOf, about: About): Declare =>
  declare(
    FieldResolver(type, about),
    { edge, resolve: (row, asked, context) => context.many(edge, row as Row, asked as ListArgs) },
    args,
  );

/** A field that follows an edge to all records of a list that is not paged. */
export const All = <R extends object, A extends object>(
  edge: ToAll<R, A>,
  type: TypeOf,
  about: About,
  args?: TypeOf,
): Declare =>
  declare(
    FieldResolver(() => [type()] as never, about),
    {
      edge: edge as unknown as ToAll<object, object>,
      resolve: (row, asked, context) => context.all(edge, row as Row, asked as A),
    },
    args,
  );

/** A field that follows an edge to records of several types. */
export const Any = (edge: ToAny, type: TypeOf, about: About): Declare =>
  declare(
    FieldResolver(() => [type()] as never, about),
    { edge, resolve: (row, _args, context) => context.any(edge, row as Row) },
  );

/** A root field that gives a list as a whole. */
export const Rows = <A extends object>(list: WholeList<A>, type: TypeOf, about: About, args: TypeOf): Declare =>
  declare(
    Query(() => [type()] as never, about),
    {
      edge: { kind: 'rows', target: list.target, list: list as unknown as WholeList<object> },
      resolve: (_root, asked, context) => context.rows(list, asked as A),
    },
    args,
  );

/** A root field that lists a collection. */
export const List = <R extends Row>(target: Collection<R>, type: TypeOf, args: TypeOf, about: About): Declare =>
  declare(
    Query(type, about),
    { edge: { kind: 'list', target }, resolve: (_root, asked, context) => context.list(target, asked as ListArgs) },
    args,
  );

export function declare(field: MethodDecorator, followed: Followed, args?: TypeOf): Declare {
  return (prototype, property) => {
    field(prototype, property, {});
    if (args) Args(args)(prototype, property, 0);
    Extensions({ followed })(prototype, property);
  };
}

/** What the resolver of a field looks at of its row: no more has to be read for it. Without it, all is. */
export const Needs = (...properties: string[]): MethodDecorator => Extensions({ needs: properties });

export const needsOf = ({ extensions }: { extensions: Readonly<Record<string, unknown>> }): readonly string[] | null =>
  (extensions['needs'] as readonly string[] | undefined) ?? null;

export const followedBy = ({ extensions }: { extensions: Readonly<Record<string, unknown>> }): Followed | null =>
  (extensions['followed'] as Followed | undefined) ?? null;

/** Gives each field that follows an edge its resolver. */
export function followEdges(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields())) {
      const followed = followedBy(field);
      if (followed) field.resolve = followed.resolve;
    }
}
