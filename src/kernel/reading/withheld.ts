import { defaultFieldResolver, getNullableType, isListType, isObjectType, responsePathAsArray } from 'graphql';
import type { GraphQLField, GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import type { Collection } from './collection';

/** A place in an answer where a value is absent because an agreement withholds it. */
export interface Withheld {
  path: readonly (string | number)[];
  reason: string;
}

export const withheldAt = (path: GraphQLResolveInfo['path'], mask: string): Withheld => ({
  path: responsePathAsArray(path),
  reason: `The agreement that shows this record withholds ${mask}.`,
});

interface Told {
  withhold: (withheld: Withheld) => void;
}

/** Says, for each field that a row's agreements withhold, that it is withheld: its value has never left the database. */
export function sayWithheld(schema: GraphQLSchema, collections: readonly Collection[]): void {
  for (const { typeName, masks } of collections) {
    const type = schema.getType(typeName);
    if (!isObjectType(type)) continue;
    const fields = type.getFields();
    for (const [property, mask] of Object.entries(masks)) {
      const field = fields[property]!;
      // A value that is read off its row is known by its mask; what a resolver has to find, only the resolver finds.
      field.extensions = { ...field.extensions, ...(field.resolve ? { followed: undefined } : { mask }) };
      const absent = isListType(getNullableType(field.type)) ? [] : null;
      field.resolve = saying(field.resolve ?? defaultFieldResolver, mask, absent);
    }
  }
}

/** What a field's value is withheld as, where it is a property of its row. */
export const maskOf = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>): string | null =>
  (extensions['mask'] as string | undefined) ?? null;

type Resolve = GraphQLFieldResolver<{ withheldFields?: readonly string[] | null }, Told>;

const saying =
  (resolve: Resolve, mask: string, absent: readonly never[] | null): Resolve =>
  (row, args, context, info) => {
    if (!row.withheldFields?.includes(mask)) return resolve(row, args, context, info) as unknown;
    context.withhold(withheldAt(info.path, mask));
    return absent;
  };
