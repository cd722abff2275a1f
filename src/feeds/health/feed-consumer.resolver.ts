import { Resolver } from 'type-graphql';
import { ApiClient } from '../../directory/api-client/api-client.type';
import { ownerOf } from '../../directory/directory.edges';
import { Organization } from '../../directory/directory.type';
import { List, One } from '../../kernel/reading/field-edge';
import { Feed } from '../named/feed.type';
import { consumedFeed, consumingClient, feedConsumers } from './feed-consumer.collection';
import { FeedConsumer, FeedConsumerArgs, FeedConsumerConnection } from './feed-consumer.type';

@Resolver(() => FeedConsumer)
export class FeedConsumerResolver {
  @List(feedConsumers, () => FeedConsumerConnection, () => FeedConsumerArgs, {
    description:
      'How clients that follow feeds are served: those of the organization of the key; for national stewards all.',
  })
  readonly feedConsumers: unknown;

  @One(ownerOf, () => Organization, { description: 'Whose client it is.' })
  readonly owner: unknown;

  @One(consumingClient, () => ApiClient, {
    nullable: true,
    description: 'The client; null for keys that do not see clients.',
  })
  readonly client: unknown;

  @One(consumedFeed, () => Feed, {
    nullable: true,
    description: 'The saved feed; null where it follows by a filter of its own, and for who does not see the feed.',
  })
  readonly feed: unknown;
}
