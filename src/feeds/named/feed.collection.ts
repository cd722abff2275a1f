import { organizations, timeOrders } from '../../directory/directory.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { FeedRow } from './feed.entity';

export const feeds: Collection<FeedRow> = collection({
  typeName: 'Feed',
  prefix: 'fed',
  dataset: 'SHARING',
  entity: FeedRow,
  filters: {
    id: { kind: 'id', prefix: 'fed', column: 'id', description: 'Id of the feed.' },
    code: { kind: 'text', column: 'code', description: 'Its code.' },
    owner: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Whose feed it is.' },
  },
  orders: {
    CODE: { column: 'code', type: 'text', nullable: false, description: 'Code, by its bytes.' },
    ...timeOrders,
  },
});
