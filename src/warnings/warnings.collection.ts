import { organizations, regions, timeOrders } from '../directory/directory.collection';
import { devices } from '../inventory/device/device.collection';
import { informationSystems } from '../inventory/information-system/information-system.collection';
import { interfaces } from '../inventory/interface/interface.collection';
import { links } from '../inventory/link/link.collection';
import { sites } from '../inventory/site/site.collection';
import { collection, type Collection } from '../kernel/reading/collection';
import type { Filterable, FilterField } from '../kernel/reading/filter';
import { series } from '../monitoring/monitoring.collection';
import { severities } from '../sharing/sharing.values';
import { transitionCauses, warningStates } from './life/warning-life.values';
import { WarningTransitionRow } from './warning-transition.entity';
import { WarningRow } from './warning.entity';

const record = (column: string, target: () => Filterable, description: string): FilterField => ({
  ...{ kind: 'record', column, target, description },
});

export const warnings: Collection<WarningRow> = collection({
  typeName: 'Warning',
  prefix: 'wrn',
  dataset: 'WARNINGS',
  entity: WarningRow,
  filters: {
    id: { kind: 'id', prefix: 'wrn', column: 'id', description: 'Id of the warning.' },
    fingerprint: { kind: 'text', column: 'fingerprint', description: 'Its fingerprint.' },
    source: { kind: 'text', column: 'source', description: 'What raised it.' },
    severity: { kind: 'choice', column: 'severity', choices: severities, description: 'How bad it is.' },
    state: { kind: 'choice', column: 'state', choices: warningStates, description: 'How it stands.' },
    isCleared: {
      kind: 'presence',
      column: 'cleared_at',
      description: 'Whether it has cleared; false: those that are open, by indexes of their own.',
    },
    firing: { kind: 'flag', column: 'firing', description: 'Whether its source says so still.' },
    flaps: { kind: 'number', column: 'flaps', description: 'How often it came back.' },
    explanation: { kind: 'text', column: 'explanation', description: 'Its explanation.' },
    owner: record('owner_id', () => organizations, 'Whose warning it is: who owns what it speaks of.'),
    writer: record('writer_id', () => organizations, 'In whose name it was raised.'),
    region: record('region_id', () => regions, 'The region of what it speaks of.'),
    organization: record('organization_id', () => organizations, 'The organization that it speaks of.'),
    site: record('site_id', () => sites, 'The site that it speaks of.'),
    device: record('device_id', () => devices, 'The device that it speaks of.'),
    interface: record('interface_id', () => interfaces, 'The interface that it speaks of.'),
    link: record('link_id', () => links, 'The link that it speaks of.'),
    informationSystem: record('system_id', () => informationSystems, 'The information system that it speaks of.'),
    series: record('series_id', () => series, 'The series that it was seen in.'),
    causedBy: record('caused_by_id', () => warnings, 'The warning whose cause it shares.'),
    raisedAt: { kind: 'time', column: 'raised_at', description: 'Since when it fires.' },
    clearedAt: { kind: 'time', column: 'cleared_at', description: 'When it was over.' },
    createdAt: { kind: 'time', column: 'created_at', description: 'When the hub first held it.' },
    updatedAt: { kind: 'time', column: 'updated_at', description: 'When its content last changed.' },
  },
  orders: {
    RAISED_AT: { column: 'raised_at', type: 'timestamptz', nullable: false, description: 'Since when it fires.' },
    SEVERITY: { column: 'severity_rank', type: 'bigint', nullable: false, description: 'How bad it is; INFO first.' },
    CLEARED_AT: { column: 'cleared_at', type: 'timestamptz', nullable: true, description: 'When it was over.' },
    ...timeOrders,
  },
});

export const warningTransitions: Collection<WarningTransitionRow> = collection({
  typeName: 'WarningTransition',
  prefix: 'wtr',
  dataset: 'WARNINGS',
  entity: WarningTransitionRow,
  filters: {
    id: { kind: 'id', prefix: 'wtr', column: 'id', description: 'Id of the transition.' },
    to: { kind: 'choice', column: 'to_state', choices: warningStates, description: 'How the warning stood then.' },
    cause: { kind: 'choice', column: 'cause', choices: transitionCauses, description: 'Why.' },
    at: { kind: 'time', column: 'at', description: 'When the hub said so.' },
  },
  orders: {
    AT: { column: 'at', type: 'timestamptz', nullable: false, description: 'When the hub said so.' },
    ...timeOrders,
  },
});
