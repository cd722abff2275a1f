import { organizations, timeOrders } from '../../directory/directory.collection';
import { devices } from '../../inventory/device/device.collection';
import { informationSystems } from '../../inventory/information-system/information-system.collection';
import { links } from '../../inventory/link/link.collection';
import { sites } from '../../inventory/site/site.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import { SilenceRow } from './silence.entity';

export const silences: Collection<SilenceRow> = collection({
  typeName: 'Silence',
  prefix: 'sil',
  dataset: 'SHARING',
  entity: SilenceRow,
  filters: {
    id: { kind: 'id', prefix: 'sil', column: 'id', description: 'Id of the silence.' },
    owner: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Who has set it.' },
    source: { kind: 'text', column: 'source', description: 'The system that set it.' },
    externalId: { kind: 'text', column: 'external_id', description: 'Its key in that system.' },
    reason: { kind: 'text', column: 'reason', description: 'Why it was set.' },
    setBy: { kind: 'text', column: 'set_by', description: 'The API client or desk that set it.' },
    site: { kind: 'record', column: 'site_id', target: () => sites, description: 'The site that it is for.' },
    device: { kind: 'record', column: 'device_id', target: () => devices, description: 'The device that it is for.' },
    link: { kind: 'record', column: 'link_id', target: () => links, description: 'The link that it is for.' },
    informationSystem: {
      kind: 'record',
      column: 'system_id',
      target: () => informationSystems,
      description: 'The information system that it is for.',
    },
    startsAt: { kind: 'time', column: 'starts_at', description: 'When it begins.' },
    endsAt: { kind: 'time', column: 'ends_at', description: 'When it ends at the latest.' },
    endedAt: { kind: 'time', column: 'ended_at', description: 'When it was ended before its time.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When it was set.' },
    updatedAt: { kind: 'time', column: 'updated_at', description: 'When it last changed.' },
  },
  orders: {
    STARTS_AT: { column: 'starts_at', type: 'timestamptz', nullable: false, description: 'When it begins.' },
    ENDS_AT: { column: 'ends_at', type: 'timestamptz', nullable: false, description: 'When it ends at the latest.' },
    ...timeOrders,
  },
});
