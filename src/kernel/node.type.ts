import { Field, ID, InterfaceType, ObjectType, Int } from 'type-graphql';
import type { Registry } from './registry';
import { DateTime } from './scalars';

/** What the kernel asks of a context to tell types apart. */
export interface WithRegistry {
  registry: Registry;
}

@InterfaceType('Node', {
  description:
    'A record that a client can hold on to. Ids are opaque, carry a type prefix, are unique over all types and sort by creation.',
  resolveType: (row: { id: string }, context: WithRegistry) => context.registry.typeNameOf(row.id),
})
export abstract class Node {
  @Field(() => ID, { description: 'Opaque id with a type prefix, as in dev_…; valid wherever an id is asked for.' })
  id: string;
}

/** A record that tells its own moments. */
@ObjectType({ description: 'What a record tells of its time in the hub.', simpleResolvers: true })
export abstract class TimedNode extends Node {
  @Field(() => DateTime, { description: 'When the hub first held the record.' })
  createdAt: string;

  @Field(() => DateTime, { description: 'When its content last changed.' })
  updatedAt: string;
}

@ObjectType('PageInfo', {
  description: 'Where a page lies in its list (Relay Cursor Connections).',
  simpleResolvers: true,
})
export class PageInfoType {
  @Field(() => Boolean, { description: 'More records follow this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'More records lie before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the first record of the page; null on an empty page.',
  })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last record of the page: the `after` of the next one.',
  })
  endCursor: string | null;

  @Field(() => Int, {
    description: 'The page size in force; asking for more is refused with PAGE_TOO_LARGE, never silently cut.',
  })
  maxPageSize: number;
}

@ObjectType('Origin', {
  description: 'Where a record came from: the system of record that keeps it, and when it last said so.',
  simpleResolvers: true,
})
export class Origin {
  @Field(() => String, { description: 'Name of the system of record, for example "netbox".' })
  source: string;

  @Field(() => String, { description: "The record's key in that system; unique within owner and source." })
  externalId: string;

  @Field(() => DateTime, { description: 'When the source last sent the record, changed or not.' })
  syncedAt: string;
}
