import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { PageInfoType } from '../node.type';
import { DateTime, JSONScalar } from '../scalars';

export enum RecordOperation {
  CREATED = 'CREATED',
  UPDATED = 'UPDATED',
  DELETED = 'DELETED',
}
registerEnumType(RecordOperation, {
  name: 'RecordOperation',
  description: 'What happened to a record.',
  valuesConfig: {
    CREATED: { description: 'It was new.' },
    UPDATED: { description: 'Its content changed.' },
    DELETED: { description: 'It went.' },
  },
});

@ObjectType({
  description: 'One change of a record: when, by whose key, and what stood before and after.',
  simpleResolvers: true,
})
export class HistoryEntry {
  @Field(() => DateTime, { description: 'When the change was made: the start of its transaction.' })
  at: string;

  @Field(() => RecordOperation, { description: 'What happened.' })
  operation: RecordOperation;

  @Field(() => String, {
    nullable: true,
    description:
      'Label of the API client or desk that made it; null for the program itself, and where it acted for none of those who share the record.',
  })
  actor: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Id of the key that made it; null where actor is, for the operator, and for changes from before the hub kept it.',
  })
  key: string | null;

  @Field(() => [String], { description: 'Columns whose value differs, in the words of the database.' })
  changed: string[];

  @Field(() => JSONScalar, { nullable: true, description: 'The record before, by column; null where it was new.' })
  before: Record<string, unknown> | null;

  @Field(() => JSONScalar, { nullable: true, description: 'The record after, by column; null where it went.' })
  after: Record<string, unknown> | null;
}

@ObjectType({ description: 'A change and its place in the history.', simpleResolvers: true })
export class HistoryEdge {
  @Field(() => String, { description: 'Opaque place in this history.' })
  cursor: string;

  @Field(() => HistoryEntry, { description: 'The change.' })
  node: HistoryEntry;
}

@ObjectType({ description: 'A page of the history of a record, newest first.', simpleResolvers: true })
export class HistoryConnection {
  @Field(() => [HistoryEdge], { description: 'The changes of the page with their cursors.' })
  edges: HistoryEdge[];

  @Field(() => [HistoryEntry], { description: 'The changes of the page.' })
  nodes: HistoryEntry[];

  @Field(() => PageInfoType, { description: 'Where the page lies.' })
  pageInfo: PageInfoType;
}
