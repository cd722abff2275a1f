import { apiClients } from '../../directory/api-client/api-client.collection';
import { organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { toOne } from '../../kernel/reading/edges';
import { feeds } from '../named/feed.collection';
import { FeedConsumerRow } from './feed-consumer.entity';
import { feedRoads } from './feed-health';

const secondsSince = (column: string) => `extract(epoch FROM now() - t.${column})::float8`;

export const feedConsumers: Collection<FeedConsumerRow> = collection({
  typeName: 'FeedConsumer',
  prefix: 'fcn',
  dataset: 'KEYS',
  entity: FeedConsumerRow,
  expressions: { lagSeconds: secondsSince('told_until'), headroomSeconds: `-${secondsSince('followable_until')}` },
  filters: {
    id: { kind: 'id', prefix: 'fcn', column: 'id', description: 'Id of the consumer.' },
    owner: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Whose client it is.' },
    feed: { kind: 'record', column: 'feed_id', target: () => feeds, description: 'The saved feed that it follows.' },
    road: { kind: 'choice', column: 'road', choices: feedRoads, description: 'How it is told.' },
    toldUntil: { kind: 'time', column: 'told_until', description: 'Up to when all has been told.' },
    followableUntil: { kind: 'time', column: 'followable_until', description: 'When its cursor expires.' },
    lastReadAt: { kind: 'time', column: 'last_read_at', description: 'When it last asked, or was sent something.' },
    lastFailedAt: { kind: 'time', column: 'last_failed_at', description: 'When that last failed.' },
  },
  orders: timeOrders,
});

export const consumingClient = toOne('clientId', apiClients);
export const consumedFeed = toOne('feedId', feeds);
