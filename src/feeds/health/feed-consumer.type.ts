import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { enumOf } from '../../kernel/enum';
import { Node } from '../../kernel/node.type';
import { connectionType, listArgs } from '../../kernel/reading/list.type';
import { BigIntScalar, DateTime } from '../../kernel/scalars';
import { feedConsumers } from './feed-consumer.collection';
import { feedRoads, type FeedRoad } from './feed-health';

export const FeedRoadEnum = enumOf<FeedRoad>(feedRoads);
registerEnumType(FeedRoadEnum, {
  name: 'FeedRoad',
  description: 'How a consumer is told of changes.',
  valuesConfig: {
    PAGES: { description: 'It asks for pages, by Query.changes.' },
    SOCKET: { description: 'By a subscription.' },
    WEBHOOK: { description: 'It is called.' },
  },
});

@ObjectType('FeedConsumer', {
  implements: Node,
  simpleResolvers: true,
  description:
    'How a client that follows a feed is served, written every ten seconds at most. For its organization, and for stewards of the national center.',
})
export class FeedConsumer extends Node {
  @Field(() => FeedRoadEnum, { description: 'How it is told.' })
  road: FeedRoad;

  @Field(() => DateTime, { nullable: true, description: 'Up to when it has been told all; null: nothing yet.' })
  toldUntil: string | null;

  @Field(() => Float, { nullable: true, description: 'Seconds since toldUntil: how far behind it is.' })
  lagSeconds: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when its cursor can be followed, if it asks nothing more.',
  })
  followableUntil: string | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds until then; below 0 it has to start over.',
  })
  headroomSeconds: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When it last asked, or was sent something.' })
  lastReadAt: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it last was told of a change.' })
  lastDeliveredAt: string | null;

  @Field(() => BigIntScalar, { description: 'Changes that it was told, about.' })
  delivered: number;

  @Field(() => BigIntScalar, { description: 'How often that failed.' })
  failures: number;

  @Field(() => DateTime, { nullable: true, description: 'When it last failed.' })
  lastFailedAt: string | null;

  @Field(() => String, { nullable: true, description: 'The code of that error, such as CURSOR_EXPIRED.' })
  lastFailure: string | null;
}

export const FeedConsumerConnection = connectionType('FeedConsumer', () => FeedConsumer);
export const FeedConsumerArgs = listArgs(feedConsumers);
