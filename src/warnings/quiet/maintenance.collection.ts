import { organizations, timeOrders } from '../../directory/directory.collection';
import { devices } from '../../inventory/device/device.collection';
import { informationSystems } from '../../inventory/information-system/information-system.collection';
import { interfaces } from '../../inventory/interface/interface.collection';
import { links } from '../../inventory/link/link.collection';
import { sites } from '../../inventory/site/site.collection';
import { collection, type Collection } from '../../kernel/reading/collection';
import type { FilterField, Filterable } from '../../kernel/reading/filter';
import { MaintenanceObjectRow } from './maintenance-object.entity';
import { MaintenanceRow } from './maintenance.entity';
import { maintenanceImpacts, maintenanceStatuses } from './quiet.values';

/** Only by objects that the viewer sees the maintenance is about. */
const about = (target: () => Filterable, description: string): FilterField => ({
  kind: 'some',
  target,
  on: '{far}.id IN (SELECT o.subject_id FROM maintenance_object o WHERE o.maintenance_id = {near}.id)',
  description,
});

export const maintenances: Collection<MaintenanceRow> = collection({
  typeName: 'Maintenance',
  prefix: 'mnt',
  dataset: 'SHARING',
  entity: MaintenanceRow,
  filters: {
    id: { kind: 'id', prefix: 'mnt', column: 'id', description: 'Id of the maintenance.' },
    title: { kind: 'text', column: 'title', description: 'Its title.' },
    owner: { kind: 'record', column: 'owner_id', target: () => organizations, description: 'Who keeps it.' },
    provider: { kind: 'record', column: 'provider_id', target: () => organizations, description: 'Who does the work.' },
    providerName: { kind: 'text', column: 'provider_name', description: 'Who does the work, as the notice says.' },
    reference: { kind: 'text', column: 'reference', description: "Its provider's reference." },
    status: { kind: 'choice', column: 'status', choices: maintenanceStatuses, description: 'How far it has come.' },
    impact: { kind: 'choice', column: 'impact', choices: maintenanceImpacts, description: 'Its worst impact.' },
    site: about(() => sites, 'A site that it is about.'),
    device: about(() => devices, 'A device that it is about.'),
    interface: about(() => interfaces, 'An interface that it is about.'),
    link: about(() => links, 'A link that it is about.'),
    informationSystem: about(() => informationSystems, 'An information system that it is about.'),
    startsAt: { kind: 'time', column: 'starts_at', description: 'When it begins.' },
    endsAt: { kind: 'time', column: 'ends_at', description: 'When it ends.' },
    source: { kind: 'text', column: 'source', description: 'The system of record it came from.' },
    externalId: { kind: 'text', column: 'external_id', description: 'Its key in that system.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When the hub first held it.' },
    updatedAt: { kind: 'time', column: 'updated_at', description: 'When it last changed.' },
  },
  orders: {
    STARTS_AT: { column: 'starts_at', type: 'timestamptz', nullable: false, description: 'When it begins.' },
    ENDS_AT: { column: 'ends_at', type: 'timestamptz', nullable: false, description: 'When it ends.' },
    TITLE: { column: 'sort_key', type: 'text', nullable: false, description: 'Title, in natural order.' },
    ...timeOrders,
  },
});

export const maintenanceObjects: Collection<MaintenanceObjectRow> = collection({
  typeName: 'MaintenanceObject',
  prefix: 'mob',
  dataset: 'SHARING',
  entity: MaintenanceObjectRow,
  filters: {
    circuit: { kind: 'text', column: 'circuit', description: 'The circuit, as its provider calls it.' },
    impact: { kind: 'choice', column: 'impact', choices: maintenanceImpacts, description: 'What happens to it.' },
    link: { kind: 'record', column: 'link_id', target: () => links, description: 'The link.' },
  },
  orders: timeOrders,
});
