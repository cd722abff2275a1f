import type { GraphQLResolveInfo } from 'graphql';
import type { Context } from '../../context';
import { uuidOf } from '../ids';
import type { Row } from '../reading/collection';
import type { Edge } from '../reading/field-edge';
import type { ListArgs } from '../reading/page';
import type { Projection } from '../reading/projection';
import type { Variables } from './operation';
import type { PlannedField } from './plan';

/** One request of an operation. */
export interface Run {
  context: Context;
  variables: Variables;
  info: Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation' | 'rootValue'>;
}
export interface Source {
  readonly [property: string]: unknown;
}

/** What stands in a row under a name, as the default resolver of graphql-js has it. */
export function valueOf({ context, variables }: Run, field: PlannedField, property: string, row: Source): unknown {
  const value = row[property];
  return typeof value === 'function' ? (value.call(row, field.argumentsOf(variables), context) as unknown) : value;
}

export function resolve(run: Run, field: PlannedField, row: Source, path: GraphQLResolveInfo['path']): unknown {
  const { definition, parent, nodes } = field;
  return definition.resolve!(row, field.argumentsOf(run.variables), run.context, {
    ...{ ...run.info, fieldName: definition.name, fieldNodes: nodes, variableValues: run.variables },
    ...{ returnType: definition.type, parentType: parent, path },
  });
}

/** The records or pages that a field's edge leads to from each row, read for all of them together. */
export async function follow(
  { context, variables }: Run,
  field: PlannedField,
  { edge, projection }: { edge: Edge; projection: Projection },
  rows: readonly Source[],
): Promise<readonly unknown[]> {
  const args = field.argumentsOf(variables) as ListArgs & { id: string };
  switch (edge.kind) {
    case 'one':
      return context.ones(
        edge.target,
        rows.map((row) => (row[edge.key] as string | null | undefined) ?? null),
        projection,
      );
    case 'many':
      return context.pages(edge, rows as unknown as readonly Row[], args, projection);
    case 'list':
      return Promise.all(rows.map(() => context.list(edge.target, args, projection)));
    case 'record':
      return context.ones(edge.target, [uuidOf(edge.target.prefix, args.id)], projection);
  }
}
